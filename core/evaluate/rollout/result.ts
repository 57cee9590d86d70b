import type { Beside } from '../free-network.ts';
import type { StatedAssumption } from '../stated-assumption.ts';

/**
 * Where a node gets an image from. `central`: one registry; `mirror`: each node's nearest regional mirror, filled first;
 * `peers`: nodes hand on what they have; `prewarmed`: brought beforehand, started as a copy-on-write snapshot in the window.
 */
export const ROLLOUT_METHODS = ['central', 'mirror', 'peers', 'prewarmed'] as const;
export type RolloutMethod = (typeof ROLLOUT_METHODS)[number];

export interface RolloutOptions {
  /** Services that are rolled out together; a node gets what it runs of them. */
  readonly serviceIds: readonly string[];
  /** Node with the registry; null: the innermost node with storage that all others can be reached from. */
  readonly registryNodeId: string | null;
  /** Nodes that are mirrors; null: nodes of the regional tier, else of the near edge. */
  readonly mirrorNodeIds: readonly string[] | null;
  /** Share of nodes in the first wave; 0: no canary. */
  readonly canaryShare: number;
  /** Waves after the canary, of equal size. */
  readonly waves: number;
  /** Time a wave is watched before the next one starts. */
  readonly watchMinutes: number;
  /** Bandwidth left for it: what traffic of the busiest hour, of the mean hour or none leaves free. */
  readonly beside: Beside;
  /** Interruptions an hour of every way and how long each lasts; null: from MTBF and MTTR of the links. */
  readonly drops: { readonly perHour: number; readonly minutes: number } | null;
  /** Plan to tell in full; null: the fastest. */
  readonly detail: { readonly method: RolloutMethod; readonly payload: 'full' | 'delta' } | null;
}

/** One way to do it, in figures. */
export interface RolloutSummary {
  readonly method: RolloutMethod;
  readonly payload: 'full' | 'delta';
  /** From the start of the window to the last node done, waves and watching included, s. */
  readonly totalS: number;
  /** The same without watching. */
  readonly workS: number;
  /** Before the window: filling mirrors, or bringing images to all nodes beforehand, s. */
  readonly preparationS: number;
  /** From publishing to the last node done: preparation and window. */
  readonly publishedToDoneS: number;
  /** All waves back to the version before: kept beside the new one, and fetched anew. */
  readonly rollbackKeptS: number;
  readonly rollbackFetchedS: number;
  /** Sum over all links, and over the busiest one. */
  readonly carriedGB: number;
  readonly busiestLink: { readonly linkId: string; readonly carriedGB: number } | null;
  /**
   * The work again with links that drop: each transfer at its expected time, resumed where it was or started over. A lower bound of the expected
   * total, because the latest of many is later than the latest expectation. Null where nothing is known of drops, or where it never gets through.
   */
  readonly expectedResumeS: number | null;
  readonly expectedRestartS: number | null;
}

export interface RolloutWave {
  readonly index: number;
  readonly kind: 'canary' | 'wave';
  readonly nodes: number;
  readonly startS: number;
  readonly transferredS: number;
  /** Last node runs the new version. */
  readonly doneS: number;
  /** Watching is over. */
  readonly endS: number;
}

export interface RolloutNode {
  readonly nodeId: string;
  readonly wave: number;
  readonly startS: number;
  readonly transferredS: number;
  readonly doneS: number;
  readonly payloadMB: number;
  /** Link that gave it the least bandwidth; null where nothing had to be carried. */
  readonly bottleneckLinkId: string | null;
}

/** [R1] */
export type RolloutAssessment =
  | {
      readonly status: 'ok';
      readonly serviceIds: readonly string[];
      readonly registryNodeId: string;
      readonly mirrorNodeIds: readonly string[];
      readonly nodes: number;
      /** Of one node, the largest: image and model, and the delta where every service has one. */
      readonly fullMB: number;
      readonly deltaMB: number | null;
      /** Every method and payload, fastest first. */
      readonly comparison: readonly RolloutSummary[];
      readonly plan: RolloutSummary & {
        readonly waves: readonly RolloutWave[];
        readonly perNode: readonly RolloutNode[];
        readonly perLink: readonly { readonly linkId: string; readonly carriedGB: number; readonly busyS: number }[];
      };
      /** Nodes that cannot be reached from the registry, or over links without bandwidth to spare. */
      readonly unreachable: readonly string[];
      readonly assumptions: readonly StatedAssumption[];
    }
  | { readonly status: 'nothing-placed' | 'no-registry' | 'unreachable' | 'unknown-service'; readonly reason: string };
