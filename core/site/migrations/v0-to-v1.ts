import type { Migration, OldSite } from './migration.ts';
import { isObject } from './migration.ts';

/**
 * Version 0 had flows that any request sets off, at no period, with the service's own CPU time.
 * Version 1 lets a flow say otherwise; null in the three new fields is what version 0 meant.
 */
export const v0ToV1: Migration = {
  from: 0,
  note: 'Flows got the fields triggeredBy, periodMs and computeMs, all empty: they mean what they meant before.',
  migrate(site: OldSite): OldSite {
    const flows = site['flows'];
    if (!isObject(flows)) return site;
    const entries = Object.entries(flows).map(([id, flow]): [string, unknown] => [
      id,
      isObject(flow) ? { triggeredBy: null, periodMs: null, computeMs: null, ...flow } : flow,
    ]);
    return { ...site, flows: Object.fromEntries(entries) };
  },
};
