import { referrersIn } from '../../../core/site/referrers.ts';
import { COLLECTIONS, listRecords } from '../../../core/site/site.ts';
import type { Site } from '../../../core/site/site.ts';

/**
 * Makes what the first edit of each collection would make, one thing at a time while nothing else is to do: the form in which versions
 * share records, and who refers to whom. Stops when the site is closed.
 */
export function prepareForEdits(current: () => Site | null, whenIdle: (work: () => void) => void): void {
  const steps = COLLECTIONS.flatMap((name) => [
    (site: Site) => void listRecords(site, name),
    (site: Site) => void referrersIn(site, name, ''),
  ]);
  const next = (): void => {
    const site = current();
    const step = steps.shift();
    if (site === null || step === undefined) return;
    step(site);
    whenIdle(next);
  };
  whenIdle(next);
}
