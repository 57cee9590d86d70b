import type { SiteDiff } from '../site/diff.ts';
import { carryReferrers } from '../site/referrers.ts';
import type { AnyRecord, CollectionName, Site } from '../site/site.ts';

/**
 * A site that is changed in place, so that an edit costs as much as it changes and not as much as the site is large. Its
 * collections are copies once something in them changes: the site it began with stays as it was. Places are copied on
 * each change, because positions that were worked out are kept by their collection.
 */
export class LiveSite {
  /** The same object for ever, with what holds now. */
  readonly site: Site;
  private readonly own = new Set<CollectionName>();

  constructor(site: Site) {
    this.site = { ...site };
  }

  /** The site as it is now, which stays so: what is shared with it is copied before it is changed. */
  snapshot(): Site {
    this.own.clear();
    return { ...this.site };
  }

  /** Throws if the diff was made on another state. */
  apply(diff: SiteDiff): void {
    const site = this.site as unknown as Record<string, unknown>;
    if (diff.header !== null) site['header'] = diff.header.after;
    this.own.delete('places');
    for (const { collection, id, before, after } of diff.changes) {
      if (!this.own.has(collection)) {
        site[collection] = { ...(site[collection] as object) };
        this.own.add(collection);
      }
      const map = site[collection] as Record<string, AnyRecord>;
      if (Object.hasOwn(map, id) !== (before !== null))
        throw new Error(`LiveSite: ${collection}/${id} ${before === null ? 'already exists' : 'is missing'}`);
      if (after === null) delete map[id];
      else map[id] = after;
    }
    carryReferrers(this.site, this.site, diff.changes);
  }
}
