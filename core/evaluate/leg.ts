import type { Access } from './access.ts';
import type { Destination } from './destinations.ts';
import type { FlowNode } from './flow-order.ts';
import type { Outcome } from './outcome.ts';
import type { LivePlacement, NodeRank } from './site-model.ts';
import type { WayFigures } from './way-figures.ts';

/** Where requests of a flow go from one source. */
export interface Leg {
  /** Slot of the node where the flow enters the network: the access node of its group, or the node of the calling service; −1 where there is none. */
  readonly source: number;
  readonly requestsPerSecond: number;
  readonly targets: readonly LegTarget[];
  readonly blocked: { readonly status: 'no-route' | 'unplaced'; readonly by: string } | null;
}

export interface LegTarget {
  /** Null when the flow ends at a device group. */
  readonly placement: LivePlacement | null;
  readonly node: number;
  readonly share: number;
  readonly path: readonly number[];
  readonly back: readonly number[];
}

/** A leg with what is known of it. It lasts as long as its flow has this source. */
export interface LegState {
  readonly flow: FlowNode;
  readonly source: NodeRank | null;
  /** Where it asks for its targets; null without a source. */
  readonly destination: Destination | null;
  leg: Leg;
  ways: readonly Way[];
  /** Stage 6. Null until computed. */
  outcome: Outcome | null;
  p99Ms: number;
  /** Number of the update in which it was last looked at. */
  stamp: number;
}

/** What one leg sends to one of its targets. */
export interface Way {
  readonly leg: LegState;
  readonly target: LegTarget;
  readonly to: NodeRank;
  readonly fromAccess: Access | null;
  readonly toAccess: Access | null;
  readonly ratePerSecond: number;
  readonly requestBytes: number;
  readonly responseBytes: number;
  /** Continuous streams of the device group at its source. */
  readonly upMbps: number;
  readonly downMbps: number;
  /** In the order in which it was entered in sums. */
  entries: readonly Entry[];
  /** What its requests meet at the target; null where they end at a device group. */
  arrival: Arrival | null;
  /** What of its answer stands on no queue. Null until computed, and after the figures of an arc or a service on it changed. */
  figures: WayFigures | null;
}

/** What one kind of request meets at a placement: its processing there and what it waits for. Shared by all legs that lead to it. */
export interface Arrival {
  readonly live: LivePlacement;
  /** One of the flows that arrive so, as it was then. */
  readonly flow: FlowNode['flow'];
  readonly followers: FlowNode['followers'];
  outcome: Outcome | null;
}

/** What a way brings to a sum: its requests, its responses, or both as work of a service. */
export interface Entry {
  readonly way: Way;
  readonly sum: EntryList;
  readonly role: 'request' | 'response' | 'from-up' | 'from-down' | 'to-up' | 'to-down' | 'work';
  /** Share of the way's traffic, as of an overlay that is balanced over underlays. */
  readonly share: number;
  /** Place among the way's entries. */
  readonly position: number;
  live: boolean;
}

/** The one order in which entries are added up: by flow, source, target and place on the way. Sums do not depend on how they came about. */
function compareEntries(a: Entry, b: Entry): number {
  if (a.way === b.way) return a.position - b.position;
  const one = a.way.leg;
  const other = b.way.leg;
  return (
    one.flow.rank - other.flow.rank ||
    (one.source?.rank ?? 0) - (other.source?.rank ?? 0) ||
    a.way.to.rank - b.way.to.rank ||
    a.position - b.position
  );
}

/** Entries of a sum in their order. What came and went since is put right when the sum is added up again. */
export class EntryList {
  /** Arc slot, channel key or placement id. */
  readonly at: number | string;
  private list: Entry[] = [];
  private came: Entry[] = [];
  private went = false;

  constructor(at: number | string) {
    this.at = at;
  }

  /** Entries in order. */
  get entries(): readonly Entry[] {
    if (this.went) {
      this.list = this.list.filter((entry) => entry.live);
      this.came = this.came.filter((entry) => entry.live);
      this.went = false;
    }
    if (this.came.length > 0) {
      this.came.sort(compareEntries);
      this.list = merged(this.list, this.came);
      this.came = [];
    }
    return this.list;
  }

  add(entry: Entry): void {
    this.came.push(entry);
  }

  remove(entry: Entry): void {
    entry.live = false;
    this.went = true;
  }
}

/** Two lists as one that is no longer than it must be, from the end on. */
function merged(a: readonly Entry[], b: readonly Entry[]): Entry[] {
  const all = a.concat(b);
  let at = a.length - 1;
  for (let next = b.length - 1; next >= 0; next -= 1) {
    const entry = b[next] as Entry;
    for (; at >= 0 && compareEntries(a[at] as Entry, entry) > 0; at -= 1) all[at + next + 1] = a[at] as Entry;
    all[at + next + 1] = entry;
  }
  return all;
}
