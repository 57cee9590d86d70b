import { type Group, type PlacementProblem, placementProblem } from '../../../core/place/problem.ts';
import { readNumbers } from './read-numbers.ts';

/** Machine reassignment of the ROADEF/EURO challenge 2012: the model and the assignment that runs, each as published. */
export function parseReassignment(model: string, assignment: string): PlacementProblem {
  const numbers = readNumbers(model);
  const list = <Each>(count: number, read: () => Each): Each[] => Array.from({ length: count }, read);
  const resources = list(numbers.next(), () => ({ transient: numbers.next() === 1, loadWeight: numbers.next() }));
  const kinds = resources.length;
  const machineCount = numbers.next();
  const machines = list(machineCount, () => ({
    neighbourhood: numbers.next(),
    location: numbers.next(),
    capacity: numbers.take(kinds),
    safety: numbers.take(kinds),
    moveCost: numbers.take(machineCount),
  }));
  const services = list(numbers.next(), () => {
    const spread = numbers.next();
    return { spread, near: numbers.take(numbers.next()) };
  });
  const processes = list(numbers.next(), () => ({
    service: numbers.next(),
    demand: numbers.take(kinds),
    moveCost: numbers.next(),
  }));
  const balances = list(numbers.next(), () => {
    const [plenty = 0, scarce = 0, ratio = 0] = numbers.take(3);
    return { plenty, scarce, ratio, cost: numbers.next() };
  });
  const [processWeight = 0, serviceWeight = 0, machineWeight = 0] = numbers.take(3);
  const homes = readNumbers(assignment).take(processes.length);
  const cost = processes.flatMap((process, item) => {
    const home = homes[item] ?? -1;
    return machines.map((_, bin) =>
      bin === home ? 0 : processWeight * process.moveCost + machineWeight * (machines[home]?.moveCost[bin] ?? NaN),
    );
  });
  const groups = services.map(({ spread, near }): Group => ({ items: [], apart: true, spread, near }));
  const members: number[][] = services.map(() => []);
  for (const [item, { service }] of processes.entries()) members[service]?.push(item);
  return placementProblem({
    itemIds: processes.map((_, item) => `process ${item}`),
    binIds: machines.map((_, bin) => `machine ${bin}`),
    resources: resources.map(({ transient }, kind) => ({ name: `resource ${kind}`, transient })),
    capacity: Float64Array.from(machines.flatMap((machine) => machine.capacity)),
    cost: Float64Array.from(cost),
    demand: Float64Array.from(processes.flatMap((process) => process.demand)),
    zoneOf: Int32Array.from(machines, ({ location }) => location),
    areaOf: Int32Array.from(machines, ({ neighbourhood }) => neighbourhood),
    groups: groups.map((group, service) => ({ ...group, items: members[service] ?? [] })),
    initial: Int32Array.from(homes),
    mostMovedCost: serviceWeight,
    softCapacity: Float64Array.from(machines.flatMap((machine) => machine.safety)),
    overloadCost: Float64Array.from(resources, ({ loadWeight }) => loadWeight),
    balances,
  });
}
