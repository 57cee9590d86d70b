import { describe, expect, test } from 'vitest';
import { evaluate } from '../../core/evaluate/evaluate.ts';
import { importIfogsim } from '../../core/formats/ifogsim.ts';
import { catalog, imported, TREE_CSV } from './import-fixtures.ts';

const read = (text: string): ReturnType<typeof importIfogsim> => importIfogsim([{ name: 'tree.csv', text }], { catalog });

describe('the iFogSim importer', () => {
  test('keeps the tree: levels as tiers, parents as links, a group of users at each leaf', () => {
    const { site } = imported(read(TREE_CSV));
    expect(Object.values(site.nodes).map(({ id, tier }) => [id, tier])).toEqual([
      ['node-0', 'central'],
      ['node-1', 'near-edge'],
      ['node-2', 'near-edge'],
      ['node-3', 'on-site-edge'],
      ['node-4', 'on-site-edge'],
    ]);
    expect(
      Object.values(site.links)
        .map(({ fromNodeId, toNodeId }) => `${fromNodeId} ${toNodeId}`)
        .toSorted(),
    ).toEqual(['node-1 node-0', 'node-2 node-0', 'node-3 node-1', 'node-4 node-2']);
    expect(Object.keys(site.deviceGroups)).toEqual(['users-3', 'users-4']);
    expect(site.header.assumptions.length).toBeGreaterThan(2);
    expect(evaluate(site).flows.every(({ status }) => status === 'met' || status === 'missed')).toBe(true);
  });

  test('does not depend on the order of the rows', () => {
    const [header, ...rows] = TREE_CSV.trim().split('\n');
    const turned = [header, ...rows.toReversed(), ''].join('\n');
    const links = (text: string): string[] => Object.keys(imported(read(text)).site.links).toSorted();
    expect(links(turned)).toEqual(links(TREE_CSV));
  });

  test.each<[string, string, string, string]>([
    ['a missing column', TREE_CSV.replace('Parent', 'Up'), 'csv.missing-column', 'line 1'],
    ['an unknown parent', TREE_CSV.replace(',2,1,VIC', ',2,9,VIC'), 'ifogsim.unknown-parent', 'line 5'],
    ['a parent on the same level', TREE_CSV.replace(',2,1,VIC', ',2,4,VIC'), 'ifogsim.parent-level', 'line 5'],
    ['a node that is its own parent', TREE_CSV.replace(',2,1,VIC', ',2,3,VIC'), 'ifogsim.parent-level', 'line 5'],
    ['one id twice', TREE_CSV.replace('\n4,', '\n3,'), 'ifogsim.duplicate-id', 'line 6'],
    ['a level that is none', TREE_CSV.replace(',2,1,VIC', ',two,1,VIC'), 'ifogsim.bad-row', 'line 5'],
    ['a row that is cut off', TREE_CSV.replace(',2,2,VIC,Gateway B\n', ''), 'ifogsim.bad-row', 'line 6'],
    ['an empty table', TREE_CSV.split('\n', 1)[0] ?? '', 'ifogsim.empty', 'line 2'],
  ])('refuses %s', (_, text, code, place) => {
    expect(text).not.toBe(TREE_CSV);
    expect(read(text)).toMatchObject({ status: 'failed', error: [{ code, place, file: 'tree.csv' }] });
  });
});
