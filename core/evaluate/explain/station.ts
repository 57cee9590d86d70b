import type { Evaluated } from '../evaluate.ts';
import { figureOf, input, nameOf, quotientOf, step, sumOf } from './build.ts';
import type { Explanation } from './explanation.ts';
import { offeredTo, serversOf } from './processing.ts';
import { requestsOf } from './requests.ts';

/** [L6] Requests a placement is asked for, and the most it can answer. Null for one that does not work. */
export function explainStation(evaluated: Evaluated, placementId: string): Explanation | null {
  const { model } = evaluated;
  const live = [...model.placements.values()].flat().find(({ placement }) => placement.id === placementId);
  if (live === undefined) return null;
  const parameters = { name: nameOf(model.site, 'placements', placementId) };
  const station = evaluated.solver.station(live);
  const parts = [
    stationDemand(evaluated, placementId),
    quotientOf('utilisation', offeredTo(evaluated, station), serversOf(evaluated, station), {
      unit: 'ratio',
      rule: 'L6',
      formula: 'ρ = offered load / servers',
      parameters: { ...parameters, dimension: 'cpuTime' },
    }),
  ];
  const { accelerator, service } = station;
  if (accelerator !== null)
    parts.push(
      step(
        'accelerator',
        'formula',
        [
          input(model.site, 'services', service.id, 'accelerator.itemMs', service.accelerator?.itemMs ?? null, 'ms'),
          input(model.site, 'services', service.id, 'accelerator.maxBatch', service.accelerator?.maxBatch ?? null),
        ],
        ((accelerator.servers * accelerator.maxBatch) / (accelerator.setupMs + accelerator.maxBatch * accelerator.itemMs)) * 1000,
        { unit: '1/s', rule: 'L6', formula: 'accelerators × batch / (setup + batch × item)', parameters: { name: service.name } },
      ),
    );
  return step('station', 'list', parts, null, { rule: 'L6', parameters });
}

/** [L3] Requests per second that meet at a placement, by flow. */
export function stationDemand(evaluated: Evaluated, placementId: string): Explanation {
  const flows = requestsOf(evaluated, placementId).map(([, rate]) => rate);
  return sumOf(
    'requests',
    flows.toSorted((a, b) => figureOf(b) - figureOf(a)),
    {
      unit: '1/s',
      rule: 'L3',
      formula: 'Σ flows',
      parameters: { flow: nameOf(evaluated.model.site, 'placements', placementId) },
      value: evaluated.demand.services.get(placementId)?.requestsPerSecond ?? 0,
    },
  );
}
