import type { Evaluated } from '../evaluate.ts';
import { figure, finding, percent } from '../finding.ts';
import type { Finding } from '../result.ts';
import { AssumptionList } from '../stated-assumption.ts';
import type { RecordOf } from '../../site/site.ts';
import { getRecord, listRecords } from '../../site/site.ts';
import { Components } from './components.ts';
import { addImportance } from './module.ts';
import type { ReliabilityNetwork } from './network.ts';
import { buildNetwork, reduceNetwork } from './network.ts';
import type { Probability } from './probability.ts';
import { probabilityOf } from './probability.ts';
import type { ReachSource, Requirement } from './reach-structure.ts';
import { reachStructure } from './reach-structure.ts';
import type {
  AvailabilityAssessment,
  AvailabilityMethod,
  AvailabilityOptions,
  PartImportance,
  SourceAvailability,
  WorkloadAvailability,
} from './result.ts';
import type { WorkloadSource } from './workload-sources.ts';
import { workloadSources } from './workload-sources.ts';

export const MINUTES_A_YEAR = 365 * 24 * 60;

const DEFAULTS: AvailabilityOptions = { workloadIds: [], seed: 1, maxTerms: 20_000, samples: 20_000, weakest: 10 };

/** Of all sources together: branches × sources, because each branch looks at every source, and the least number of branches. */
const JOINT_WORK = 100_000;
const LEAST_JOINT_TERMS = 500;

const CERTAIN: AvailabilityMethod = { kind: 'exact', terms: 0, errorBound: 0 };

export interface AvailabilityProgress {
  readonly stage: 'availability';
  readonly done: number;
  readonly total: number;
}

/** [A1] Availability of every workload, its weakest parts, and missed targets. One step a workload. */
export function* availabilityInSteps(
  evaluated: Evaluated,
  options: Partial<AvailabilityOptions> = {},
): Generator<AvailabilityProgress, AvailabilityAssessment> {
  const settings = { ...DEFAULTS, ...options };
  const { site } = evaluated.model;
  const assumptions = new AssumptionList();
  const components = new Components(site, assumptions);
  const network = buildNetwork(site, components);
  const chosen = listRecords(site, 'workloads').filter(
    ({ id }) => settings.workloadIds.length === 0 || settings.workloadIds.includes(id),
  );
  const used = new Set<number>();
  const workloads: WorkloadAvailability[] = [];
  for (const [done, workload] of chosen.entries()) {
    yield { stage: 'availability', done, total: chosen.length };
    workloads.push(new WorkloadSolver(evaluated, network, components, settings, used).solve(workload));
  }
  assumptions.add('independent-failures', 'Components fail and are repaired independently of one another.', 'simplification');
  assumptions.add(
    'software-not-counted',
    'Failures of software and of the devices themselves are not counted.',
    'simplification',
  );
  return {
    workloads,
    components: [...used]
      .map((index) => components.parts[index]?.component)
      .filter((component) => component !== undefined)
      .toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    findings: workloads.flatMap(missed),
    assumptions: assumptions.list(),
  };
}

interface Solved {
  readonly answer: SourceAvailability;
  /** Birnbaum importance by component. */
  readonly importance: ReadonlyMap<number, number>;
}

class WorkloadSolver {
  private readonly evaluated: Evaluated;
  private readonly network: ReliabilityNetwork;
  private readonly components: Components;
  private readonly settings: AvailabilityOptions;
  private readonly used: Set<number>;
  /** Sources that enter at the same node and need the same are solved once. */
  private readonly solved = new Map<string, { readonly answer: Probability; readonly importance: ReadonlyMap<number, number> }>();

  constructor(
    evaluated: Evaluated,
    network: ReliabilityNetwork,
    components: Components,
    settings: AvailabilityOptions,
    used: Set<number>,
  ) {
    this.evaluated = evaluated;
    this.network = network;
    this.components = components;
    this.settings = settings;
    this.used = used;
  }

