import { must } from '../base/assert.ts';
import type { Evaluation, Finding } from '../evaluate/result.ts';
import type { FindingPlace } from '../evaluate/finding.ts';
import { patchFindings } from '../evaluate/finding-book.ts';
import type { ResultChanges } from '../evaluate/results.ts';
import type { ResultChange } from '../evaluate/sorted-results.ts';
import { patchSorted } from '../evaluate/sorted-results.ts';
import type { Packed } from './pack.ts';
import { pack, unpack } from './pack.ts';

type Family = 'flows' | 'nodes' | 'links' | 'places';
const FAMILIES: readonly Family[] = ['flows', 'nodes', 'links', 'places'];

/** Records that are new or other than before, and the ids of those that are gone. */
export interface EvaluationPatch {
  readonly site: Evaluation['site'];
  readonly totals: Evaluation['totals'];
  readonly changed: { readonly [Name in Family]: Evaluation[Name] };
  readonly gone: { readonly [Name in Family]: readonly string[] };
  readonly came: readonly Finding[];
  readonly went: readonly FindingPlace[];
}

/** Changes of several updates, one after the other, until they are told. */
export class PatchWriter {
  private readonly touched = { flows: new Map(), nodes: new Map(), links: new Map(), places: new Map() } as {
    readonly [Name in Family]: Map<string, Evaluation[Name][number] | null>;
  };
  private readonly came = new Map<string, Finding>();
  private readonly went = new Map<string, FindingPlace>();

  add(changes: ResultChanges): void {
    for (const name of FAMILIES)
      for (const { id, after } of changes[name]) (this.touched[name] as Map<string, unknown>).set(id, after);
    for (const { id, severity, kind, subject } of changes.findings.went) {
      // What came since is not known where the patch goes; if another of that id was, it has been named when it went.
      if (!this.came.delete(id)) this.went.set(id, { id, severity, kind, subject });
    }
    for (const finding of changes.findings.came) this.came.set(finding.id, finding);
  }

  /** As patches that follow one another, each with so many records at most: what takes one in is soon done. One at least. */
  *write({ site, totals }: Evaluation, records = Infinity): Generator<Packed, undefined> {
    const gone = (name: Family): string[] => [...this.touched[name]].flatMap(([id, after]) => (after === null ? [id] : []));
    const rest: { [Name in Family | 'came']: readonly { readonly id: string }[] } = {
      flows: [],
      nodes: [],
      links: [],
      places: [],
      came: [],
    };
    for (const name of FAMILIES) rest[name] = [...this.touched[name].values()].filter((one) => one !== null);
    rest.came = [...this.came.values()];
    // In order a part is put behind the one before it.
    if (this.touched.flows.size > records)
      for (const name of FAMILIES) rest[name] = rest[name].toSorted((a, b) => (a.id < b.id ? -1 : 1));
    let part = { gone: Object.fromEntries(FAMILIES.map((name) => [name, gone(name)])), went: [...this.went.values()] };
    do {
      let room = records;
      const take = (name: keyof typeof rest): readonly unknown[] => {
        const taken = rest[name].slice(0, room);
        rest[name] = rest[name].slice(taken.length);
        room -= taken.length;
        return taken;
      };
      const changed = Object.fromEntries(FAMILIES.map((name) => [name, take(name)]));
      yield pack({ site, totals, changed, ...part, came: take('came') });
      part = { gone: Object.fromEntries(FAMILIES.map((name) => [name, []])), went: [] };
    } while (Object.values(rest).some((list) => list.length > 0));
  }
}

/** A whole evaluation as a patch on nothing. */
export function wholePatch(evaluation: Evaluation): Packed {
  const writer = new PatchWriter();
  const added = <Result extends { readonly id: string }>(list: readonly Result[]): ResultChange<Result>[] =>
    list.map((after) => ({ id: after.id, before: undefined, after }));
  writer.add({
    flows: added(evaluation.flows),
    nodes: added(evaluation.nodes),
    links: added(evaluation.links),
    places: added(evaluation.places),
    findings: { came: evaluation.findings, went: [] },
  });
  const [whole] = writer.write(evaluation);
  return must(whole, 'a patch');
}

/** A patch as it came. */
export function readPatch(packed: Packed): EvaluationPatch {
  return unpack(packed) as EvaluationPatch;
}

const NOTHING: Pick<Evaluation, Family | 'findings'> = { flows: [], nodes: [], links: [], places: [], findings: [] };

/** The evaluation after a patch. Records that did not change are those of `base`; null for a patch that holds everything. */
export function patchEvaluation(base: Evaluation | null, patch: EvaluationPatch): Evaluation {
  const before = base ?? NOTHING;
  const patched = <Name extends Family>(name: Name): Evaluation[Name] =>
    patchSorted<{ readonly id: string }>(before[name], [
      ...patch.changed[name].map((after) => ({ id: after.id, after })),
      ...patch.gone[name].map((id) => ({ id, after: null })),
    ]) as Evaluation[Name];
  const { came, went } = patch;
  return {
    site: patch.site,
    flows: patched('flows'),
    nodes: patched('nodes'),
    links: patched('links'),
    places: patched('places'),
    findings: came.length === 0 && went.length === 0 ? before.findings : patchFindings(before.findings, came, went),
    totals: patch.totals,
  };
}
