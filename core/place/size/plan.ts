import { availabilityInSteps } from '../../evaluate/availability/availability.ts';
import { costAssessment } from '../../evaluate/cost/cost.ts';
import { dayLoad } from '../../evaluate/day-load.ts';
import { energyAssessment } from '../../evaluate/energy/energy.ts';
import type { Evaluated } from '../../evaluate/evaluate.ts';
import { EvaluationState } from '../../evaluate/evaluate.ts';
import type { SimpleCommand } from '../../site/commands/schema.ts';
import type { Site } from '../../site/site.ts';
import { listRecords } from '../../site/site.ts';
import { batchOf, changesBetween } from '../site/commands.ts';
import type { Bill } from './build.ts';
import { nodeIdOf, spreadPolicy } from './build.ts';
import { sparesFor } from './options.ts';
import type { SizeProblem } from './problem.ts';
import type { BomLine, SizeFigures, SizePlan, SpareLine } from './result.ts';
import type { Trial } from './trial.ts';

/** A trial that holds, told in full: each figure evaluated from scratch. */
export function* planOf(problem: SizeProblem, trial: Trial): Generator<void, SizePlan> {
  const { evaluated } = new EvaluationState(trial.site);
  yield;
  const figures = yield* figuresOf(problem, trial, evaluated);
  const here = new Set(trial.bill.map(nodeIdOf));
  const gone = problem.stands.flatMap(({ node }) => (node !== null && !here.has(node.id) ? [node.id as string] : []));
  const replaced = trial.bill.flatMap(({ stand, type }) =>
    stand.node !== null && stand.node.typeId !== type.id
      ? [{ nodeId: stand.node.id as string, fromTypeId: stand.node.typeId as string, toTypeId: type.id as string }]
      : [],
  );
  return {
    bom: bomOf(trial.bill),
    spares: sparesOf(problem, trial.bill),
    removed: gone,
    replaced,
    placements: trial.placements,
    failovers: trial.failovers,
    weakNetworks: trial.weakNetworks,
    figures,
    command: { kind: 'batch', label: 'size', commands: commandsFor(problem, trial, gone) },
  };
}

/** [K2] Pieces by type and place, in the order of places and types. */
export function bomOf(bill: Bill): BomLine[] {
  const lines = new Map<string, BomLine>();
  for (const piece of bill) {
    const { stand, type } = piece;
    const key = `${stand.placeId ?? ''} ${type.id}`;
    const known = lines.get(key);
    const isKept = stand.node?.typeId === type.id;
    lines.set(key, {
      typeId: type.id,
      name: type.name,
      placeId: stand.placeId,
      tier: stand.tier,
      nodeIds: [...(known?.nodeIds ?? []), nodeIdOf(piece)],
      count: (known?.count ?? 0) + 1,
      kept: (known?.kept ?? 0) + (isKept ? 1 : 0),
      unitPrice: type.price?.amount ?? 0,
      maxW: (known?.maxW ?? 0) + type.power.maxW,
      rackUnits: (known?.rackUnits ?? 0) + (type.rackUnits ?? 0),
    });
  }
  return [...lines].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, line]) => line);
}

function sparesOf({ options }: SizeProblem, bill: Bill): SpareLine[] {
  const types = new Map(bill.map(({ type }) => [type.id as string, type]));
  return [...types]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([typeId, type]) => {
      const count = sparesFor(options.spares, bill.filter((piece) => piece.type.id === type.id).length);
      return count === 0 ? [] : [{ typeId, name: type.name, count, unitPrice: type.price?.amount ?? 0 }];
    });
}