  solve(workload: RecordOf<'workloads'>): WorkloadAvailability {
    const sources = workloadSources(this.evaluated, workload.id);
    const solved = sources.map((source) => this.source(source, workload.id));
    const worst = solved.reduce<Solved | null>(
      (a, b) => (a === null || b.answer.availability < a.answer.availability ? b : a),
      null,
    );
    const head = { workloadId: workload.id, name: workload.name, target: workload.availabilityTarget };
    if (worst === null)
      return {
        ...head,
        status: 'no-sources',
        availability: null,
        minutesDownPerYear: null,
        worstSource: null,
        method: null,
        meanAvailability: null,
        allSourcesAvailability: null,
        allSourcesMethod: null,
        verdict: 'no-target',
        sources: [],
        weakestParts: [],
      };
    for (const { importance } of solved) for (const component of importance.keys()) this.used.add(component);
    const devices = solved.reduce((total, { answer }) => total + answer.devices, 0);
    const all = this.all(sources, solved, workload.id);
    const { availability, method, subject } = worst.answer;
    return {
      ...head,
      status: solved.some(({ answer }) => answer.status === 'down') ? 'down' : 'ok',
      availability,
      minutesDownPerYear: (1 - availability) * MINUTES_A_YEAR,
      worstSource: subject,
      method,
      meanAvailability: solved.reduce((total, { answer }) => total + answer.availability * answer.devices, 0) / devices,
      allSourcesAvailability: all.availability,
      allSourcesMethod: all.method,
      verdict: head.target === null ? 'no-target' : availability >= head.target ? 'met' : 'missed',
      sources: solved.map(({ answer }) => answer),
      weakestParts: this.weakest(worst),
    };
  }

  private source(source: WorkloadSource, workloadId: string): Solved {
    const head = { subject: source.subject, name: source.name, devices: source.devices };
    const reach = source.blockedBy === null ? this.reachOf(source) : null;
    if (reach === null)
      return { answer: { ...head, status: 'down', availability: 0, method: CERTAIN, components: 0 }, importance: new Map() };
    const key = JSON.stringify([source.nodeId, source.services, source.nodeIds]);
    let known = this.solved.get(key);
    if (known === undefined) {
      known = this.probability([reach], `${workloadId} ${source.subject}`, this.settings.maxTerms);
      this.solved.set(key, known);
    }
    return this.withAccess(head, known, source.groupIds);
  }

  /** The accesses of the source and of the groups it ends at are in series with the rest. */
  private withAccess(
    head: Pick<SourceAvailability, 'subject' | 'name' | 'devices'>,
    known: { readonly answer: Probability; readonly importance: ReadonlyMap<number, number> },
    groupIds: readonly string[],
  ): Solved {
    const { parts } = this.components;
    const accesses = this.accessesOf(groupIds);
    const through = accesses.reduce((product, index) => product * (parts[index]?.availability ?? 1), 1);
    const importance = new Map([...known.importance].map(([component, value]) => [component, value * through] as const));
    for (const index of accesses)
      importance.set(index, (known.answer.availability * through) / (parts[index]?.availability ?? 1));
    const availability = known.answer.availability * through;
    const method = scaled(known.answer.method, through);
    return { answer: { ...head, status: 'ok', availability, method, components: importance.size }, importance };
  }

  private accessesOf(groupIds: readonly string[]): number[] {
    const found = new Set<number>();
    for (const id of groupIds) {
      const group = getRecord(this.evaluated.model.site, 'deviceGroups', id);
      const access = group === undefined ? null : this.components.access(group);
      if (access !== null) found.add(access);
    }
    return [...found];
  }

  /** [A1] All sources served at the same time, what they share counted once. */
  private all(
    sources: readonly WorkloadSource[],
    solved: readonly Solved[],
    workloadId: string,
  ): { readonly availability: number; readonly method: AvailabilityMethod } {
    if (solved.some(({ answer }) => answer.status === 'down')) return { availability: 0, method: CERTAIN };
    const distinct = new Map<string, ReachSource>();
    for (const source of sources) {
      const reach = this.reachOf(source);
      if (reach !== null) distinct.set(JSON.stringify([source.nodeId, source.services, source.nodeIds]), reach);
    }
    const { parts } = this.components;
    const accesses = this.accessesOf(sources.flatMap(({ groupIds }) => groupIds));
    const through = accesses.reduce((product, index) => product * (parts[index]?.availability ?? 1), 1);
    const [first] = this.solved.values();
    const terms = Math.max(LEAST_JOINT_TERMS, Math.ceil(JOINT_WORK / distinct.size));
    const { answer } =
      distinct.size === 1 && first !== undefined ? first : this.probability([...distinct.values()], workloadId, terms);
    return { availability: answer.availability * through, method: scaled(answer.method, through) };
  }

