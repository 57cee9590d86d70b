import { must } from '../../base/assert.ts';
import type { RecordOf } from '../../site/site.ts';
import { getRecord } from '../../site/site.ts';
import type { Leg, LegTarget } from '../demand.ts';
import type { Evaluated } from '../evaluate.ts';
import { input, nameOf, number, productOf, quotientOf, step, sumOf } from './build.ts';
import type { Explanation } from './explanation.ts';

/** Requests per second of every flow that reach a placement. */
export function requestsOf(evaluated: Evaluated, placementId: string): [flowId: string, rate: Explanation][] {
  const reached: [string, Explanation][] = [];
  for (const [flow, legs] of evaluated.demand.legs) {
    const parts = legs.flatMap((leg) =>
      leg.targets.flatMap((target) =>
        target.placement?.placement.id === placementId && leg.requestsPerSecond > 0 ? [rateOf(evaluated, flow, leg, target)] : [],
      ),
    );
    const [only] = parts;
    if (only === undefined) continue;
    reached.push([
      flow,
      parts.length === 1
        ? only
        : sumOf('requests', parts, {
            unit: '1/s',
            rule: 'L3',
            parameters: { flow: nameOf(evaluated.model.site, 'flows', flow) },
          }),
    ]);
  }
  return reached;
}

/** [L3] Requests per second of a flow from one source to one target. */
export function rateOf(evaluated: Evaluated, flowId: string, leg: Leg, target: LegTarget): Explanation {
  const { site } = evaluated.model;
  const rate = legRate(evaluated, flowId, leg);
  if (target.share === 1) return rate;
  const placed = target.placement;
  const share = step('share', 'formula', [], target.share, {
    unit: 'ratio',
    rule: 'L7',
    formula: 'replicas here / replicas everywhere',
    parameters: { name: placed === null ? '' : nameOf(site, 'placements', placed.placement.id) },
  });
  return productOf('requests', [rate, share], { unit: '1/s', rule: 'L3', parameters: { flow: nameOf(site, 'flows', flowId) } });
}

/** Requests per second of a flow from one source: the devices' busy hour, a timer, or what sets it off. */
export function legRate(evaluated: Evaluated, flowId: string, leg: Leg): Explanation {
  const { site, graph } = evaluated.model;
  const flow = must(getRecord(site, 'flows', flowId), `flows/${flowId}`);
  const remarks = { unit: '1/s', rule: 'S3', parameters: { flow: flow.name }, value: leg.requestsPerSecond };
  const calls = flow.callsPerRequest === 1 ? [] : [input(site, 'flows', flowId, 'callsPerRequest', flow.callsPerRequest)];
  const group = flow.from.kind === 'device-group' ? getRecord(site, 'deviceGroups', flow.from.id) : undefined;
  if (group !== undefined)
    return productOf('requests', [...deviceRate(evaluated, group), ...calls], {
      ...remarks,
      formula: 'devices × requests/s × busiest hour × calls',
    });
  const source = graph.nodes[leg.source]?.id ?? '';
  if (flow.periodMs !== null) {
    const placements = evaluated.model.placements.get(flow.from.id) ?? [];
    const here = placements.find((one) => one.node === leg.source)?.placement;
    if (here !== undefined)
      return quotientOf(
        'requests',
        productOf(
          'requests',
          [input(site, 'placements', here.id, 'replicas', here.replicas), number(1000, 'conversion', 'ms/s')],
          {
            parameters: remarks.parameters,
          },
        ),
        input(site, 'flows', flowId, 'periodMs', flow.periodMs, 'ms'),
        { ...remarks, formula: 'replicas × 1,000 / period' },
      );
  }
  const arrivals = step(
    'sourceRate',
    'formula',
    [],
    flow.callsPerRequest === 0 ? 0 : leg.requestsPerSecond / flow.callsPerRequest,
    {
      unit: '1/s',
      rule: 'L7',
      formula: 'Σ requests/s of the flows that set it off here',
      parameters: { node: nameOf(site, 'nodes', source) },
    },
  );
  return productOf('requests', [arrivals, ...calls], { ...remarks, rule: 'L7' });
}

function deviceRate(evaluated: Evaluated, group: RecordOf<'deviceGroups'>): Explanation[] {
  const { site } = evaluated.model;
  const factors = [
    input(site, 'deviceGroups', group.id, 'count', group.count),
    input(site, 'deviceGroups', group.id, 'requestsPerSecond', group.requestsPerSecond, '1/s'),
  ];
  if (group.dayProfile !== null) factors.push(input(site, 'deviceGroups', group.id, 'dayProfile', Math.max(...group.dayProfile)));
  return factors;
}
