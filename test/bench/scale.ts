import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { canonicalJson } from '../../core/base/canonical-json.ts';
import { createRandom } from '../../core/base/random.ts';
import { evaluate, EvaluationState } from '../../core/evaluate/evaluate.ts';
import { applyDiff, reverseDiff } from '../../core/site/diff.ts';
import type { ScaleKind } from '../helpers/scale-site.ts';
import { scaleSite } from '../helpers/scale-site.ts';
import type { BenchOutcome } from './main.ts';
import { drawEdit, EDIT_KINDS } from './scale/edits.ts';

const KINDS: readonly ScaleKind[] = ['city', 'mec'];
const SIZES = [100, 1_000, 10_000] as const;
/** Edits after which the state is compared with an evaluation from scratch, bit by bit. */
const COMPARED = 3;

interface Row {
  readonly kind: ScaleKind;
  readonly nodes: number;
  readonly flows: number;
  readonly members: number;
  readonly scratchMs: number;
  readonly edits: Readonly<Record<string, { readonly p50Ms: number; readonly p99Ms: number; readonly maxMs: number }>>;
  readonly editsMs: readonly number[];
  readonly undosMs: readonly number[];
  readonly heapMiB: number;
}

/**
 * Generated city and MEC sites of three sizes: an evaluation from scratch, then one edit after another, each taken back: a service moves, a
 * link changes, a node fails. An edit's time is from its diff to the whole new evaluation, and so is the time from scratch.
 */
export async function bench(options: readonly string[]): Promise<BenchOutcome> {
  const { values } = parseArgs({
    args: [...options],
    options: {
      edits: { type: 'string', default: '200' },
      seed: { type: 'string', default: '1' },
      sizes: { type: 'string', default: SIZES.join(',') },
    },
  });
  const sizes = values.sizes.split(',').map(Number);
  const rows: Row[] = [];
  for (const kind of KINDS) for (const size of sizes) rows.push(measure(kind, size, Number(values.edits), Number(values.seed)));
  const at = (size: number): Row[] => rows.filter((row) => sizes[rows.indexOf(row) % sizes.length] === size);
  const worst = (size: number, figure: (row: Row) => number): number => Math.max(0, ...at(size).map(figure));
  const figures: Record<string, number> = {};
  for (const [name, size] of [
    ['1k', 1_000],
    ['10k', 10_000],
  ] as const) {
    if (!sizes.includes(size)) continue;
    figures[`speedup${name}`] = Math.min(...at(size).map((row) => row.scratchMs / percentile(row.editsMs, 0.5)));
    figures[`editP50Ms${name}`] = worst(size, (row) => percentile(row.editsMs, 0.5));
    figures[`editP99Ms${name}`] = worst(size, (row) => percentile(row.editsMs, 0.99));
  }
  figures['exponent'] = Math.max(...KINDS.map((kind) => exponent(rows.filter((row) => row.kind === kind))));
  figures['heapMiB'] = Math.max(...rows.map((row) => row.heapMiB));
  return {
    figures,
    rows: rows.map(({ editsMs, undosMs, ...row }) => ({ ...row, all: summary(editsMs), undo: summary(undosMs) })),
  };
}

function measure(kind: ScaleKind, size: number, count: number, seed: number): Row {
  let site = scaleSite(kind, size, seed);
  const scratch: number[] = [];
  let state = new EvaluationState(site);
  for (let run = 0; run < (size > 2_000 ? 2 : 5); run += 1) {
    collectGarbage();
    const started = performance.now();
    state = new EvaluationState(site);
    scratch.push(performance.now() - started);
  }
  const heapMiB = collectGarbage() / 2 ** 20;
  const random = createRandom(seed, 'edits');
  const times: Record<string, number[]> = {};
  const undosMs: number[] = [];
  for (let edit = 0; edit < count * EDIT_KINDS.length; edit += 1) {
    const what = EDIT_KINDS[edit % EDIT_KINDS.length] ?? 'move';
    const diff = drawEdit(site, what, random);
    let started = performance.now();
    const evaluated = state.update(diff);
    (times[what] ??= []).push(performance.now() - started);
    if (edit < COMPARED && size <= 1_000) {
      site = applyDiff(site, diff);
      if (canonicalJson(evaluated.evaluation) !== canonicalJson(evaluate(site))) throw new Error(`${what} differs from scratch`);
      site = applyDiff(site, reverseDiff(diff));
    }
    started = performance.now();
    state.update(reverseDiff(diff));
    undosMs.push(performance.now() - started);
  }
  return {
    kind,
    nodes: Object.keys(site.nodes).length,
    flows: Object.keys(site.flows).length,
    members: state.evaluated.evaluation.site.devices,
    scratchMs: percentile(scratch, 0.5),
    edits: Object.fromEntries(Object.entries(times).map(([name, list]) => [name, summary(list)])),
    editsMs: Object.values(times).flat(),
    undosMs,
    heapMiB,
  };
}

function summary(times: readonly number[]): { p50Ms: number; p99Ms: number; maxMs: number } {
  return { p50Ms: percentile(times, 0.5), p99Ms: percentile(times, 0.99), maxMs: Math.max(...times) };
}

/** Least-squares slope of log time over log flows. */
function exponent(rows: readonly Row[]): number {
  if (rows.length < 2) return Number.NaN;
  const points = rows.map((row) => [Math.log(row.flows), Math.log(row.scratchMs)] as const);
  const x = points.reduce((sum, [one]) => sum + one, 0) / points.length;
  const y = points.reduce((sum, [, one]) => sum + one, 0) / points.length;
  const covariance = points.reduce((sum, [a, b]) => sum + (a - x) * (b - y), 0);
  return covariance / points.reduce((sum, [a]) => sum + (a - x) ** 2, 0);
}

/** Bytes of the heap that are left after everything unreachable is gone. */
function collectGarbage(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  return process.memoryUsage().heapUsed;
}

/** Nearest rank. */
function percentile(values: readonly number[], p: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(p * sorted.length) - 1)] ?? Number.NaN;
}
