import { type PlacementProblem, placementProblem } from '../../../core/place/problem.ts';
import { readNumbers } from './read-numbers.ts';

interface CloudBalancing {
  readonly computerList: readonly {
    readonly id: number;
    readonly cpuPower: number;
    readonly memory: number;
    readonly networkBandwidth: number;
    readonly cost: number;
  }[];
  readonly processList: readonly {
    readonly id: number;
    readonly requiredCpuPower: number;
    readonly requiredMemory: number;
    readonly requiredNetworkBandwidth: number;
  }[];
}

/** Cloud balancing of OptaPlanner's examples: processes to computers, each of which costs when it is used. */
export function parseCloudBalancing(text: string): PlacementProblem {
  const { computerList, processList } = JSON.parse(text) as CloudBalancing;
  return placementProblem({
    itemIds: processList.map(({ id }) => `process ${id}`),
    binIds: computerList.map(({ id }) => `computer ${id}`),
    resources: ['cpu', 'memory', 'network'].map((name) => ({ name, transient: false })),
    capacity: Float64Array.from(
      computerList.flatMap(({ cpuPower, memory, networkBandwidth }) => [cpuPower, memory, networkBandwidth]),
    ),
    cost: new Float64Array(computerList.length * processList.length),
    demand: Float64Array.from(
      processList.flatMap((process) => [process.requiredCpuPower, process.requiredMemory, process.requiredNetworkBandwidth]),
    ),
    openCost: Float64Array.from(computerList, ({ cost }) => cost),
  });
}

/** Capacitated warehouse location in OR-Library's form; a customer's costs are those of all its demand, and it may be served by several. */
export function parseFacilityLocation(text: string): PlacementProblem {
  const numbers = readNumbers(text);
  const sites = numbers.next();
  const customers = numbers.next();
  const site = Array.from({ length: sites }, () => ({ capacity: numbers.next(), openCost: numbers.next() }));
  const customer = Array.from({ length: customers }, () => ({ demand: numbers.next(), costs: numbers.take(sites) }));
  return placementProblem({
    itemIds: customer.map((_, index) => `customer ${index + 1}`),
    binIds: site.map((_, index) => `site ${index + 1}`),
    resources: [{ name: 'capacity', transient: false }],
    capacity: Float64Array.from(site, ({ capacity }) => capacity),
    cost: Float64Array.from(customer.flatMap(({ costs }) => costs)),
    demand: Float64Array.from(customer, ({ demand }) => demand),
    openCost: Float64Array.from(site, ({ openCost }) => openCost),
    divisible: true,
  });
}
