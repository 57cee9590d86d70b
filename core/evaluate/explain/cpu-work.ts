import { must } from '../../base/assert.ts';
import type { RecordOf } from '../../site/site.ts';
import { getRecord } from '../../site/site.ts';
import type { Evaluated } from '../evaluate.ts';
import type { Station } from '../service-time.ts';
import { figureOf, input, nameOf, number, productOf, quotientOf, step, sumOf } from './build.ts';
import { requestsOf } from './requests.ts';
import type { Explanation } from './explanation.ts';

/** [C1] Threads of a node that are busy: CPU time asked of all its placements over the speed of a thread. */
export function cpuWork(
  evaluated: Evaluated,
  node: RecordOf<'nodes'>,
  type: RecordOf<'hardwareTypes'>,
  value: number,
): Explanation {
  const { model, solver } = evaluated;
  const busy: Explanation[] = [];
  for (const list of model.placements.values()) {
    for (const live of list) {
      if (model.graph.nodes[live.node]?.id !== node.id) continue;
      const work = stationWork(evaluated, solver.station(live));
      if (figureOf(work) > 0) busy.push(work);
    }
  }
  const remarks = { unit: 'threads', rule: 'C1', parameters: { name: node.name, dimension: 'cpuTime' }, value };
  const work = sumOf(
    'used',
    busy.toSorted((a, b) => figureOf(b) - figureOf(a)),
    { unit: 'vCPU', rule: 'C1', parameters: remarks.parameters },
  );
  const speed = input(model.site, 'hardwareTypes', type.id, 'compute.perThreadFactor', type.compute.perThreadFactor);
  if (type.compute.perThreadFactor === 0) return step('used', 'list', [work, speed], value, remarks);
  return quotientOf('used', work, speed, { ...remarks, formula: 'Σ requests/s × CPU time / speed of a thread' });
}

/** CPU time a second that is asked of a placement, in reference vCPU: every flow's rate × its work. */
export function stationWork(evaluated: Evaluated, station: Station): Explanation {
  const { site } = evaluated.model;
  const { placement, service } = station;
  const flows: Explanation[] = [];
  for (const [flow, rate] of requestsOf(evaluated, placement.id)) {
    const record = must(getRecord(site, 'flows', flow), `flows/${flow}`);
    const computeMs =
      record.computeMs === null
        ? input(site, 'services', service.id, 'work.computeMs', service.work.computeMs, 'ms')
        : input(site, 'flows', flow, 'computeMs', record.computeMs, 'ms');
    const factors = [rate, computeMs, number(1 / 1000, 'conversion', 's/ms')];
    if (station.variant !== null && station.workScale !== 1) {
      const at = service.variants.indexOf(station.variant);
      factors.push(
        quotientOf(
          'share',
          input(site, 'services', service.id, `variants.${at}.computeMs`, station.variant.computeMs, 'ms'),
          input(site, 'services', service.id, 'work.computeMs', service.work.computeMs, 'ms'),
          { rule: 'R3', parameters: { name: station.variant.name } },
        ),
      );
    }
    flows.push(
      productOf('flowWork', factors, {
        unit: 'vCPU',
        rule: 'L6',
        formula: 'requests/s × CPU time',
        parameters: { flow: record.name },
      }),
    );
  }
  return sumOf(
    'placement',
    flows.toSorted((a, b) => figureOf(b) - figureOf(a)),
    { unit: 'vCPU', rule: 'C1', parameters: { placement: nameOf(site, 'placements', placement.id) } },
  );
}
