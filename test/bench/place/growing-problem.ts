import { createRandom } from '../../../core/base/random.ts';
import { type PlacementProblem, placementProblem } from '../../../core/place/problem.ts';

/** Nodes in reach of a service on average, and services that are alike. */
const NODES_IN_REACH = 30;
const ALIKE = 20;
/** Share of all capacity that is asked for. */
const FILL = 0.7;
const CAPACITIES = [16, 32, 64] as const;

/**
 * So many services on a tenth as many nodes of a plane, drawn by seed. Nodes offer vCPU and memory (1 : 4); a service asks for some of both, may run within a radius
 * of where its requests come from, and costs the distance and what a vCPU costs there. Services come in kinds that are alike, as replicas do.
 */
export function growingProblem(services: number, seed: number): PlacementProblem {
  const random = createRandom(seed, 'growing problem');
  const nodes = Math.max(4, Math.round(services / 10));
  const kinds = Math.ceil(services / ALIKE);
  const side = Math.sqrt(nodes);
  const radius = Math.sqrt(NODES_IN_REACH / Math.PI);
  const point = (): readonly [number, number] => [random() * side, random() * side];
  const places = Array.from({ length: nodes }, point);
  const cpu = places.map(() => CAPACITIES[Math.floor(random() * CAPACITIES.length)] as number);
  const price = places.map(() => 0.5 + random());
  const sources = Array.from({ length: kinds }, point);
  const wanted = sources.map(() => [0.5 + random() * 3, 1 + random() * 14] as const);
  const rowOf = Int32Array.from({ length: services }, (_, item) => item % kinds);
  const scale = [0, 1].map((kind) => {
    const offered = cpu.reduce((sum, units) => sum + units * (kind === 0 ? 1 : 4), 0);
    const asked = rowOf.reduce((sum, row) => sum + (wanted[row]?.[kind] ?? 0), 0);
    return (FILL * offered) / asked;
  });
  const cost = new Float64Array(kinds * nodes).fill(Infinity);
  for (const [row, [x, y]] of sources.entries())
    for (const [bin, [left, top]] of places.entries()) {
      const distance = Math.hypot(x - left, y - top);
      if (distance <= radius) cost[row * nodes + bin] = distance + (price[bin] ?? 0) * (wanted[row]?.[0] ?? 0);
    }
  return placementProblem({
    itemIds: Array.from({ length: services }, (_, item) => `service ${item}`),
    binIds: places.map((_, bin) => `node ${bin}`),
    resources: ['vCPU', 'memory'].map((name) => ({ name, transient: false })),
    capacity: Float64Array.from(cpu.flatMap((units) => [units, units * 4])),
    rowOf,
    rows: kinds,
    cost,
    demand: Float64Array.from(wanted.flatMap(([units, memory]) => [units * (scale[0] ?? 1), memory * (scale[1] ?? 1)])),
    // Whoever finds no room counts more than any detour.
    leaveOutCost: new Float64Array(services).fill(100),
  });
}
