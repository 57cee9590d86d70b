import { describe, expect, test } from 'vitest';
import fc from 'fast-check';
import { must } from '../../core/base/assert.ts';
import { evaluate } from '../../core/evaluate/evaluate.ts';
import { apply } from '../../core/site/commands/apply.ts';
import { COLLECTIONS, listRecords, RECORD_SCHEMAS } from '../../core/site/site.ts';
import { boardColumns, unplacedServices } from '../../renderer/panels/board/board-model.ts';
import { describeFields } from '../../renderer/panels/inspector/describe-fields.ts';
import { GROUPS } from '../../renderer/panels/inspector/groups.ts';
import { arrange } from '../../renderer/panels/inspector/record-form.tsx';
import { removeCommand } from '../../core/site/edit/remove-several.ts';
import { editCommand } from '../../renderer/panels/inspector/record-command.ts';
import { fromText, toText, unitOf } from '../../renderer/panels/inspector/unit-of.ts';
import { outlineRows, typedRow } from '../../renderer/panels/outline/outline-rows.ts';
import { flowRows } from '../../renderer/panels/results/flow-rows.ts';
import { randomSite } from '../helpers/random-site.ts';

const site = randomSite(21, 12);
const evaluation = evaluate(site);

describe('the outline', () => {
  test('shows sections only until they are unfolded', () => {
    const rows = outlineRows(site, new Set(), '');
    expect(rows.length).toBeGreaterThan(3);
    expect(rows.every((row) => row.level === 1 && row.expanded === false)).toBe(true);
  });

  test('unfolded all the way it holds every node, placement, service, flow, link and device group exactly once', () => {
    const unfolded = new Set<string>();
    let rows = outlineRows(site, unfolded, '');
    for (let depth = 0; depth < 12; depth += 1) {
      for (const row of rows) if (row.expanded !== null) unfolded.add(row.key);
      rows = outlineRows(site, unfolded, '');
    }
    for (const collection of [
      'places',
      'nodes',
      'placements',
      'services',
      'flows',
      'links',
      'deviceGroups',
      'workloads',
    ] as const) {
      const shown = rows.flatMap((row) => (row.ref?.collection === collection ? [row.ref.id] : [])).toSorted();
      expect(shown, collection).toEqual(listRecords(site, collection).map((record) => record.id));
    }
    expect(new Set(rows.map((row) => row.key)).size).toBe(rows.length);
  });

  test('a query keeps what matches and the way to it', () => {
    const node = must(listRecords(site, 'nodes').at(-1), 'a node');
    const rows = outlineRows(site, new Set(), node.name);
    expect(rows.some((row) => row.ref?.id === node.id)).toBe(true);
    for (const row of rows) if (row.parentKey !== null) expect(rows.some((parent) => parent.key === row.parentKey)).toBe(true);
  });

  test('every row says its place among those beside it, for rows that are not drawn', () => {
    const rows = outlineRows(site, new Set(['section:places', 'section:nodes', 'section:links']), '');
    for (const parent of new Set(rows.map((row) => row.parentKey))) {
      const beside = rows.filter((row) => row.parentKey === parent);
      expect(beside.map((row) => row.position)).toEqual(beside.map((_, index) => index + 1));
      expect(new Set(beside.map((row) => row.siblings))).toEqual(new Set([beside.length]));
    }
  });

  test('letters go to the next name that begins with them, one letter again and again to each in turn', () => {
    const names = ['Alpha', 'beta', 'Beton', 'gamma'];
    const type = (from: number, typed: string): string | null => typedRow(names, from, typed, (name) => name);
    expect(type(0, 'b')).toBe('beta');
    expect(type(1, 'bb')).toBe('Beton');
    expect(type(2, 'b')).toBe('beta');
    expect(type(1, 'bet')).toBe('beta');
    expect(type(1, 'beto')).toBe('Beton');
    expect(type(3, 'al')).toBe('Alpha');
    expect(type(0, 'z')).toBeNull();
    expect(typedRow([], 0, 'a', (name: string) => name)).toBeNull();
  });
});

