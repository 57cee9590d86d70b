import fc from 'fast-check';
import { apply } from '../../../core/site/commands/apply.ts';
import { parseCommand } from '../../../core/site/commands/parse.ts';
import { newPlace } from '../../../core/site/defaults.ts';
import { applyDiff } from '../../../core/site/diff.ts';
import type { CollectionName, Site } from '../../../core/site/site.ts';
import { FAMILIES } from '../../../core/site/commands/families.ts';
import { randomSite } from '../../helpers/random-site.ts';

/** Any text, with characters of every plane and halves of pairs; the schema decides what is taken. */
const words = fc.string({ unit: 'binary', maxLength: 40 });
const figure = fc.double({ noNaN: true, min: -1e16, max: 1e16 });

/** One edit as data: which record is meant is a number that is reduced to one that exists. */
const edit = fc.oneof(
  fc.record({
    kind: fc.constant('site.edit'),
    patch: fc.record({ name: words, description: words, customer: words }, { requiredKeys: [] }),
  }),
  fc.record({
    kind: fc.constant('place.edit'),
    pick: fc.nat(),
    patch: fc.record({ name: words, notes: words, rotationDeg: figure }, { requiredKeys: [] }),
  }),
  fc.record({
    kind: fc.constant('node.edit'),
    pick: fc.nat(),
    patch: fc.record({ notes: words, reservedShare: fc.double({ min: 0, max: 1, noNaN: true }) }),
  }),
  fc.record({
    kind: fc.constant('link.edit'),
    pick: fc.nat(),
    patch: fc.record({ lengthM: figure, name: words }, { requiredKeys: [] }),
  }),
  fc.record({
    kind: fc.constant('device-group.edit'),
    pick: fc.nat(),
    patch: fc.record({ requestsPerSecond: figure, notes: words }, { requiredKeys: [] }),
  }),
  fc.record({
    kind: fc.constantFrom('node.remove', 'link.remove', 'service.remove', 'flow.remove', 'place.remove', 'placement.remove'),
    pick: fc.nat(),
  }),
  fc.record({
    kind: fc.constant('policy.add'),
    record: fc.record({
      id: fc.stringMatching(/^[a-z0-9]{1,12}$/),
      name: words,
      enabled: fc.boolean(),
      kind: fc.constant('warning'),
      nearLimitShare: fc.double({ min: 0, max: 1, noNaN: true }),
    }),
  }),
  fc.record({
    kind: fc.constant('scenario.add'),
    record: fc.record({
      id: fc.stringMatching(/^[a-z0-9]{1,12}$/),
      name: words,
      description: words,
      commands: fc.array(
        fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), fc.jsonValue({ maxDepth: 3, stringUnit: 'binary' }), { maxKeys: 4 }),
        { maxLength: 3 },
      ),
    }),
  }),
);

/** A site that random edits have gone through; those that are refused change nothing. */
export const editedSite: fc.Arbitrary<Site> = fc
  .tuple(fc.integer({ min: 1, max: 1e9 }), fc.array(edit, { maxLength: 25 }))
  .map(([seed, edits]) => edits.reduce(take, randomSite(seed, 3 + (seed % 5))));

function take(site: Site, each: { readonly kind: string; readonly pick?: number }): Site {
  const { pick, ...rest } = each;
  const family = each.kind.split('.')[0] as keyof typeof FAMILIES;
  const ids = pick === undefined ? [] : Object.keys(site[FAMILIES[family] satisfies CollectionName]).toSorted();
  const id = pick === undefined ? undefined : ids[pick % Math.max(1, ids.length)];
  const command = parseCommand(id === undefined ? rest : { ...rest, id });
  if (command.status === 'failed') return site;
  const diff = apply(site, command.value);
  return diff.status === 'failed' ? site : applyDiff(site, diff.value);
}

/** A site of one place that has this text wherever a person may write. */
export function siteWithText(text: string): Site | null {
  const site = randomSite(1);
  const place = newPlace({ id: 'written', name: 'x', kind: 'room' } as Parameters<typeof newPlace>[0]);
  const command = parseCommand({ kind: 'place.add', record: { ...place, name: text, notes: text, residencyZone: text } });
  if (command.status === 'failed') return null;
  const diff = apply(site, command.value);
  return diff.status === 'failed' ? null : applyDiff(site, diff.value);
}
