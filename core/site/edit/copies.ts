import type { Problem } from '../../base/problem.ts';
import { problem } from '../../base/problem.ts';
import type { Result } from '../../base/result.ts';
import { failed, ok } from '../../base/result.ts';
import type { BatchCommand, SimpleCommand } from '../commands/schema.ts';
import { siteBoundsM } from '../geometry.ts';
import type { Site } from '../site.ts';
import type { Fragment, RecordName } from './fragment.ts';
import { takeFragment } from './fragment.ts';
import { Copier } from './instantiate.ts';
import type { OffsetM, Untied } from './instantiate.ts';

/** A command that makes copies, what it makes, and what does not come along. */
export interface Copies {
  readonly command: BatchCommand;
  readonly made: readonly RecordName[];
  readonly untied: Untied;
}

/** Rows and columns of copies; the first one is what is there already. */
export interface ArrayForm {
  readonly columns: number;
  readonly rows: number;
  readonly columnSpacingM: number;
  readonly rowSpacingM: number;
}

/** Copies that one command may make: more are a mistake in a field. */
export const MOST_COPIES = 1000;

/** Copies of a fragment at these offsets, as one step. Refused where nothing is copied, or a copy finds no room in its rack. */
export function pasteCommand(
  site: Site,
  fragment: Fragment,
  offsetsM: readonly OffsetM[],
  label: string,
): Result<Copies, Problem> {
  if (fragment.parts.length === 0 || offsetsM.length === 0) {
    return failed(problem('edit.nothing-to-copy', 'There is nothing to copy.', 'Select what should be copied first.'));
  }
  const copier = new Copier(site, fragment);
  const commands: SimpleCommand[] = [];
  const made: RecordName[] = [];
  let untied: Untied = { links: 0, flows: 0, places: 0, attachments: 0 };
  for (const offsetM of offsetsM) {
    const copied = copier.copy(offsetM);
    if (copied.status === 'failed') return copied;
    // One by one: a spread of a hundred thousand arguments is too many for a call.
    for (const command of copied.value.commands) commands.push(command);
    made.push(...copied.value.made);
    untied = copied.value.untied;
  }
  return ok({ command: { kind: 'batch', label, commands }, made, untied });
}

/** Share of a copied place's width, and of the extent of the site, that a copy keeps free beside what it is a copy of. */
const GAP_SHARE = 0.2;
const SITE_SHARE = 0.01;
/** Nearer two things could not be told apart. */
const LEAST_APART_M = 1;

/** How far beside its originals a copy stands free of them: by the widest of the places, else by a step that one sees at this size. */
export function besideM(site: Site, fragment: Fragment): OffsetM {
  const chosen = new Set(fragment.chosen);
  let widthM = 0;
  let places = false;
  for (const { collection, record } of fragment.parts) {
    if (collection !== 'places' || !chosen.has(`places/${record.id}`)) continue;
    places = true;
    widthM = Math.max(widthM, record.sizeM.widthM);
  }
  if (places) return { xM: Math.ceil(Math.max(widthM * (1 + GAP_SHARE), 0.1) * 100) / 100, yM: 0 };
  const bounds = siteBoundsM(site);
  const extentM = bounds === null ? 0 : Math.max(bounds.max.xM - bounds.min.xM, bounds.max.yM - bounds.min.yM);
  return { xM: Math.max(LEAST_APART_M, Math.round(extentM * SITE_SHARE)), yM: 0 };
}

/** One copy beside what is selected, with its links and what runs only there. */
export function duplicateCommand(site: Site, chosen: readonly RecordName[], offsetM: OffsetM): Result<Copies, Problem> {
  return pasteCommand(site, takeFragment(site, chosen), [offsetM], 'edit.step.duplicate');
}

/** Copies in rows and columns. Refused for a single cell, or more than `MOST_COPIES`. */
export function arrayCommand(site: Site, chosen: readonly RecordName[], form: ArrayForm): Result<Copies, Problem> {
  const offsetsM = arrayOffsetsM(form);
  if (offsetsM.length === 0 || offsetsM.length > MOST_COPIES) {
    return failed(
      problem(
        'edit.array-size',
        `An array makes 1 to ${MOST_COPIES} copies, not ${offsetsM.length}.`,
        'Change the numbers of columns and rows.',
        {},
        { most: MOST_COPIES, copies: offsetsM.length },
      ),
    );
  }
  return pasteCommand(site, takeFragment(site, chosen), offsetsM, 'edit.step.array');
}

/** Where the copies of an array stand, row by row, without the first. */
export function arrayOffsetsM({ columns, rows, columnSpacingM, rowSpacingM }: ArrayForm): OffsetM[] {
  const offsets: OffsetM[] = [];
  // A slip of a field must not fill the memory before it is refused.
  for (let cell = 1; cell < columns * rows && offsets.length <= MOST_COPIES; cell += 1) {
    offsets.push({ xM: (cell % columns) * columnSpacingM, yM: Math.floor(cell / columns) * rowSpacingM });
  }
  return offsets;
}
