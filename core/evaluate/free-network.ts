import { mediumReliability } from '../catalog/reliability.ts';
import { linkLengthM } from '../network/graph.ts';
import { wireMs } from '../network/link-model.ts';
import type { Passage } from '../network/max-min.ts';
import { getRecord } from '../site/site.ts';
import type { DayLoad } from './day-load.ts';
import { dayLoad, meanOfDay, peakOfDay } from './day-load.ts';
import type { Evaluated } from './evaluate.ts';
import type { AssumptionList } from './stated-assumption.ts';

/** How often a way is interrupted, and for how long. */
export interface Interruptions {
  readonly perSecond: number;
  readonly lastS: number;
}

/** Traffic beside which bulk data have to make do: that of the busiest hour, of the mean hour, or none. */
export type Beside = 'busy-hour' | 'mean-hour' | 'nothing';

/** [R1, R2] The network as bulk transfers find it: what is left of each arc, and the ways from a source to every node. */
export class FreeNetwork {
  private readonly evaluated: Evaluated;
  private readonly beside: Beside;
  private readonly load: DayLoad;
  private readonly free = new Map<number, number>();

  constructor(evaluated: Evaluated, beside: Beside) {
    this.evaluated = evaluated;
    this.beside = beside;
    this.load = dayLoad(evaluated);
  }

  /** Bandwidth of an arc that other traffic leaves, Mbps. */
  readonly freeMbps = (arc: number): number => {
    const known = this.free.get(arc);
    if (known !== undefined) return known;
    const channel = this.evaluated.model.graph.arcs[arc]?.channel;
    const offset = arc * this.load.columns;
    const used =
      this.beside === 'nothing'
        ? 0
        : this.beside === 'mean-hour'
          ? meanOfDay(this.load, this.load.arcMbps, offset)
          : peakOfDay(this.load, this.load.arcMbps, offset);
    const free = channel === undefined ? 0 : Math.max(0, channel.bandwidthMbps * channel.dutyCycle - used);
    this.free.set(arc, free);
    return free;
  };

  /** Way from a source to a node, outwards; null where there is none. Ways to one source share a search. */
  way(source: number, node: number): readonly Passage[] | null {
    const { routes } = this.evaluated.model;
    const inwards = routes.path(node, source);
    if (inwards === null) return null;
    return inwards.toReversed().flatMap((index) => this.passages(this.opposite(index) ?? index));
  }

  /** The other direction of an arc. */
  opposite(arc: number): number | undefined {
    const { graph } = this.evaluated.model;
    const own = graph.arcs[arc];
    return own === undefined ? undefined : graph.arcOf.get(`${own.link.id}/${own.direction === 'up' ? 'down' : 'up'}`);
  }

  private passages(arc: number): readonly Passage[] {
    const underlays = this.evaluated.model.graph.arcs[arc]?.underlays ?? [];
    return underlays.length === 0 ? [{ arc, weight: 1 }] : underlays.map((one) => ({ arc: one.arc, weight: one.share }));
  }

  /** Unloaded delay of a full packet along a way, ms. */
  delayMs(way: readonly Passage[]): number {
    return way.reduce((sum, { arc, weight }) => {
      const channel = this.evaluated.model.graph.arcs[arc]?.channel;
      return channel === undefined ? sum : sum + weight * (channel.propagationMs + channel.access.mean + wireMs(channel, 1500));
    }, 0);
  }

  /** Least bandwidth along a way for one that has it alone, and the arc that gives it. */
  narrowest(way: readonly Passage[]): { readonly mbps: number; readonly arc: number } {
    let mbps = Infinity;
    let at = -1;
    for (const { arc, weight } of way) {
      const free = this.freeMbps(arc) / weight;
      if (free >= mbps) continue;
      mbps = free;
      at = arc;
    }
    return { mbps, arc: at };
  }

  linkOf(arc: number): string | null {
    return this.evaluated.model.graph.arcs[arc]?.link.id ?? null;
  }

  /** [R1] Interruptions of a way: failures of its links, each for as long as its repair; null where nothing is known of any of them. */
  interruptions(way: readonly Passage[], assumptions: AssumptionList): Interruptions | null {
    const { site, graph } = this.evaluated.model;
    let perHour = 0;
    let downShare = 0;
    for (const { arc, weight } of way) {
      const link = graph.arcs[arc]?.link;
      const medium = getRecord(site, 'media', link?.mediumId ?? '');
      if (link === undefined || medium === undefined) continue;
      const usual = mediumReliability(medium.kind, linkLengthM(site, link));
      const mtbfH = link.mtbfH ?? medium.mtbfH ?? usual?.mtbfH ?? null;
      const mttrH = link.mttrH ?? medium.mttrH ?? usual?.mttrH ?? null;
      if (mtbfH === null || mttrH === null) {
        assumptions.add(
          'rollout.drops-unknown',
          'Links of which nothing general is known (radio) are taken as never dropping.',
          'none',
          {},
          `links/${link.id}`,
        );
        continue;
      }
      if (link.mtbfH === null && medium.mtbfH === null)
        assumptions.add(
          'rollout.reliability',
          'Links that state no time between failures fail as their medium usually does.',
          usual?.source ?? '',
          {},
          `links/${link.id}`,
        );
      perHour += weight / mtbfH;
      downShare += (weight * mttrH) / mtbfH;
    }
    return perHour === 0 ? null : { perSecond: perHour / 3600, lastS: (downShare / perHour) * 3600 };
  }
}
