import { must } from '../../base/assert.ts';
import { getRecord } from '../../site/site.ts';
import type { DayLoad } from '../day-load.ts';
import { meanOfDay } from '../day-load.ts';
import type { NodeActivity, PlacementActivity } from '../energy/node-activity.ts';
import type { Evaluated } from '../evaluate.ts';
import { figureOf, input, nameOf, productOf, quotientOf, step, sumOf } from './build.ts';
import { stationWork } from './cpu-work.ts';
import type { Explanation } from './explanation.ts';
import { acceleratorsInUseBy } from './accelerator.ts';

/** Energy of which year, and how far down it is told. */
export interface EnergyYear {
  readonly load: DayLoad;
  /** The site's share of pools that others use too, by node. */
  readonly shares: ReadonlyMap<string, number>;
  /** Load of the year over that of today, and where that comes from. */
  readonly growth: number;
  readonly grown: Explanation | null;
  /** Down to the requests that keep processors busy. */
  readonly isDetailed: boolean;
}

/** [E1] Share of what a node can take above idle that its load takes, mean over the day: of processors, of forwarding, or of accelerators. */
export function dayUse(
  evaluated: Evaluated,
  activity: NodeActivity,
  year: EnergyYear,
  what: 'work' | 'accelerator',
  value: number,
): Explanation {
  const children = !year.isDetailed
    ? []
    : what === 'accelerator'
      ? accelerators(evaluated, activity)
      : work(evaluated, activity, year);
  return step('busyShare', 'formula', year.grown === null ? children : [...children, year.grown], value, {
    unit: 'ratio',
    rule: 'E1',
    formula: 'min(1, utilisation) of each hour, mean of the day',
    parameters: { name: activity.node.name },
  });
}

function work(evaluated: Evaluated, activity: NodeActivity, year: EnergyYear): Explanation[] {
  const { site } = evaluated.model;
  const { node, type, placements } = activity;
  const parameters = { name: node.name, dimension: 'cpuTime' };
  if (type.compute.threads > 0) {
    const busy = placements.filter(({ busyThreads }) => busyThreads > 0).map((one) => busyOf(evaluated, one));
    const threads = input(site, 'hardwareTypes', type.id, 'compute.threads', type.compute.threads);
    const all = sumOf('used', byValue(busy), { unit: 'threads', rule: 'E1', parameters });
    return [quotientOf('utilisation', all, threads, { unit: 'ratio', rule: 'E1', parameters })];
  }
  const forwarding = type.forwardingMbps ?? 0;
  if (forwarding === 0) return [];
  const { graph } = evaluated.model;
  const slot = graph.indexOf.get(node.id);
  const links = graph.arcs
    .filter((arc) => arc.from === slot || arc.to === slot)
    .map((arc) =>
      step('linkTraffic', 'formula', [], meanOfDay(year.load, year.load.arcMbps, arc.index * year.load.columns), {
        unit: 'Mbps',
        rule: 'E1',
        formula: 'mean of the day',
        parameters: { name: arc.link.name, dimension: arc.direction },
      }),
    )
    .filter((one) => figureOf(one) > 0);
  const remarks = { rule: 'E1', parameters: { name: node.name, dimension: 'network' } };
  return [
    quotientOf(
      'utilisation',
      sumOf('used', byValue(links), { unit: 'Mbps', ...remarks }),
      input(site, 'hardwareTypes', type.id, 'forwardingMbps', forwarding, 'Mbps'),
      { unit: 'ratio', ...remarks },
    ),
  ];
}

/** Threads that a placement keeps busy, mean over the day: those of the busiest hour by how much quieter the day is. */
function busyOf(evaluated: Evaluated, { load, busyThreads }: PlacementActivity): Explanation {
  const { site } = evaluated.model;
  const { station, node } = load;
  const asked = stationWork(evaluated, station);
  const record = must(evaluated.model.graph.nodes[node], `node ${node}`);
  const type = must(getRecord(site, 'hardwareTypes', record.typeId), `hardwareTypes/${record.typeId}`);
  const factor = type.compute.perThreadFactor;
  const parameters = { placement: nameOf(site, 'placements', station.placement.id) };
  const remarks = { unit: 'threads', rule: 'E1', parameters, value: busyThreads };
  if (figureOf(asked) === 0 || factor === 0)
    return step('placement', 'formula', [], busyThreads, { ...remarks, formula: 'mean of the day' });
  const quieter = step(
    'dayShare',
    'formula',
    profilesOf(evaluated, station.service.workloadId),
    (busyThreads * factor) / figureOf(asked),
    {
      unit: 'ratio',
      rule: 'E1',
      formula: 'mean of the day / its busiest hour',
      parameters: { name: station.service.name },
    },
  );
  return quotientOf(
    'placement',
    productOf('placement', [asked, quieter], { unit: 'vCPU', rule: 'E1', parameters }),
    input(site, 'hardwareTypes', type.id, 'compute.perThreadFactor', factor),
    remarks,
  );
}

/** Highest hours of the days of the device groups that ask a workload. */
function profilesOf(evaluated: Evaluated, workloadId: string): Explanation[] {
  const { site, flows } = evaluated.model;
  const groups = new Set<string>();
  for (const flow of flows) if (flow.workloadId === workloadId && flow.from.kind === 'device-group') groups.add(flow.from.id);
  return [...groups].toSorted().flatMap((id) => {
    const profile = getRecord(site, 'deviceGroups', id)?.dayProfile ?? null;
    return profile === null ? [] : [input(site, 'deviceGroups', id, 'dayProfile', Math.max(...profile))];
  });
}

function accelerators(evaluated: Evaluated, { type, placements }: NodeActivity): Explanation[] {
  const { site } = evaluated.model;
  const busy = placements
    .filter(({ busyAccelerators }) => busyAccelerators > 0)
    .map(({ load, busyAccelerators }) =>
      acceleratorsInUseBy(
        evaluated,
        load.station,
        busyAccelerators,
        'min(1, requests × (setup + item)) of each hour, mean of the day',
      ),
    );
  const counts = type.accelerators.map((one, index) =>
    input(site, 'hardwareTypes', type.id, `accelerators.${index}.count`, one.count),
  );
  const remarks = { rule: 'E1', parameters: { name: type.name, dimension: 'accelerator' } };
  return [
    quotientOf('utilisation', sumOf('used', byValue(busy), remarks), sumOf('available', counts, remarks), {
      unit: 'ratio',
      ...remarks,
    }),
  ];
}

function byValue(parts: readonly Explanation[]): Explanation[] {
  return parts.toSorted((a, b) => figureOf(b) - figureOf(a));
}
