import type { Evaluated } from '../evaluate.ts';
import type { Evaluation, Finding } from '../result.ts';
import type { SaturatedResource } from './result.ts';

const KINDS: readonly Finding['kind'][] = ['link-saturated', 'access-saturated', 'service-saturated'];

/** Everything that an evaluation finds saturated, the fullest first. Of a service that is saturated on many nodes, the worst. */
export function saturatedResources(evaluation: Evaluation): SaturatedResource[] {
  return evaluation.findings
    .filter((one) => KINDS.includes(one.kind))
    .map((one) => {
      const demand = one.value ?? 0;
      const capacity = one.limit ?? 0;
      return {
        subject: one.subject,
        name: String(one.text.parameters['name'] ?? one.text.parameters['service'] ?? one.subject),
        utilisation: capacity > 0 ? demand / capacity : null,
        demand,
        capacity,
        unit: one.unit,
      };
    })
    .toSorted((a, b) => (b.utilisation ?? Infinity) - (a.utilisation ?? Infinity) || (a.subject < b.subject ? -1 : 1));
}

/** Utilisation of a link in its fuller direction, or of a placement; null for what is not there. */
export function utilisationOf({ evaluation, model, demand, solver }: Evaluated, subject: string): number | null {
  const [collection, id] = [subject.slice(0, subject.indexOf('/')), subject.slice(subject.indexOf('/') + 1)];
  if (collection === 'links') {
    const link = evaluation.links.find((one) => one.id === id);
    return link === undefined ? null : Math.max(link.utilisationUp, link.utilisationDown);
  }
  for (const lives of collection === 'placements' ? model.placements.values() : [])
    for (const live of lives) {
      if (live.placement.id !== id) continue;
      const { servers, speed, workScale } = solver.station(live);
      const work = (demand.services.get(id)?.computeWork ?? 0) * workScale;
      return speed > 0 ? work / 1000 / speed / servers : null;
    }
  return null;
}
