import type { Site } from '../../../core/site/site.ts';
import { getRecord } from '../../../core/site/site.ts';
import type { SceneModel } from '../layout/model.ts';
import { NO_RANK } from '../spatial/box-tree.ts';
import type { BoxTree } from '../spatial/box-tree.ts';
import { sceneTrees, symbolTree } from '../spatial/scene-trees.ts';
import { groupLabel, isNumbered, symbolLabel } from './candidates.ts';
import type { LabelCandidate, LabelWords } from './candidates.ts';

/** So many labels that only those in the picture are looked at, the most important first. */
export interface RankedLabels {
  readonly tree: BoxTree;
  /** Label of an item of the tree; null: it has none. */
  labelOf(item: number): LabelCandidate | null;
  /** Most that show, and most that are tried a frame. */
  readonly budget: number;
  readonly tries: number;
}

/** Without anything else to say, devices are named one by one only in a small site. */
const FEW_GROUPS = 40;

/**
 * Names of nodes from the centre outwards, those with findings before the others of their tier, then of device groups from the largest
 * down, then of small places.
 */
export function rankedLabels(
  site: Site,
  model: SceneModel,
  feet: Float32Array,
  words: LabelWords,
  findings: Pick<ReadonlyMap<string, unknown>, 'has'>,
): RankedLabels[] {
  const nodes: number[] = [];
  const places: number[] = [];
  for (const [index, symbol] of model.symbols.entries()) {
    const place = symbol.collection === 'places' ? getRecord(site, 'places', symbol.id) : undefined;
    if (place !== undefined && isNumbered(place)) continue;
    if (symbol.collection === 'places') places.push(index);
    // Units of a rack are named when they are pointed at.
    else if (symbol.offset[1] === 0) nodes.push(index);
  }
  const byTier = new Uint32Array(nodes.length);
  for (const [item, index] of nodes.entries()) {
    const symbol = model.symbols[index];
    const tier = 3 - (symbol?.level ?? 0) + (findings.has(`nodes/${symbol?.id ?? ''}`) ? 0 : 1);
    byTier[item] = tier * 2 ** 24 + item;
  }
  const { groups } = sceneTrees(model, feet);
  groups.rank(ranksOfGroups(model));
  const symbolLabels = (members: readonly number[]): ((item: number) => LabelCandidate | null) =>
    remembered(members.length, (item) => symbolLabel(site, model, members[item] ?? -1));
  return [
    { tree: treeOf(model, feet, nodes, byTier), labelOf: symbolLabels(nodes), budget: 20, tries: 220 },
    {
      tree: groups,
      labelOf: remembered(model.groups.length, (item) => groupLabel(site, model, item, words)),
      budget: 8,
      tries: 80,
    },
    {
      tree: treeOf(model, feet, places, Uint32Array.from(places.keys())),
      labelOf: symbolLabels(places),
      budget: 6,
      tries: 60,
    },
  ];
}

function treeOf(model: SceneModel, feet: Float32Array, members: readonly number[], ranks: Uint32Array): BoxTree {
  const tree = symbolTree(model, feet, members);
  tree.rank(ranks);
  return tree;
}

function ranksOfGroups({ groups }: SceneModel): Uint32Array {
  const order = [...groups.keys()].toSorted((a, b) => (groups[b]?.count ?? 0) - (groups[a]?.count ?? 0) || a - b);
  const ranks = new Uint32Array(groups.length).fill(NO_RANK);
  for (const [rank, index] of order.entries()) {
    if ((groups[index]?.count ?? 0) > 1 || groups.length <= FEW_GROUPS) ranks[index] = rank;
  }
  return ranks;
}

/** Each is made once, when it is first needed. */
function remembered(count: number, make: (item: number) => LabelCandidate | null): (item: number) => LabelCandidate | null {
  const known: (LabelCandidate | null | undefined)[] = Array.from({ length: count });
  return (item) => {
    const label = known[item];
    if (label !== undefined) return label;
    const made = make(item);
    known[item] = made;
    return made;
  };
}