describe('the tier board', () => {
  test('has every node once, in the column of its tier, and every placement as a chip of its node', () => {
    const all = new Set(['device', 'on-site-edge', 'near-edge', 'regional', 'central'] as const);
    const columns = boardColumns(site, new Map(evaluation.nodes.map((node) => [node.id, node])), '', all);
    const cards = columns.flatMap((column) =>
      column.rows.flatMap((row) => (row.kind === 'card' ? [{ tier: column.tier, card: row.card }] : [])),
    );
    expect(cards.map(({ card }) => card.node.id).toSorted()).toEqual(listRecords(site, 'nodes').map((node) => node.id));
    expect(cards.every(({ tier, card }) => card.node.tier === tier)).toBe(true);
    expect(cards.flatMap(({ card }) => card.chips.map((chip) => chip.placementId)).toSorted()).toEqual(
      Object.keys(site.placements).toSorted(),
    );
  });

  test('puts the fullest on top', () => {
    for (const column of boardColumns(site, new Map(evaluation.nodes.map((node) => [node.id, node])), '', new Set())) {
      const busy = column.rows.flatMap((row) =>
        row.kind === 'card' && row.card.chips.length > 0 ? [row.card.fullest ?? -1] : [],
      );
      expect(busy).toEqual(busy.toSorted((a, b) => b - a));
    }
  });

  test('a service is unplaced exactly when no placement names it', () => {
    const placed = new Set(Object.values(site.placements).map((placement) => placement.serviceId));
    expect(unplacedServices(site).map((service) => service.id)).toEqual(
      listRecords(site, 'services').flatMap((service) => (placed.has(service.id) ? [] : [service.id])),
    );
  });
});

describe('the list of flows', () => {
  test('shows all, what needs attention first', () => {
    const rows = flowRows(site, evaluation.flows, { query: '', status: null, order: 'slack' });
    expect(rows).toHaveLength(evaluation.flows.length);
    const slacks = rows.flatMap((row) => (row.result.slack === null ? [] : [row.result.slack]));
    expect(slacks).toEqual(slacks.toSorted((a, b) => a - b));
  });

  test('a status keeps just those flows', () => {
    for (const status of ['met', 'missed', 'saturated', 'no-route', 'unplaced'] as const) {
      const rows = flowRows(site, evaluation.flows, { query: '', status, order: 'p99' });
      expect(rows).toHaveLength(evaluation.flows.filter((flow) => flow.status === status).length);
    }
  });
});

describe('the inspector', () => {
  test('shows every field of every record', () => {
    for (const collection of COLLECTIONS) {
      for (const record of listRecords(site, collection)) {
        const fields = describeFields(RECORD_SCHEMAS[collection], record);
        const shown = arrange(fields, GROUPS[collection] ?? []).flatMap((section) => section.fields.map((field) => field.name));
        expect([...shown, 'id'].toSorted(), collection).toEqual(Object.keys(record).toSorted());
      }
    }
  });

  test('its sections name only fields that exist', () => {
    for (const [collection, groups] of Object.entries(GROUPS)) {
      if (collection === 'header') continue;
      const record = listRecords(site, collection as 'nodes')[0];
      if (record === undefined) continue;
      const names = groups.flatMap((group) => group.fields);
      expect(
        names.filter((name) => !Object.hasOwn(record, name)),
        collection,
      ).toEqual([]);
      expect(new Set(names).size).toBe(names.length);
    }
  });

  test('an edit is a command that changes that field alone', () => {
    const node = must(listRecords(site, 'nodes')[0], 'a node');
    const result = apply(site, editCommand({ collection: 'nodes', id: node.id }, node, 'name', 'Renamed'));
    expect(result).toMatchObject({ status: 'ok', value: { changes: [{ id: node.id, after: { ...node, name: 'Renamed' } }] } });
  });

  test('removing several is one step', () => {
    const [first, second] = listRecords(site, 'flows');
    const command = removeCommand(
      site,
      [first, second].map((flow) => ({ collection: 'flows', id: must(flow, 'a flow').id })),
    );
    expect(command).toMatchObject({ kind: 'batch', commands: [{ kind: 'flow.remove' }, { kind: 'flow.remove' }] });
  });

  test('a value written as text and read back is the same to twelve digits', () => {
    const units = [unitOf('latencyMs'), unitOf('reservedShare'), unitOf('bandwidthMbps')];
    fc.assert(
      fc.property(fc.double({ min: 1e-9, max: 1e12, noNaN: true }), fc.constantFrom(...units), (value, unit) => {
        const back = must(fromText(toText(value, unit), unit), 'a number');
        expect(Math.abs(back - value) / value).toBeLessThan(2e-11);
      }),
    );
  });

  test.each([
    ['lengthM', 'm', 1],
    ['bandwidthUpMbps', 'Mbps', 1],
    ['reservedShare', '%', 100],
    ['propagationUsPerKm', 'µs/km', 1],
    ['mtbfH', 'h', 1],
    ['memoryGiB', 'GiB', 1],
    ['storageGB', 'GB', 1],
    ['count', '', 1],
  ])('%s is in "%s"', (name, unit, scale) => {
    expect(unitOf(name)).toEqual({ unit, scale });
  });

  test('words are not numbers', () => {
    for (const text of ['', ' ', 'abc', '1 2', 'NaN', 'Infinity']) expect(fromText(text, unitOf('lengthM'))).toBeNull();
    expect(fromText('0,5', unitOf('reservedShare'))).toBe(0.005);
  });
});