function* figuresOf(problem: SizeProblem, trial: Trial, evaluated: Evaluated): Generator<void, SizeFigures> {
  const load = dayLoad(evaluated);
  yield;
  const cost = costAssessment(evaluated, load);
  const energy = energyAssessment(evaluated, load);
  yield;
  const workloadIds = listRecords(problem.site, 'workloads').flatMap((one) => (one.availabilityTarget === null ? [] : [one.id]));
  let availability: number | null = null;
  if (workloadIds.length > 0) {
    const steps = availabilityInSteps(evaluated, { workloadIds });
    let step = steps.next();
    for (; step.done !== true; step = steps.next()) yield;
    const known = step.value.workloads.flatMap((one) => one.availability ?? []);
    availability = known.length === 0 ? null : Math.min(...known);
  }
  const { flows, totals } = evaluated.evaluation;
  // Their objectives were taken out of the site: without one everything counts as met.
  const letGo = new Set<string>(problem.outOfReach.map(({ flowId }) => flowId));
  const ratios = flows.flatMap(({ p99Ms, objectiveP99Ms }) =>
    p99Ms === null || objectiveP99Ms === null ? [] : [p99Ms / objectiveP99Ms],
  );
  return {
    price: trial.price,
    capex: cost.capex,
    opexFirstYear: Object.values(cost.opexFirstYear).reduce((sum: number, part: number) => sum + part, 0),
    tco: cost.tco,
    costIsComplete: cost.status === 'complete',
    energyKWhPerYear: energy.total.totalKWh,
    powerW: totals.powerW,
    latency: trial.latency,
    worstRatio: ratios.length === 0 ? null : Math.max(...ratios),
    flowsMet: flows.filter(({ id, status }) => status === 'met' && !letGo.has(id)).length,
    flows: flows.length,
    availability,
    nodes: trial.bill.length,
  };
}

/** From the site as given to the plan: types and media that are new, hardware that goes, comes or changes, then services. */
function commandsFor(problem: SizeProblem, trial: Trial, gone: readonly string[]): SimpleCommand[] {
  const { given } = problem;
  const { site, bill } = trial;
  const commands: SimpleCommand[] = [];
  const needed = new Set<string>(bill.map(({ type }) => type.id));
  for (const id of [...needed].toSorted()) {
    const record = site.hardwareTypes[id];
    if (record !== undefined && !Object.hasOwn(given.hardwareTypes, id)) commands.push({ kind: 'hardware-type.add', record });
  }
  const media = new Set<string>(
    bill.flatMap(({ stand }) => (stand.node === null && stand.uplink !== null ? [stand.uplink.medium.id] : [])),
  );
  for (const id of [...media].toSorted()) {
    const record = site.media[id];
    if (record !== undefined && !Object.hasOwn(given.media, id)) commands.push({ kind: 'medium.add', record });
  }
  for (const id of gone) {
    const node = given.nodes[id];
    if (node !== undefined) commands.push({ kind: 'node.remove', id: node.id });
  }
  for (const piece of bill) {
    const node = site.nodes[nodeIdOf(piece)];
    const before = node === undefined ? undefined : given.nodes[node.id];
    if (node === undefined) continue;
    if (before === undefined) commands.push({ kind: 'node.add', record: node });
    else {
      const patch = {
        ...(before.typeId === node.typeId ? {} : { typeId: node.typeId }),
        ...(before.rackUnit === node.rackUnit ? {} : { rackUnit: node.rackUnit }),
        ...(before.reservedShare === node.reservedShare ? {} : { reservedShare: node.reservedShare }),
      };
      if (Object.keys(patch).length > 0) commands.push({ kind: 'node.edit', id: node.id, patch });
    }
  }
  for (const link of listRecords(site, 'links'))
    if (!Object.hasOwn(given.links, link.id)) commands.push({ kind: 'link.add', record: link });
  const policy = spreadPolicy(given, trial.spread);
  if (policy !== null) commands.push({ kind: 'policy.add', record: policy });
  return [...commands, ...placementCommands(given, gone, trial)];
}

/** What ran on hardware that goes is gone with it. */
function placementCommands(given: Site, gone: readonly string[], trial: Trial): readonly SimpleCommand[] {
  const left = Object.fromEntries(Object.entries(given.placements).filter(([, { nodeId }]) => !gone.includes(nodeId)));
  const site = { ...given, nodes: trial.site.nodes, placements: left };
  return batchOf(site, changesBetween(site, trial.placements)).commands;
}
