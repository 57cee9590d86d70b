import { describe, expect, test } from 'vitest';
import { must } from '../../core/base/assert.ts';
import { apply } from '../../core/site/commands/apply.ts';
import { newHeader } from '../../core/site/defaults.ts';
import { applyDiff } from '../../core/site/diff.ts';
import { checkIntegrity } from '../../core/site/integrity.ts';
import { emptySite, getRecord, listRecords } from '../../core/site/site.ts';
import type { Site } from '../../core/site/site.ts';
import type { RecordRef } from '../../renderer/store/interaction-store.ts';
import { NEW_RECORDS, newRecord } from '../../renderer/tools/new-record.ts';
import type { NewRecord } from '../../renderer/tools/new-record.ts';

interface At {
  readonly site: Site;
  readonly ref: RecordRef | null;
}

const EMPTY: At = { site: emptySite(newHeader({ id: 'new', name: 'New', kind: 'factory' })), ref: null };

function add({ site, ref }: At, what: NewRecord): At {
  const added = newRecord(site, what, ref, what);
  if (added.status === 'failed') throw new Error(added.error.message);
  const applied = apply(site, added.value.command);
  if (applied.status === 'failed') throw new Error(applied.error.message);
  const next = applyDiff(site, applied.value);
  expect(checkIntegrity(next, 5)).toEqual([]);
  return { site: next, ref: added.value.ref };
}

function placeAt({ site, ref }: At) {
  return must(getRecord(site, 'places', ref?.id ?? ''), 'the place that was added');
}

describe('a new record', () => {
  test('of every kind is taken by the site, twice', () => {
    let at = EMPTY;
    for (const what of [...NEW_RECORDS, ...NEW_RECORDS]) at = add(at, what);
    const { site } = at;
    expect(listRecords(site, 'places')).toHaveLength(14);
    expect(listRecords(site, 'services')).toHaveLength(2);
    expect(listRecords(site, 'flows').map((flow) => flow.from.kind)).toEqual(['device-group', 'device-group']);
  });

  test('goes into the place that is selected, or the nearest around it that can hold it', () => {
    const floor = add(add(EMPTY, 'building'), 'floor');
    expect(placeAt(floor).parentId).toBe('building');
    const first = add(floor, 'rack');
    const second = add(first, 'rack');
    expect(placeAt(first).parentId).toBe(placeAt(floor).id);
    expect(placeAt(second).parentId).toBe(placeAt(floor).id);
  });

  test('stands beside its like, and floors lie upon each other', () => {
    const floor = add(add(EMPTY, 'building'), 'floor');
    const rack = add(floor, 'rack');
    const next = placeAt(add(rack, 'rack'));
    const before = placeAt(rack);
    expect(next.positionM.xM - before.positionM.xM).toBeCloseTo((next.sizeM.widthM + before.sizeM.widthM) / 2);
    const upper = placeAt(add(floor, 'floor'));
    expect(upper.positionM.zM).toBe(placeAt(floor).sizeM.heightM);
  });

  test('without what it needs says what to add first', () => {
    for (const [what, code] of [
      ['service', 'add.no-workload'],
      ['flow', 'add.no-workload'],
    ] as const) {
      const added = newRecord(EMPTY.site, what, null, 'x');
      expect(added.status === 'failed' ? added.error.code : null).toBe(code);
    }
    const bare = add(EMPTY, 'workload');
    const flow = newRecord(bare.site, 'flow', bare.ref, 'x');
    expect(flow.status === 'failed' ? flow.error.code : null).toBe('add.no-ends');
  });
});
