import { must } from '../../base/assert.ts';
import type { Evaluated } from '../evaluate.ts';
import { bookedMost } from '../shared-pool.ts';
import { figureOf, nameOf, number, step } from './build.ts';
import type { Explanation } from './explanation.ts';
import { explainDimension } from './node.ts';

/** [E1, K1] The site's share of a pool that others use too: of the dimension that is booked most. */
export function poolShare(evaluated: Evaluated, nodeId: string, share: number): Explanation {
  const node = must(
    evaluated.evaluation.nodes.find(({ id }) => id === nodeId),
    `nodes/${nodeId}`,
  );
  const most = bookedMost(node.utilisation);
  const booked = most === null ? null : explainDimension(evaluated, nodeId, most.dimension);
  const remarks = {
    unit: 'ratio',
    rule: 'K1',
    formula: 'dimension that is booked most',
    parameters: { name: nameOf(evaluated.model.site, 'nodes', nodeId) },
  };
  if (booked === null) return step('share', 'formula', [], share, remarks);
  return figureOf(booked) <= 1
    ? step('share', 'same', [booked], share, remarks)
    : step('share', 'least', [booked, number(1)], share, remarks);
}
