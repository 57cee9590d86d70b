import type { Problem } from '../../../core/base/problem.ts';
import type { Result } from '../../../core/base/result.ts';
import type { Command } from '../../../core/site/commands/schema.ts';
import type { Copies } from '../../../core/site/edit/copies.ts';
import type { Site } from '../../../core/site/site.ts';
import { getRecord } from '../../../core/site/site.ts';
import { dispatch } from '../../store/document.ts';
import { tell } from '../../store/edit-store.ts';
import { selectMany, useInteractionStore } from '../../store/interaction-store.ts';
import type { RecordRef } from '../../store/interaction-store.ts';
import { useSiteStore } from '../../store/site-store.ts';

/** What is selected and still there. */
export function chosen(): readonly RecordRef[] {
  const { site } = useSiteStore.getState();
  const { selection } = useInteractionStore.getState();
  return site === null ? [] : selection.filter((ref) => getRecord(site, ref.collection, ref.id) !== undefined);
}

/** Says why something is not done, where refusals are said. */
export function refuse(why: Problem): void {
  useSiteStore.setState({ problem: why });
}

/** Carries out an edit of what is selected; a refusal is said in the status line. Whether it was done. */
export function editChosen(edit: (site: Site, refs: readonly RecordRef[]) => Result<Command, Problem> | Command | null): boolean {
  const { site } = useSiteStore.getState();
  if (site === null) return false;
  const made = edit(site, chosen());
  if (made === null) return false;
  if ('kind' in made) return dispatch(made).status === 'ok';
  if (made.status === 'failed') refuse(made.error);
  return made.status === 'ok' && dispatch(made.value).status === 'ok';
}

/** Carries out copies, selects them, and tells what did not come along. */
export function makeCopies(copies: Result<Copies, Problem>): boolean {
  if (copies.status === 'failed') {
    refuse(copies.error);
    return false;
  }
  const { command, made, untied } = copies.value;
  if (dispatch(command).status === 'failed') return false;
  selectMany(made);
  const lost = untied.links + untied.flows + untied.places + untied.attachments;
  tell(
    lost === 0
      ? { key: 'edit.copied', values: { count: made.length } }
      : { key: 'edit.copiedWithout', values: { ...untied, count: made.length } },
  );
  return true;
}
