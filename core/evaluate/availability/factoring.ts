import { IndexHeap } from '../../base/heap.ts';

/** A coherent system: parts that fail on their own, and what works when some of them are down. */
export interface Structure {
  /** Availability of each part. */
  readonly availability: ArrayLike<number>;
  /** Parts that are enough to work when exactly the marked ones are down; null when it does not work. */
  works(down: Uint8Array): readonly number[] | null;
}

/** States that were not looked into: the parts of `up` work, those of `down` do not, the rest is open. */
export interface OpenBranch {
  readonly probability: number;
  readonly up: readonly number[];
  readonly down: readonly number[];
}

export interface Factored {
  /** Probability of the states found to work. */
  readonly works: number;
  /** Probability of the states found not to work. */
  readonly fails: number;
  /** Probability of the states that were not looked into. */
  readonly openProbability: number;
  readonly open: readonly OpenBranch[];
  /** Derivative of `works` by the availability of each part: its Birnbaum importance. */
  readonly gradient: Float64Array;
  /** Branches looked into. */
  readonly terms: number;
}

/** Open branches that are kept at most. */
const MAX_OPEN = 300_000;
/** Branches less likely than this share of the tolerance are left open unseen. */
const NEGLIGIBLE = 1e-6;

interface Branch {
  readonly probability: number;
  readonly parent: Branch | null;
  /** Of the parts `path` that the parent works with, those before `at` are up and the one there is down. */
  readonly path: readonly number[];
  readonly at: number;
}

/**
 * [A1] Probability that a system works, by factoring along working paths (Dotson and Gobien, A New Analysis Technique for Probabilistic
 * Graphs, IEEE Trans. Circuits and Systems 26(10), 1979): of a set of parts with which it works, either all are up, or the first that is
 * down is one of them. The branches exclude each other, so that parts shared by many ways count once. The likeliest branch is looked into
 * first; it ends when what is left is less likely than `tolerance`, or after `maxTerms` branches.
 */
export function factor(structure: Structure, maxTerms: number, tolerance: number): Factored {
  const { availability } = structure;
  const size = availability.length;
  const gradient = new Float64Array(size);
  const down = new Uint8Array(size);
  const up = new Uint8Array(size);
  const heap = new IndexHeap();
  const branches: (Branch | null)[] = [{ probability: 1, parent: null, path: [], at: -1 }];
  heap.push(0, -1);
  let works = 0;
  let fails = 0;
  let terms = 0;
  while (heap.size > 0 && terms < maxTerms && branches.length < MAX_OPEN && 1 - works - fails > tolerance) {
    const index = heap.pop()?.item ?? 0;
    const branch = branches[index];
    if (branch === null || branch === undefined) continue;
    branches[index] = null;
    terms += 1;
    mark(branch, up, down, 1);
    const path = structure.works(down);
    if (path === null) {
      fails += branch.probability;
    } else {
      const fresh = path.filter((part) => up[part] === 0);
      let left = branch.probability;
      for (const [at, part] of fresh.entries()) {
        const available = availability[part] ?? 0;
        const probability = left * (1 - available);
        if (probability > tolerance * NEGLIGIBLE) {
          heap.push(branches.length, -probability);
          branches.push({ probability, parent: branch, path: fresh, at });
        }
        left *= available;
      }
      works += left;
      addTerm(gradient, left, branch, fresh, availability);
    }
    mark(branch, up, down, 0);
  }
  const open = branches.filter((branch) => branch !== null).map(describe);
  const openProbability = heap.size === 0 ? 0 : open.reduce((total, one) => total + one.probability, 0);
  return { works, fails, openProbability, open, gradient, terms };
}

/** Each term is a product of availabilities and their complements: its derivative is the term without that factor. */
function addTerm(
  gradient: Float64Array,
  term: number,
  branch: Branch,
  path: readonly number[],
  availability: ArrayLike<number>,
): void {
  if (term === 0) return;
  const raise = (part: number): void => {
    gradient[part] = (gradient[part] ?? 0) + term / (availability[part] ?? 1);
  };
  for (const part of path) raise(part);
  for (let at: Branch | null = branch; at !== null && at.at >= 0; at = at.parent) {
    for (const part of at.path.slice(0, at.at)) raise(part);
    const failed = at.path[at.at] ?? 0;
    gradient[failed] = (gradient[failed] ?? 0) - term / (1 - (availability[failed] ?? 0));
  }
}

function mark(branch: Branch, up: Uint8Array, down: Uint8Array, value: 0 | 1): void {
  for (let at: Branch | null = branch; at !== null && at.at >= 0; at = at.parent) {
    for (let index = 0; index < at.at; index += 1) up[at.path[index] ?? 0] = value;
    down[at.path[at.at] ?? 0] = value;
  }
}

function describe(branch: Branch): OpenBranch {
  const up: number[] = [];
  const down: number[] = [];
  for (let at: Branch | null = branch; at !== null && at.at >= 0; at = at.parent) {
    up.push(...at.path.slice(0, at.at));
    down.push(at.path[at.at] ?? 0);
  }
  return { probability: branch.probability, up, down };
}
