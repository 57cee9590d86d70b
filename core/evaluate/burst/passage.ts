import type { LegTarget } from '../leg.ts';
import type { Evaluated } from '../evaluate.ts';
import { getRecord } from '../../site/site.ts';
import type { RecordOf } from '../../site/site.ts';

type Flow = RecordOf<'flows'>;

/** Utilisation up to which links and replicas are filled in a burst: an estimate; beyond it waits grow without measure. */
export const FULL = 0.9;

/** What lets least of a group's requests through, and how much. */
export interface Passage {
  readonly share: number;
  /** `links/x`, or `deviceGroups/x` for its access; null where all gets through. */
  readonly limitedBy: string | null;
}

/** [C3] Share of each bursting device group's requests that links and accesses on the way of its chains can carry; all on a link give way alike. */
export function passages(now: Evaluated, full: Evaluated): Map<string, Passage> {
  const found = new Map<string, Passage>();
  const worst = new LinkShares(now, full);
  for (const flow of full.model.flows) {
    if (flow.from.kind !== 'device-group') continue;
    const before = found.get(flow.from.id) ?? { share: 1, limitedBy: null };
    found.set(flow.from.id, smaller(before, smaller(worst.access(flow.from.id), worst.chain(flow))));
  }
  return found;
}

function smaller(a: Passage, b: Passage): Passage {
  return b.share < a.share ? b : a;
}

const ALL: Passage = { share: 1, limitedBy: null };

class LinkShares {
  private readonly now: Evaluated;
  private readonly full: Evaluated;
  private readonly links = new Map<string, Passage>();
  private readonly legs = new Map<string, Passage>();

  constructor(now: Evaluated, full: Evaluated) {
    this.now = now;
    this.full = full;
    const today = new Map(now.evaluation.links.map((link) => [link.id, link]));
    for (const link of full.evaluation.links) {
      const before = today.get(link.id);
      this.links.set(`${link.id}/up`, passing(before?.utilisationUp ?? 0, link.utilisationUp, `links/${link.id}`));
      this.links.set(`${link.id}/down`, passing(before?.utilisationDown ?? 0, link.utilisationDown, `links/${link.id}`));
    }
  }

  access(groupId: string): Passage {
    const access = this.full.demand.accesses.get(groupId);
    const channel = access === undefined ? undefined : this.full.demand.channels.get(access.channelKey);
    const today = access === undefined ? undefined : this.now.demand.channels.get(access.channelKey);
    if (channel === undefined || today === undefined) return ALL;
    const by = `deviceGroups/${groupId}`;
    return smaller(passing(today.up.work, channel.up.work, by), passing(today.down.work, channel.down.work, by));
  }

  chain(flow: Flow): Passage {
    return (this.full.demand.legs.get(flow.id) ?? []).reduce(
      (least, { targets }) => smaller(least, this.ways(flow, targets)),
      ALL,
    );
  }

  private ways(flow: Flow, targets: readonly LegTarget[]): Passage {
    let least = ALL;
    for (const target of targets) {
      for (const index of [...target.path, ...target.back]) least = smaller(least, this.arc(index));
      if (target.placement === null) continue;
      for (const next of this.full.model.followers.get(flow.id) ?? []) {
        const key = `${next.id} ${target.node}`;
        let known = this.legs.get(key);
        if (known === undefined) {
          const leg = this.full.demand.legs.get(next.id)?.find(({ source }) => source === target.node);
          known = leg === undefined ? ALL : this.ways(next, leg.targets);
          this.legs.set(key, known);
        }
        least = smaller(least, known);
      }
    }
    return least;
  }

  private arc(index: number): Passage {
    const arc = this.full.model.graph.arcs[index];
    return (arc === undefined ? undefined : this.links.get(`${arc.link.id}/${arc.direction}`)) ?? ALL;
  }
}

/** A burst fills a link to `FULL`; one that is fuller today, and holds, is left at that. */
function passing(today: number, inBurst: number, limitedBy: string): Passage {
  const most = today < 1 ? Math.max(FULL, today) : FULL;
  return inBurst <= most * (1 + 1e-12) ? ALL : { share: most / inBurst, limitedBy };
}

/** Bandwidth that links have left for requests that are sent elsewhere, Mbps by arc. */
export class Spare {
  private readonly left = new Map<number, number>();

  constructor(offered: Evaluated) {
    for (const link of offered.evaluation.links) {
      const up = offered.model.graph.arcOf.get(`${link.id}/up`);
      const down = offered.model.graph.arcOf.get(`${link.id}/down`);
      if (up !== undefined) this.left.set(up, Math.max(0, FULL - link.utilisationUp) * link.capacityUpMbps);
      if (down !== undefined) this.left.set(down, Math.max(0, FULL - link.utilisationDown) * link.capacityDownMbps);
    }
  }

  /** Requests per second that still fit over a way there and back. */
  carries(
    path: readonly number[],
    back: readonly number[],
    mbpsPerRequest: { readonly up: number; readonly down: number },
  ): number {
    let most = Infinity;
    for (const [way, mbps] of [
      [path, mbpsPerRequest.up],
      [back, mbpsPerRequest.down],
    ] as const)
      if (mbps > 0) for (const index of way) most = Math.min(most, (this.left.get(index) ?? 0) / mbps);
    return most;
  }

  take(path: readonly number[], mbps: number): void {
    for (const index of path) this.left.set(index, (this.left.get(index) ?? 0) - mbps);
  }
}

/** Mbps that one request a second of a flow sends and is sent, with the group's stream where it carries that. */
export function mbpsOf(full: Evaluated, flow: Flow, requestsPerSecond: number): { readonly up: number; readonly down: number } {
  const group = flow.from.kind === 'device-group' ? getRecord(full.model.site, 'deviceGroups', flow.from.id) : undefined;
  const request = flow.requestBytes ?? group?.bytesUp ?? 0;
  const response = flow.pattern === 'one-way' ? 0 : (flow.responseBytes ?? group?.bytesDown ?? 0);
  const streams = group !== undefined && flow.requestBytes === null && requestsPerSecond > 0;
  return {
    up: (request * 8) / 1e6 + (streams ? (group.streamUpMbps * group.count) / requestsPerSecond : 0),
    down: (response * 8) / 1e6 + (streams ? (group.streamDownMbps * group.count) / requestsPerSecond : 0),
  };
}
