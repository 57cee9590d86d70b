import type { Evaluated } from '../evaluate.ts';
import { nameOf, step } from './build.ts';
import type { Explanation } from './explanation.ts';
import { explainDimension } from './node.ts';
import { explainNodePower } from './power.ts';

/** All that is used of a node, and its power. Null for one that does not work. */
export function explainNode(evaluated: Evaluated, id: string): Explanation | null {
  const result = evaluated.evaluation.nodes.find((node) => node.id === id);
  if (result === undefined) return null;
  const dimensions = Object.keys(result.amounts).toSorted((a, b) => (result.utilisation[b] ?? 0) - (result.utilisation[a] ?? 0));
  const parts = dimensions.flatMap((dimension) => explainDimension(evaluated, id, dimension) ?? []);
  return step('nodeDetail', 'list', [...parts, explainNodePower(evaluated, result)], null, {
    parameters: { node: nameOf(evaluated.model.site, 'nodes', id) },
  });
}