  private reachOf(source: WorkloadSource): ReachSource | null {
    const vertex = this.network.vertexOf.get(source.nodeId ?? '');
    if (vertex === undefined) return null;
    const requirements: Requirement[] = source.services.map(({ serviceId, need }) => ({
      need,
      targets: (this.evaluated.model.placements.get(serviceId) ?? []).flatMap(({ placement }) => {
        const at = this.network.vertexOf.get(placement.nodeId);
        return at === undefined ? [] : [{ vertex: at, replicas: placement.replicas }];
      }),
    }));
    for (const nodeId of source.nodeIds) {
      const at = this.network.vertexOf.get(nodeId);
      requirements.push({ need: 1, targets: at === undefined ? [] : [{ vertex: at, replicas: 1 }] });
    }
    return { vertex, requirements };
  }

  private probability(
    sources: readonly ReachSource[],
    purpose: string,
    maxTerms: number,
  ): { answer: Probability; importance: Map<number, number> } {
    const terminals = new Set<number>();
    for (const { vertex, requirements } of sources) {
      terminals.add(vertex);
      for (const { targets } of requirements) for (const target of targets) terminals.add(target.vertex);
    }
    const available = Float64Array.from(this.components.parts, ({ availability }) => availability);
    const structure = reachStructure(reduceNetwork(this.network, terminals), sources, available);
    const { samples, seed } = this.settings;
    const answer = probabilityOf(structure, {
      maxTerms: Math.min(maxTerms, this.settings.maxTerms),
      samples,
      seed,
      purpose: `availability ${purpose}`,
    });
    const importance = new Map<number, number>();
    for (const [part, module] of structure.modules.entries()) {
      const value = answer.gradient[part] ?? 0;
      if (value !== 0) addImportance(module, value, available, importance);
    }
    return { answer, importance };
  }

  private weakest(worst: Solved): PartImportance[] {
    const unavailability = 1 - worst.answer.availability;
    return [...worst.importance]
      .flatMap(([index, birnbaum]): PartImportance[] => {
        const part = this.components.parts[index];
        if (part === undefined || part.availability >= 1) return [];
        const down = 1 - part.availability;
        return [
          {
            componentId: part.component.id,
            kind: part.component.kind,
            name: part.component.name,
            availability: part.availability,
            birnbaum,
            criticality: unavailability > 0 ? Math.min(1, (birnbaum * down) / unavailability) : 0,
            gainPerfectMinutes: birnbaum * down * MINUTES_A_YEAR,
            gainDoubledMinutes: birnbaum * (part.doubled - part.availability) * MINUTES_A_YEAR,
          },
        ];
      })
      .toSorted((a, b) => b.criticality - a.criticality || (a.componentId < b.componentId ? -1 : 1))
      .slice(0, this.settings.weakest);
  }
}

/** The method of an answer that is multiplied with something known exactly. */
function scaled(method: AvailabilityMethod, by: number): AvailabilityMethod {
  if (method.kind === 'exact') return method;
  const [low, high] = method.interval99;
  return { ...method, interval99: [low * by, high * by] };
}

function missed(workload: WorkloadAvailability): Finding[] {
  const { availability, target, minutesDownPerYear } = workload;
  if (workload.verdict !== 'missed' || availability === null || target === null || minutesDownPerYear === null) return [];
  const allowed = (1 - target) * MINUTES_A_YEAR;
  const weakest = workload.weakestParts[0];
  const parameters = {
    name: workload.name,
    minutes: figure(minutesDownPerYear),
    allowed: figure(allowed),
    weakest: weakest?.name ?? '',
    share: percent(weakest?.criticality ?? 0),
  };
  return [
    finding({
      kind: 'availability-missed',
      code: weakest === undefined ? 'availability-missed-down' : 'availability-missed',
      severity: 'error',
      subject: `workloads/${workload.workloadId}`,
      limit: target,
      value: availability,
      unit: 'ratio',
      why: `${workload.name} is down ${parameters.minutes} minutes a year; its target allows ${parameters.allowed}.`,
      remedy:
        weakest === undefined
          ? 'Connect and place what it needs: some of its devices are not served at all.'
          : `Double ${parameters.weakest}, which decides ${parameters.share} of that time, or place a replica that does not depend on it.`,
      parameters,
    }),
  ];
}
