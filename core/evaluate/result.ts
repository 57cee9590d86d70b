import type { Tier } from '../site/schema/common.ts';

/** Outcome of a flow. `unplaced`: its target has no placement; `no-route`: no working path; `saturated`: a queue on its way does not settle. */
export type FlowStatus = 'met' | 'missed' | 'saturated' | 'no-route' | 'unplaced';

/** Parts of a mean, in ms. They add up to `meanMs` (L6). */
export interface LatencyBreakdown {
  /** Access media: their base delay, jitter and the first hop's air or wire time. */
  readonly access: number;
  readonly propagation: number;
  readonly transmission: number;
  /** Waiting in links. */
  readonly queueing: number;
  /** Handshakes and retransmission. */
  readonly transport: number;
  /** Waiting for and being worked on by services. */
  readonly processing: number;
}

/** A flow's answer: from the moment its source asks until it has what it waits for. Figures are null unless status is met or missed. */
export interface FlowResult {
  readonly id: string;
  readonly workload: string;
  readonly from: string;
  readonly to: string;
  readonly status: FlowStatus;
  readonly meanMs: number | null;
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
  readonly p99Ms: number | null;
  readonly objectiveP99Ms: number | null;
  readonly breakdownMs: LatencyBreakdown | null;
  /** (objective − p99) / objective; negative when missed, null without an objective or figures. */
  readonly slack: number | null;
  /** Requests per second of this flow over all sources. */
  readonly requestsPerSecond: number;
  /** Node that answers; of several, the one with the worst p99. */
  readonly servedBy: string | null;
  /** Record that stops it, as `collection/id`: the saturated link or node, the unreachable or unplaced target. */
  readonly blockedBy: string | null;
}

export interface Amount {
  readonly used: number;
  /** After platform overhead and reserved headroom. */
  readonly available: number;
  readonly unit: string;
}

export interface NodeResult {
  readonly id: string;
  readonly tier: Tier;
  /** By dimension (`compute`, `memory`, `storage-*` by class, `accelerator-*` by kind, …): used over available; above 1 where it does not fit. Only dimensions the node has or that something asks of it. */
  readonly utilisation: Readonly<Record<string, number>>;
  readonly amounts: Readonly<Record<string, Amount>>;
  /** Name of the fullest dimension; null for a node that offers none. */
  readonly tightest: string | null;
  /** Electrical power at this load, W. */
  readonly powerW: number;
  readonly placements: number;
}

export interface LinkResult {
  readonly id: string;
  /** From `fromNodeId` to `toNodeId`. */
  readonly upMbps: number;
  readonly downMbps: number;
  readonly capacityUpMbps: number;
  readonly capacityDownMbps: number;
  readonly utilisationUp: number;
  readonly utilisationDown: number;
  /** Mean one-way delay over it at this load, per direction; null when saturated. */
  readonly delayUpMs: number | null;
  readonly delayDownMs: number | null;
  /** Flows whose path uses it. */
  readonly flows: number;
}

export interface PlaceResult {
  readonly id: string;
  readonly utilisation: Readonly<Record<string, number>>;
  readonly amounts: Readonly<Record<string, Amount>>;
}

export type FindingKind =
  | 'objective-missed'
  | 'node-over-capacity'
  | 'link-saturated'
  | 'service-saturated'
  | 'place-over-limit'
  | 'access-saturated'
  | 'architecture-mismatch'
  | 'accelerator-missing'
  | 'form-unsupported'
  | 'tier-not-allowed'
  | 'tier-rule-broken'
  | 'residency-violated'
  | 'cpu-ceiling'
  | 'spread-violated'
  | 'replicas-below-minimum'
  | 'out-of-range'
  | 'unplaced'
  | 'no-route'
  | 'availability-missed'
  | 'autonomy-missed'
  | 'near-limit';

/** A limit that is violated or near, with reason and remedy. */
export interface Finding {
  /** Stable over evaluations: kind, subject and limit. */
  readonly id: string;
  readonly kind: FindingKind;
  readonly severity: 'error' | 'warning';
  /** Record as `collection/id`. */
  readonly subject: string;
  readonly limit: number | null;
  readonly value: number | null;
  readonly unit: string;
  /** English sentences; `code` and `parameters` of `text` carry the same for translation. */
  readonly why: string;
  readonly remedy: string;
  readonly text: { readonly code: string; readonly parameters: Readonly<Record<string, string | number>> };
}

export interface SiteCounts {
  readonly places: number;
  readonly nodes: number;
  readonly links: number;
  readonly deviceGroups: number;
  /** Members of all device groups. */
  readonly devices: number;
  readonly workloads: number;
  readonly services: number;
  readonly flows: number;
  readonly placements: number;
}

export interface Totals {
  readonly flowsMet: number;
  readonly flowsMissed: number;
  readonly flowsSaturated: number;
  readonly flowsNoRoute: number;
  readonly flowsUnplaced: number;
  readonly errors: number;
  readonly warnings: number;
  readonly powerW: number;
  /** Sum of the prices of all nodes that are not retired and whose type has one, in the site's currency where prices are in it; null when none is known. */
  readonly hardwareCost: number | null;
  readonly nodesWithoutPrice: number;
}

/** The answer to one revision of a site. Equal sites give equal bytes. */
export interface Evaluation {
  readonly site: SiteCounts & { readonly id: string; readonly name: string };
  readonly flows: readonly FlowResult[];
  readonly nodes: readonly NodeResult[];
  readonly links: readonly LinkResult[];
  readonly places: readonly PlaceResult[];
  readonly findings: readonly Finding[];
  readonly totals: Totals;
}

/** One hop of a flow's way, for drawing and explanation. */
export interface FlowHop {
  readonly kind: 'access' | 'link' | 'service';
  /** Device group, link or service id. */
  readonly id: string;
  /** Node where the hop ends. */
  readonly nodeId: string;
  readonly direction: 'forth' | 'back';
  readonly meanMs: number;
  readonly breakdownMs: LatencyBreakdown;
}

export interface FlowDetail {
  readonly flowId: string;
  readonly hops: readonly FlowHop[];
}
