import type { StatedAssumption } from '../stated-assumption.ts';

export interface TrainingWorker {
  readonly nodeId: string;
  /** Workers (or clients) on this node. */
  readonly workers: number;
  /** Samples a worker works on: an epoch of its part (data-parallel), or a round (federated). */
  readonly samples: number;
  readonly computeS: number;
  /** Of one exchange of the model with the others or the aggregator. */
  readonly exchangeS: number;
  readonly bottleneckLinkId: string | null;
}

/** What most of the time is spent on: `compute` on a node, or `exchange` over a link. */
export interface TrainingBottleneck {
  readonly kind: 'compute' | 'exchange';
  readonly subject: string;
  /** Of the whole time. */
  readonly share: number;
}

interface TrainingBase {
  readonly workloadId: string;
  readonly assumptions: readonly StatedAssumption[];
}

/** [R2] */
export type TrainingAssessment =
  | (TrainingBase & {
      readonly status: 'ok';
      readonly kind: 'data-parallel';
      readonly workers: readonly TrainingWorker[];
      readonly stepsPerEpoch: number;
      readonly stepComputeS: number;
      /** Ring all-reduce of one step. */
      readonly stepExchangeS: number;
      readonly epochS: number;
      readonly epochs: number;
      readonly totalS: number;
      readonly exchangedGBPerEpoch: number;
      /** Speed against one worker alone, of the ideal (1 = linear). */
      readonly scalingEfficiency: number;
      readonly bottleneck: TrainingBottleneck;
    })
  | (TrainingBase & {
      readonly status: 'ok';
      readonly kind: 'federated';
      readonly aggregatorNodeId: string;
      readonly workers: readonly TrainingWorker[];
      /** Of the slowest client: model down, local epochs, model up. */
      readonly downS: number;
      readonly computeS: number;
      readonly upS: number;
      readonly roundS: number;
      /** Median client: what a round would take without stragglers. */
      readonly medianRoundS: number;
      readonly rounds: number;
      readonly totalS: number;
      readonly exchangedGBPerRound: number;
      readonly bottleneck: TrainingBottleneck;
    })
  | (TrainingBase & {
      readonly status: 'not-training' | 'unplaced' | 'no-accelerator' | 'no-route' | 'no-aggregator';
      readonly reason: string;
    });
