import type { SceneModel } from '../layout/model.ts';
import { FLOOR_PX } from '../layout/symbol-size.ts';
import { BoxTree } from './box-tree.ts';

/** Height of an arch over its length at most; see the shader of the strands. */
const ARCH = 0.09;
/** Least size of a device group that a hand can hit, px. */
export const GROUP_REACH_PX = 7;
/** How far from a strand still hits it, px. */
export const STRAND_REACH_PX = 5;
/** Least half size of a symbol that a hand can hit, px. */
export const LEAST_HALF_PX = 9;

/** What is where in the scene, for picking and labels. Built when first asked for; those of what the lift moves, again for each lift. */
export interface SceneTrees {
  /** Items: numbers of symbols. */
  readonly symbols: BoxTree;
  /** Items: numbers of groups. */
  readonly groups: BoxTree;
  /** Items: numbers of links. */
  readonly links: BoxTree;
}

const groupTrees = new WeakMap<SceneModel, BoxTree>();
const symbolTrees = new WeakMap<Float32Array, BoxTree>();
const linkTrees = new WeakMap<Float32Array, BoxTree>();

/** Trees of a model whose symbols stand on these feet. */
export function sceneTrees(model: SceneModel, feet: Float32Array): SceneTrees {
  return {
    get symbols() {
      return remember(symbolTrees, feet, () => symbolTree(model, feet, [...model.symbols.keys()]));
    },
    get groups() {
      return remember(groupTrees, model, () => groupTree(model));
    },
    get links() {
      return remember(linkTrees, feet, () => linkTree(model, feet));
    },
  };
}

function remember<Key extends object>(known: WeakMap<Key, BoxTree>, key: Key, build: () => BoxTree): BoxTree {
  const tree = known.get(key) ?? build();
  known.set(key, tree);
  return tree;
}

/** How far an arrangement spreads a symbol from its foot: metres at hand, pixels from afar. */
function spreadOf(symbol: SceneModel['symbols'][number]): { readonly spreadM: number; readonly spreadPx: number } {
  const offsetM = Math.hypot(...symbol.offset);
  return { spreadM: offsetM, spreadPx: (offsetM / symbol.pitchM) * Math.max(symbol.pitchPx, FLOOR_PX) };
}

/** Tree of some of the symbols; its items are their places in `members`. */
export function symbolTree({ symbols }: SceneModel, feet: Float32Array, members: readonly number[]): BoxTree {
  const boxes = new Float32Array(members.length * 6);
  const reach = new Float32Array(members.length);
  for (const [item, index] of members.entries()) {
    const symbol = symbols[index];
    if (symbol === undefined) continue;
    const { spreadM, spreadPx } = spreadOf(symbol);
    const halfM = spreadM + symbol.sizeM * Math.max(1, symbol.heightShare);
    for (let axis = 0; axis < 3; axis += 1) {
      boxes[item * 6 + axis] = (feet[index * 3 + axis] ?? 0) - halfM;
      boxes[item * 6 + axis + 3] = (feet[index * 3 + axis] ?? 0) + halfM;
    }
    reach[item] = spreadPx + Math.max(symbol.leastPx, FLOOR_PX) + LEAST_HALF_PX;
  }
  return new BoxTree(boxes, reach);
}

function groupTree({ groups }: SceneModel): BoxTree {
  const boxes = new Float32Array(groups.length * 6);
  for (const [index, { middle, radiusM }] of groups.entries()) {
    for (let axis = 0; axis < 3; axis += 1) {
      const reachM = axis === 1 ? 0 : radiusM;
      boxes[index * 6 + axis] = (middle[axis] ?? 0) - reachM;
      boxes[index * 6 + axis + 3] = (middle[axis] ?? 0) + reachM;
    }
  }
  return new BoxTree(boxes, new Float32Array(groups.length).fill(GROUP_REACH_PX));
}

function linkTree({ symbols, links }: SceneModel, feet: Float32Array): BoxTree {
  const boxes = new Float32Array(links.length * 6);
  const reach = new Float32Array(links.length);
  for (const [index, { from, to }] of links.entries()) {
    const [a, b] = [symbols[from], symbols[to]];
    const spreads = [a, b].map((end) => (end === undefined ? { spreadM: 0, spreadPx: 0 } : spreadOf(end)));
    const growM = Math.max(...spreads.map(({ spreadM }) => spreadM), (a?.sizeM ?? 0) * 0.06, (b?.sizeM ?? 0) * 0.06);
    reach[index] = Math.max(...spreads.map(({ spreadPx }) => spreadPx)) + STRAND_REACH_PX;
    const acrossM = Math.hypot((feet[from * 3] ?? 0) - (feet[to * 3] ?? 0), (feet[from * 3 + 2] ?? 0) - (feet[to * 3 + 2] ?? 0));
    for (let axis = 0; axis < 3; axis += 1) {
      const [start, end] = [feet[from * 3 + axis] ?? 0, feet[to * 3 + axis] ?? 0];
      boxes[index * 6 + axis] = Math.min(start, end) - growM;
      boxes[index * 6 + axis + 3] = Math.max(start, end) + growM + (axis === 1 ? acrossM * ARCH : 0);
    }
  }
  return new BoxTree(boxes, reach);
}
