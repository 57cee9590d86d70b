import type { Site } from '../../../core/site/site.ts';

export type FirstStep = 'place' | 'connect' | 'objective';

/**
 * How far a site is from its first answer: hardware stands in it; something runs on it and is asked for, over a link where there is
 * more than one node; and at least one flow knows how late is too late.
 */
export function firstSteps(site: Site): readonly { readonly step: FirstStep; readonly done: boolean }[] {
  const nodes = Object.keys(site.nodes).length;
  const links = Object.keys(site.links).length;
  const runs = Object.keys(site.placements).length > 0 && Object.keys(site.flows).length > 0;
  return [
    { step: 'place', done: nodes > 0 },
    { step: 'connect', done: runs && (nodes < 2 || links > 0) },
    { step: 'objective', done: Object.values(site.flows).some((flow) => flow.objectiveP99Ms !== null) },
  ];
}
