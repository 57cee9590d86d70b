import { FEED_RELIABILITY, HARDWARE_RELIABILITY, mediumReliability, UPS_RELIABILITY } from '../../catalog/reliability.ts';
import type { Reliability } from '../../catalog/reliability.ts';
import { linkLengthM } from '../../network/graph.ts';
import { accessOf } from '../access.ts';
import type { RecordOf, Site } from '../../site/site.ts';
import { getRecord } from '../../site/site.ts';
import type { AssumptionList } from '../stated-assumption.ts';
import { powerSupply } from './power.ts';
import type { Component } from './result.ts';

/** A component with what it would be worth twice. */
export interface Part {
  readonly component: Component;
  /** Its availability, once more where it is used most. */
  readonly availability: number;
  /** Availability of two of them side by side; of a UPS with twice its hours. */
  readonly doubled: number;
}

interface Stated {
  readonly mtbfH: number | null;
  readonly mttrH: number | null;
}

/** [A1] The components of a site, each known once, with its figures and where they come from. */
export class Components {
  readonly parts: Part[] = [];
  private readonly site: Site;
  private readonly assumptions: AssumptionList;
  private readonly indexOf = new Map<string, number>();

  constructor(site: Site, assumptions: AssumptionList) {
    this.site = site;
    this.assumptions = assumptions;
  }

  node(node: RecordOf<'nodes'>): number {
    const id = `nodes/${node.id}`;
    return this.known(id, () => {
      const type = getRecord(this.site, 'hardwareTypes', node.typeId);
      const category = type?.category ?? 'server';
      return this.part(
        id,
        'node',
        node.name,
        type?.reliability ?? { mtbfH: null, mttrH: null },
        HARDWARE_RELIABILITY[category],
        category,
      );
    });
  }

  /** Null for a link of which nothing is known that could fail: radio, unless its medium or the link states an MTBF. */
  link(link: RecordOf<'links'>): number | null {
    const medium = getRecord(this.site, 'media', link.mediumId);
    const stated = { mtbfH: link.mtbfH ?? medium?.mtbfH ?? null, mttrH: link.mttrH ?? medium?.mttrH ?? null };
    return this.carrier(`links/${link.id}`, 'link', link.name, stated, medium?.kind ?? 'copper', () =>
      linkLengthM(this.site, link),
    );
  }

  /** Access of a device of the group; null when it is not attached, and as for links. */
  access(group: RecordOf<'deviceGroups'>): number | null {
    const access = accessOf(this.site, group);
    if (access === null) return null;
    const { medium, lengthM } = access;
    return this.carrier(`deviceGroups/${group.id}`, 'access', group.name, medium, medium.kind, () => lengthM);
  }

  private carrier(
    id: string,
    kind: 'link' | 'access',
    name: string,
    stated: Stated,
    medium: RecordOf<'media'>['kind'],
    lengthM: () => number,
  ): number | null {
    const standIn = mediumReliability(medium, lengthM());
    if (standIn === null && (stated.mtbfH === null || stated.mttrH === null)) {
      this.assumptions.add(
        'radio-not-counted',
        'Radio without a stated MTBF and MTTR is taken to be there always; only the stations at its ends fail.',
        'coverage is a matter of the place; in public mobile networks a fifth of stationary connections were away more than ten minutes a day (Baltrūnas et al., IMC 2014)',
      );
      return null;
    }
    return this.known(id, () => this.part(id, kind, name, stated, standIn ?? { mtbfH: 1, mttrH: 0, source: 'stated' }, medium));
  }

  /**
   * Feeds and UPS of a node, of which one is enough; empty where no place around it states a feed: then power is left out. Feeds of the
   * same name in places inside one another are the same feed. A UPS is up when it works and the outage ends before it is empty: with
   * n feeds down, outages last MTTR / n in the mean, exponentially.
   */
  power(node: RecordOf<'nodes'>): number[] {
    const { feeds, ups } = powerSupply(this.site, node.placeId);
    if (feeds.length === 0) {
      if (node.placeId !== null)
        this.assumptions.add(
          'power-not-stated',
          'Places without stated power feeds are taken to have power always.',
          'estimate: nothing is known of their mains',
        );
      return [];
    }
    const parts = feeds.map(({ id, name }) =>
      this.known(id, () => this.part(id, 'power-feed', name, { mtbfH: null, mttrH: null }, FEED_RELIABILITY, 'power feed')),
    );
    return ups === null ? parts : [...parts, this.ups(ups.place, ups.hours, feeds.length)];
  }

  private ups(place: RecordOf<'places'>, hours: number, feeds: number): number {
    const id = `places/${place.id}/ups/${feeds}`;
    return this.known(id, () => {
      const part = this.part(id, 'ups', `UPS, ${place.name}`, { mtbfH: null, mttrH: null }, UPS_RELIABILITY, 'UPS');
      const outageH = FEED_RELIABILITY.mttrH / feeds;
      const carries = (upsH: number): number => part.availability * (1 - Math.exp(-upsH / outageH));
      const availability = carries(hours);
      return { component: { ...part.component, availability }, availability, doubled: carries(2 * hours) };
    });
  }

  private known(id: string, make: () => Part): number {
    let index = this.indexOf.get(id);
    if (index === undefined) {
      index = this.parts.length;
      this.indexOf.set(id, index);
      this.parts.push(make());
    }
    return index;
  }

  private part(id: string, kind: Component['kind'], name: string, stated: Stated, standIn: Reliability, what: string): Part {
    const complete = stated.mtbfH !== null && stated.mttrH !== null;
    const mtbfH = stated.mtbfH ?? standIn.mtbfH;
    const mttrH = stated.mttrH ?? standIn.mttrH;
    if (!complete)
      this.assumptions.add(
        `reliability-${what}`.replaceAll(' ', '-'),
        `MTBF or MTTR of ${what} is not stated; the usual figure stands in.`,
        standIn.source,
        { what },
      );
    const availability = mtbfH / (mtbfH + mttrH);
    const doubled = 1 - (1 - availability) ** 2;
    const basis = complete ? 'stated' : 'default';
    return { component: { id, kind, name, mtbfH, mttrH, availability, basis }, availability, doubled };
  }
}
