import { describe, expect, test } from 'vitest';
import { evaluate } from '../../core/evaluate/evaluate.ts';
import { coverageRadii, importEua } from '../../core/formats/eua.ts';
import { getRecord } from '../../core/site/site.ts';
import { catalog, euaFiles, imported, SITES_CSV, USERS_CSV } from './import-fixtures.ts';

const small = imported(importEua(euaFiles, { catalog, metro: false }));

describe('the EUA importer', () => {
  test('makes a place with a node of every site, and a device group of every user', () => {
    const { site } = small;
    expect(Object.keys(site.places)).toEqual(['site-101', 'site-102', 'site-103']);
    expect(Object.keys(site.deviceGroups)).toHaveLength(4);
    expect(getRecord(site, 'nodes', 'mec-101')).toMatchObject({ placeId: 'site-101', tier: 'on-site-edge' });
    expect(getRecord(site, 'places', 'site-101')?.name).toBe('North, upper street');
    expect(getRecord(site, 'places', 'site-103')).toMatchObject({
      name: 'South 墨尔本',
      geo: { latitudeDeg: -37.815, longitudeDeg: 144.966 },
    });
  });

  test('keeps what looks like a formula as the text it is', () => {
    expect(getRecord(small.site, 'places', 'site-102')?.name).toBe('=HYPERLINK("http://x")');
  });

  test('stands sites where they are: 5/1000 of a degree of latitude is 555 m (WGS 84 at 38° south)', () => {
    const [a, b] = ['site-101', 'site-102'].map((id) => getRecord(small.site, 'places', id)?.positionM);
    expect(Math.abs((a?.yM ?? 0) - (b?.yM ?? 0) - 554.9)).toBeLessThan(0.3);
    expect(Math.abs((a?.xM ?? 0) - (b?.xM ?? 0))).toBeLessThan(0.1);
  });

  test('attaches each user to the nearest site, and says so of one that no site reaches', () => {
    const nodes = Object.values(small.site.deviceGroups).map(({ attachment }) => attachment?.nodeId);
    expect(nodes).toEqual(['mec-101', 'mec-102', 'mec-103', 'mec-102']);
    const guessed = small.findings.filter(({ kind }) => kind === 'guessed');
    expect(guessed.map(({ subject, place }) => [subject, place])).toEqual([
      ['deviceGroups/user-0004', 'eua/users-melbcbd-generated.csv, line 5'],
    ]);
    expect(small.site.header.assumptions.map(({ subject }) => subject)).toContain('deviceGroups/user-0004');
  });

  test('reaches from a site as far as a hexagonal grid of its neighbours would, within the bounds of TR 38.901', () => {
    const at = (xM: number): { xM: number; yM: number; zM: number } => ({ xM, yM: 0, zM: 0 });
    expect(coverageRadii([at(0), at(300)]).map(Math.round)).toEqual([173, 173]);
    expect(coverageRadii([at(0), at(10)]).map(Math.round)).toEqual([115, 115]);
    expect(coverageRadii([at(0), at(9000)]).map(Math.round)).toEqual([289, 289]);
    expect(coverageRadii([at(0)]).map(Math.round)).toEqual([289]);
  });

  test('answers: every flow has a status, and a route to the clouds exists', () => {
    const answer = evaluate(small.site);
    expect(answer.flows.filter(({ from }) => from.startsWith('user-'))).toHaveLength(4);
    expect(answer.flows.every(({ status }) => status === 'met' || status === 'missed')).toBe(true);
    expect(answer.totals.flowsNoRoute + answer.totals.flowsUnplaced).toBe(0);
    expect(new Set(Object.values(small.site.nodes).map(({ tier }) => tier))).toEqual(
      new Set(['on-site-edge', 'near-edge', 'regional', 'central']),
    );
  });

  test('takes the metropolitan list on demand, without the masts it has already', () => {
    const metro = imported(importEua(euaFiles, { catalog, metro: true }));
    expect(Object.keys(metro.site.places)).toEqual(
      ['metro-2', 'site-101', 'site-102', 'site-103'].map((id) => (id === 'metro-2' ? 'site-metro-2' : id)).toSorted(),
    );
    expect(small.findings.filter(({ kind }) => kind === 'dropped').map(({ place }) => place)).toEqual([
      'eua/optus-melb-metro-sites.derived.csv',
    ]);
  });

  test('gives equal sites for equal files, whatever their order', () => {
    const turned = imported(importEua(euaFiles.toReversed(), { catalog, metro: false }));
    expect(turned.site).toEqual(small.site);
  });

  test.each<[string, string, string, string]>([
    ['a missing column', SITES_CSV.replace('LONGITUDE', 'LON'), 'csv.missing-column', 'line 1'],
    ['a coordinate that is none', SITES_CSV.replace('-37.8150', 'south'), 'eua.bad-coordinate', 'line 3'],
    ['an infinite coordinate', SITES_CSV.replace('-37.8150', '-1e999'), 'eua.bad-coordinate', 'line 3'],
    ['a hexadecimal coordinate', SITES_CSV.replace('-37.8150', '0x25'), 'eua.bad-coordinate', 'line 3'],
    ['a latitude beyond the pole', SITES_CSV.replace('-37.8150', '-97.8150'), 'eua.bad-coordinate', 'line 3'],
    ['a site without an id', SITES_CSV.replace('102,', ','), 'eua.no-id', 'line 3'],
    ['one id twice', SITES_CSV.replace('102,', '101,'), 'eua.duplicate-site', 'line 3'],
    ['only a header', SITES_CSV.split('\n', 1)[0] ?? '', 'eua.empty', 'line 2'],
  ])('refuses %s', (_, text, code, place) => {
    const result = importEua(
      [
        { name: 'site.csv', text },
        { name: 'users.csv', text: USERS_CSV },
      ],
      { catalog, metro: false },
    );
    expect(result).toMatchObject({ status: 'failed', error: [{ code, place, file: 'site.csv' }] });
  });

  test('names the file that is missing, and files of which it cannot tell which is meant', () => {
    const sites = { name: 'a.csv', text: SITES_CSV };
    const users = { name: 'users.csv', text: USERS_CSV };
    expect(importEua([sites], { catalog, metro: false })).toMatchObject({ error: [{ code: 'eua.missing-file' }] });
    expect(importEua([users], { catalog, metro: false })).toMatchObject({ error: [{ code: 'eua.missing-file' }] });
    expect(importEua([sites, { ...sites, name: 'b.csv' }, users], { catalog, metro: false })).toMatchObject({
      error: [{ code: 'eua.ambiguous' }],
    });
    expect(importEua([sites, users], { catalog, metro: true })).toMatchObject({ error: [{ code: 'eua.missing-file' }] });
  });

  test('one site alone is a region too', () => {
    const one = `${SITES_CSV.split('\n').slice(0, 2).join('\n')}\n`;
    const { site } = imported(
      importEua(
        [
          { name: 'site.csv', text: one },
          { name: 'users.csv', text: USERS_CSV },
        ],
        { catalog, metro: false },
      ),
    );
    expect(evaluate(site).totals.flowsNoRoute).toBe(0);
  });
});
