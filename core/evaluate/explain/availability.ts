import { HARDWARE_RELIABILITY } from '../../catalog/reliability.ts';
import { getRecord } from '../../site/site.ts';
import { availabilityInSteps, MINUTES_A_YEAR } from '../availability/availability.ts';
import type { Component } from '../availability/result.ts';
import type { Evaluated } from '../evaluate.ts';
import { constantOf, input, quotientOf, step, sumOf } from './build.ts';
import type { Explanation } from './explanation.ts';

/** [A1] Availability of a workload from its most critical parts, each MTBF / (MTBF + MTTR). Null without sources. */
export function explainAvailability(evaluated: Evaluated, workloadId: string): Explanation | null {
  const steps = availabilityInSteps(evaluated, { workloadIds: [workloadId] });
  let answer = steps.next();
  while (answer.done !== true) answer = steps.next();
  const workload = answer.value.workloads[0];
  if (workload === undefined || workload.availability === null) return null;
  const { components, assumptions } = answer.value;
  const parts = workload.weakestParts.flatMap(({ componentId }) => {
    const component = components.find(({ id }) => id === componentId);
    if (component === undefined) return [];
    const stated = assumptions.find(({ code }) => code.includes(component.kind))?.source ?? 'core/catalog/reliability.ts';
    return [componentAvailability(evaluated, component, stated)];
  });
  const method = workload.method?.kind === 'monte-carlo' ? 'factoring, then sampling' : 'factoring';
  return step('availability', 'formula', parts, workload.availability, {
    unit: 'ratio',
    rule: 'A1',
    formula: `${method} over ${workload.sources.find(({ subject }) => subject === workload.worstSource)?.components ?? components.length} parts; the most critical are told`,
    parameters: { name: workload.name, minutes: Math.round((1 - workload.availability) * MINUTES_A_YEAR) },
  });
}

function componentAvailability(evaluated: Evaluated, component: Component, standIn: string): Explanation {
  const remarks = { unit: 'ratio', rule: 'A1', parameters: { name: component.name }, value: component.availability };
  if (component.kind === 'ups')
    return step('component', 'formula', [], component.availability, { ...remarks, formula: 'P(outage < UPS hours)' });
  const between = reliability(evaluated, component, 'mtbfH', standIn);
  const repair = reliability(evaluated, component, 'mttrH', standIn);
  return quotientOf('component', between, sumOf('reliability', [between, repair], { unit: 'h', parameters: { what: 'sum' } }), {
    ...remarks,
    formula: 'MTBF / (MTBF + MTTR)',
  });
}

/** The record's own figure where the value is it, else the stand-in with its source. */
function reliability(evaluated: Evaluated, component: Component, figure: 'mtbfH' | 'mttrH', standIn: string): Explanation {
  const { site } = evaluated.model;
  const value = component[figure];
  const [collection = '', id = ''] = component.id.split('/');
  const parameters = { what: figure };
  if (collection === 'nodes') {
    const typeId = getRecord(site, 'nodes', id)?.typeId ?? '';
    const type = getRecord(site, 'hardwareTypes', typeId);
    if (type?.reliability[figure] === value) return input(site, 'hardwareTypes', typeId, `reliability.${figure}`, value, 'h');
    const source = HARDWARE_RELIABILITY[type?.category ?? 'server'].source;
    return constantOf('reliability', value, source, { unit: 'h', rule: 'A1', parameters });
  }
  if (collection === 'links') {
    const link = getRecord(site, 'links', id);
    if (link?.[figure] === value) return input(site, 'links', id, figure, value, 'h');
    const medium = getRecord(site, 'media', link?.mediumId ?? '');
    if (medium?.[figure] === value) return input(site, 'media', medium.id, figure, value, 'h');
  }
  return constantOf('reliability', value, standIn, { unit: 'h', rule: 'A1', parameters });
}
