/**
 * How a figure comes about: a tree whose leaves are inputs of records, constants with their source, or both. Plain JSON.
 * A parent's value follows from its children's by `operation`, so that anybody can check it with a calculator.
 */
export interface Explanation {
  readonly label: Phrase;
  /** Text for an input that is a word (an architecture, a tier); null where there is no figure. */
  readonly value: number | string | null;
  readonly unit: string;
  readonly operation: Operation;
  /** Rule of the model, e.g. `L3`; null for inputs. */
  readonly rule: string | null;
  /** For a reader; symbols are those of the rule. */
  readonly formula: string | null;
  readonly source: ExplanationSource | null;
  readonly children: readonly Explanation[];
}

/**
 * How children make the value: `sum`, `product`, `difference` (the first less all others), `quotient` (the first by the second),
 * `greatest`, `least`, `same` (its only child's), `formula` (as `formula` says), `list` (the children stand for themselves).
 * Leaves: `input` (a field of a record), `constant` (with its source), `formula` (a figure of the rule that is named),
 * `rest` (what many smaller ones add up to).
 */
export type Operation =
  | 'sum'
  | 'product'
  | 'difference'
  | 'quotient'
  | 'greatest'
  | 'least'
  | 'same'
  | 'formula'
  | 'list'
  | 'input'
  | 'constant'
  | 'rest';

/** Code of a sentence with its parameters, for every language. */
export interface Phrase {
  readonly code: LabelCode;
  readonly parameters: Readonly<Record<string, string | number>>;
}

/** Where a leaf comes from. */
export interface ExplanationSource {
  /** Record as `collection/id` and its field; null for a constant of the model. */
  readonly subject: string | null;
  readonly field: string | null;
  /** Document behind it; null where the figure is the planner's own. */
  readonly title: string | null;
  readonly url: string | null;
  readonly note: string | null;
}

/** Every sentence a label can be. */
export const LABELS = [
  'field',
  'one',
  'conversion',
  'rest',
  'finding',
  'utilisation',
  'used',
  'available',
  'capacity',
  'platformOverhead',
  'free',
  'reserve',
  'placement',
  'formFactor',
  'formOverhead',
  'replicaDemand',
  'stored',
  'flowWork',
  'flowTraffic',
  'flowLoad',
  'requests',
  'sourceRate',
  'stream',
  'linkTraffic',
  'wireTime',
  'interfaces',
  'power',
  'idlePower',
  'loadPower',
  'busyShare',
  'acceleratorPower',
  'acceleratorsBusy',
  'nodePower',
  'hardwareCost',
  'nodeDetail',
  'straightLine',
  'percentile',
  'mean',
  'variance',
  'third',
  'minimum',
  'part',
  'access',
  'forwarding',
  'propagation',
  'pathLength',
  'baseDelay',
  'measuredDelay',
  'transmission',
  'waiting',
  'waitingBound',
  'linkUtilisation',
  'transport',
  'roundTrip',
  'loss',
  'processing',
  'processingWait',
  'serviceTime',
  'servers',
  'offered',
  'erlangC',
  'accelerator',
  'coldStart',
  'calls',
  'stretch',
  'slowest',
  'branch',
  'target',
  'share',
  'momentOf',
  'interplay',
  'autonomy',
  'buffer',
  'freeRoom',
  'ingest',
  'data',
  'training',
  'rollout',
  'wave',
  'runway',
  'limit',
  'usedNow',
  'pass',
  'spared',
  'carried',
  'sparable',
  'added',
  'bunched',
  'addable',
  'again',
  'waitAlone',
  'againShare',
  'dependent',
  'rare',
  'blocked',
  'station',
  'smallPacket',
  'energy',
  'energyPart',
  'hours',
  'carbon',
  'cost',
  'costYear',
  'costPart',
  'discounted',
  'discountFactor',
  'availability',
  'component',
  'reliability',
  'dayShare',
  'transportPart',
  'acceleratorPart',
  'costOf',
  'volume',
  'months',
  'days',
  'grown',
] as const;
export type LabelCode = (typeof LABELS)[number];
