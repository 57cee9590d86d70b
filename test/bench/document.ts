import { parseArgs } from 'node:util';
import { must } from '../../core/base/assert.ts';
import { createRandom } from '../../core/base/random.ts';
import { emptyIndex, patchIndex } from '../../core/engine/evaluation-index.ts';
import { patchEvaluation, PatchWriter, readPatch } from '../../core/engine/evaluation-patch.ts';
import type { Packed } from '../../core/engine/pack.ts';
import { EvaluationState } from '../../core/evaluate/evaluate.ts';
import type { Evaluation } from '../../core/evaluate/result.ts';
import { apply } from '../../core/site/commands/apply.ts';
import type { Command } from '../../core/site/commands/schema.ts';
import { applyDiff, isEmptyDiff } from '../../core/site/diff.ts';
import type { SiteDiff } from '../../core/site/diff.ts';
import type { Site } from '../../core/site/site.ts';
import { carryingSite, listRecords } from '../../core/site/site.ts';
import { prepareForEdits } from '../../renderer/app/session/prepare-for-edits.ts';
import { scaleSite } from '../helpers/scale-site.ts';
import { copiedByDiff, duplicateByScan, indexedAnew } from './document/by-copying.ts';
import type { BenchOutcome } from './main.ts';

/** Kinds of edits, in turn. */
const KINDS = 3;
/** As the engine sends them. */
const RECORDS_A_PART = 1_000;

/**
 * What an edit costs on the page's own thread beside drawing: the document (the command's rules, the site after it) and the answer (the
 * packed patch, the evaluation after it, its look-ups); beside it the same by scanning all placements, copying whole maps and building
 * all look-ups anew, in one run.
 */
export async function bench(options: readonly string[]): Promise<BenchOutcome> {
  const { values } = parseArgs({
    args: [...options],
    options: {
      edits: { type: 'string', default: '60' },
      nodes: { type: 'string', default: '10000' },
      seed: { type: 'string', default: '1' },
    },
  });
  const { site: plain, commands, parts, news } = prepare(Number(values.nodes), Number(values.edits), Number(values.seed));
  let index = emptyIndex();
  let evaluation: Evaluation | null = null;
  const partsMs = parts.map((part) =>
    measured(() => {
      const patch = readPatch(part);
      evaluation = patchEvaluation(evaluation, patch);
      index = patchIndex(index, patch);
    }),
  );
  const first = evaluation;
  const documentMs: number[] = [];
  const answerMs: number[] = [];
  const diffs: SiteDiff[] = [];
  let site = carryingSite(plain);
  // As the page does when nothing else is to do, one step at a time.
  const prepareMs: number[] = [];
  const steps: (() => void)[] = [];
  prepareForEdits(
    () => site,
    (work) => void steps.push(work),
  );
  for (let step = steps.shift(); step !== undefined; step = steps.shift()) prepareMs.push(measured(step));
  for (const [at, command] of commands.entries()) {
    const took = measured(() => {
      const result = apply(site, command);
      if (result.status === 'failed') throw new Error(result.error.message);
      diffs.push(result.value);
      site = applyDiff(site, result.value);
    });
    documentMs.push(took);
    answerMs.push(
      measured(() => {
        for (const part of news[at] ?? []) {
          const patch = readPatch(part);
          evaluation = patchEvaluation(evaluation, patch);
          index = patchIndex(index, patch);
        }
      }),
    );
  }
  // The same by copying, after it, so that what it leaves behind is not cleared away in the time of the other.
  const documentCopiedMs: number[] = [];
  const answerCopiedMs: number[] = [];
  let copied = plain;
  let copiedEvaluation: Evaluation | null = first;
  for (const [at, diff] of diffs.entries()) {
    const took = measured(() => {
      duplicateByScan(copied, diff);
      copied = copiedByDiff(copied, diff);
    });
    documentCopiedMs.push(took);
    answerCopiedMs.push(
      measured(() => {
        for (const part of news[at] ?? []) copiedEvaluation = patchEvaluation(copiedEvaluation, readPatch(part));
        indexedAnew(must(copiedEvaluation as Evaluation | null, 'an evaluation'));
      }),
    );
  }
  if (!sameRecords(site, copied)) throw new Error('The two ways to apply a diff do not agree.');
  return {
    figures: {
      edits: documentMs.length,
      documentMsP50: percentile(documentMs, 0.5),
      documentMsP99: percentile(documentMs, 0.99),
      documentCopiedMsP50: percentile(documentCopiedMs, 0.5),
      documentSpeedup: percentile(documentCopiedMs, 0.5) / percentile(documentMs, 0.5),
      prepareMs: prepareMs.reduce((sum, ms) => sum + ms, 0),
      prepareStepMsMax: Math.max(...prepareMs),
      answerMsP50: percentile(answerMs, 0.5),
      answerMsP99: percentile(answerMs, 0.99),
      answerCopiedMsP50: percentile(answerCopiedMs, 0.5),
      answerSpeedup: percentile(answerCopiedMs, 0.5) / percentile(answerMs, 0.5),
      firstAnswerParts: parts.length,
      firstAnswerPartMsP50: percentile(partsMs, 0.5),
      firstAnswerPartMsMax: Math.max(...partsMs),
    },
    rows: [{ documentMs, documentCopiedMs, answerMs, answerCopiedMs, prepareMs, partsMs }],
  };
}

