import type { Evaluation, Finding } from '../evaluate/result.ts';
import { patchFindings } from '../evaluate/finding-book.ts';
import type { ResultChanges } from '../evaluate/results.ts';
import type { ResultChange } from '../evaluate/sorted-results.ts';
import { patchSorted } from '../evaluate/sorted-results.ts';
import type { Packed } from './pack.ts';
import { pack, unpack } from './pack.ts';

type Family = 'flows' | 'nodes' | 'links' | 'places';
const FAMILIES: readonly Family[] = ['flows', 'nodes', 'links', 'places'];

/** Records that are new or other than before, and the ids of those that are gone. */
interface Patch {
  readonly site: Evaluation['site'];
  readonly totals: Evaluation['totals'];
  readonly changed: { readonly [Name in Family]: Evaluation[Name] };
  readonly gone: { readonly [Name in Family]: readonly string[] };
  readonly came: readonly Finding[];
  readonly went: readonly string[];
}

/** Changes of several updates, one after the other, until they are told. */
export class PatchWriter {
  private readonly touched = { flows: new Map(), nodes: new Map(), links: new Map(), places: new Map() } as {
    readonly [Name in Family]: Map<string, Evaluation[Name][number] | null>;
  };
  private readonly came = new Map<string, Finding>();
  private readonly went = new Set<string>();

  add(changes: ResultChanges): void {
    for (const name of FAMILIES)
      for (const { id, after } of changes[name]) (this.touched[name] as Map<string, unknown>).set(id, after);
    for (const { id } of changes.findings.went) {
      // What only came since is not known where the patch goes; what is known there is named even if it came back.
      this.came.delete(id);
      this.went.add(id);
    }
    for (const finding of changes.findings.came) this.came.set(finding.id, finding);
  }

  write({ site, totals }: Evaluation): Packed {
    const changed = (name: Family): unknown[] => [...this.touched[name].values()].filter((one) => one !== null);
    const gone = (name: Family): string[] => [...this.touched[name]].flatMap(([id, after]) => (after === null ? [id] : []));
    return pack({
      site,
      totals,
      changed: Object.fromEntries(FAMILIES.map((name) => [name, changed(name)])),
      gone: Object.fromEntries(FAMILIES.map((name) => [name, gone(name)])),
      came: [...this.came.values()],
      went: [...this.went],
    });
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
  return writer.write(evaluation);
}

const NOTHING: Pick<Evaluation, Family | 'findings'> = { flows: [], nodes: [], links: [], places: [], findings: [] };

/** The evaluation after a patch. Records that did not change are those of `base`; null for a patch that holds everything. */
export function patchEvaluation(base: Evaluation | null, packed: Packed): Evaluation {
  const patch = unpack(packed) as Patch;
  const before = base ?? NOTHING;
  const patched = <Name extends Family>(name: Name): Evaluation[Name] =>
    patchSorted<{ readonly id: string }>(before[name], [
      ...patch.changed[name].map((after) => ({ id: after.id, after })),
      ...patch.gone[name].map((id) => ({ id, after: null })),
    ]) as Evaluation[Name];
  const went = new Set(patch.went);
  const left = new Set(went.size === 0 ? [] : before.findings.filter((finding) => went.has(finding.id)));
  const findings =
    patch.came.length === 0 && left.size === 0 ? before.findings : patchFindings(before.findings, patch.came, left);
  return {
    site: patch.site,
    flows: patched('flows'),
    nodes: patched('nodes'),
    links: patched('links'),
    places: patched('places'),
    findings,
    totals: patch.totals,
  };
}
