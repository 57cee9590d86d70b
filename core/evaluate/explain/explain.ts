import type { Evaluated } from '../evaluate.ts';
import { explainAvailability } from './availability.ts';
import { explainCost } from './cost.ts';
import type { CostFigure } from './cost.ts';
import { explainEnergy } from './energy.ts';
import type { Explanation } from './explanation.ts';
import { explainFinding } from './finding.ts';
import type { FlowFigure } from './flow.ts';
import { explainFlow } from './flow.ts';
import { explainLink, explainLinkLoad } from './link.ts';
import { explainDimension } from './node.ts';
import { explainNode } from './node-detail.ts';
import { explainNodePower } from './power.ts';
import { explainHardwareCost, explainPlace, explainPower } from './totals.ts';

/** A figure of an evaluation that can be explained. */
export type ExplainSubject =
  | { readonly kind: 'flow'; readonly id: string; readonly figure: FlowFigure }
  /** A dimension (`memory`), `power`, or null for all of them. */
  | { readonly kind: 'node'; readonly id: string; readonly figure: string | null }
  | { readonly kind: 'link'; readonly id: string; readonly figure: 'up' | 'down' | null }
  | { readonly kind: 'place'; readonly id: string; readonly figure: string }
  | { readonly kind: 'finding'; readonly id: string }
  | { readonly kind: 'energy'; readonly id: string | null; readonly figure: 'energy' | 'carbon' }
  | { readonly kind: 'cost'; readonly figure: CostFigure }
  /** Of a workload. */
  | { readonly kind: 'availability'; readonly id: string }
  | { readonly kind: 'total'; readonly figure: 'power' | 'hardwareCost' };

/** The whole derivation of one figure. Null for what the answer does not have. Cost about one pass over all flows for each queue on the way. */
export function explain(evaluated: Evaluated, subject: ExplainSubject): Explanation | null {
  switch (subject.kind) {
    case 'flow':
      return explainFlow(evaluated, subject.id, subject.figure);
    case 'node': {
      if (subject.figure === null) return explainNode(evaluated, subject.id);
      if (subject.figure !== 'power') return explainDimension(evaluated, subject.id, subject.figure);
      const node = evaluated.evaluation.nodes.find((one) => one.id === subject.id);
      return node === undefined ? null : explainNodePower(evaluated, node);
    }
    case 'link':
      return subject.figure === null
        ? explainLink(evaluated, subject.id)
        : explainLinkLoad(evaluated, subject.id, subject.figure);
    case 'place':
      return explainPlace(evaluated, subject.id, subject.figure);
    case 'finding':
      return explainFinding(evaluated, subject.id);
    case 'energy':
      return explainEnergy(evaluated, subject.id, subject.figure);
    case 'cost':
      return explainCost(evaluated, subject.figure);
    case 'availability':
      return explainAvailability(evaluated, subject.id);
    default:
      return subject.figure === 'power' ? explainPower(evaluated) : explainHardwareCost(evaluated);
  }
}