/** A site, edits that follow one another, the first answer and what each edit makes of it, as they come out of the worker. */
function prepare(
  nodes: number,
  edits: number,
  seed: number,
): {
  readonly site: Site;
  readonly commands: readonly Command[];
  readonly parts: readonly Packed[];
  readonly news: readonly (readonly Packed[])[];
} {
  const random = createRandom(seed, 'edits');
  const site = scaleSite('city', nodes, seed);
  const state = new EvaluationState(site);
  const packed = (): Packed[] => {
    const writer = new PatchWriter();
    writer.add(state.changes);
    return [...writer.write(state.evaluated.evaluation, RECORDS_A_PART)];
  };
  const parts = packed();
  const commands: Command[] = [];
  const news: Packed[][] = [];
  let now = carryingSite(site);
  while (commands.length < edits) {
    const command = draw(now, commands.length, random);
    const result = apply(now, command);
    if (result.status === 'failed' || isEmptyDiff(result.value)) continue;
    now = applyDiff(now, result.value);
    state.update(result.value);
    commands.push(command);
    news.push(packed());
  }
  return { site, commands, parts, news };
}

/** A service to another node, a link to another length, a flow to another name, in turn. */
function draw(site: Site, edit: number, random: () => number): Command {
  const pick = <Value>(list: readonly Value[]): Value => list[Math.floor(random() * list.length)] as Value;
  switch (edit % KINDS) {
    case 0: {
      const nodes = listRecords(site, 'nodes').filter((node) => (site.hardwareTypes[node.typeId]?.compute.computeUnits ?? 0) > 0);
      return { kind: 'placement.move', id: pick(listRecords(site, 'placements')).id, nodeId: pick(nodes).id };
    }
    case 1:
      return { kind: 'link.edit', id: pick(listRecords(site, 'links')).id, patch: { lengthM: Math.floor(random() * 20_000) } };
    default:
      return { kind: 'flow.edit', id: pick(listRecords(site, 'flows')).id, patch: { name: `flow ${edit}` } };
  }
}

function sameRecords(a: Site, b: Site): boolean {
  return (['placements', 'links', 'flows'] as const).every((name) => {
    const [one, other] = [listRecords(a, name), listRecords(b, name)];
    return one.length === other.length && one.every((record, at) => record === other[at]);
  });
}

function measured(work: () => void): number {
  const started = performance.now();
  work();
  return performance.now() - started;
}

/** Nearest rank. */
function percentile(values: readonly number[], p: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(p * sorted.length) - 1)] ?? Number.NaN;
}
