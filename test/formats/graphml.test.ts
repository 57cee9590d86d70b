import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { evaluate } from '../../core/evaluate/evaluate.ts';
import { greatCircleM } from '../../core/formats/geo.ts';
import { importGraphml } from '../../core/formats/graphml.ts';
import { readLinkSpeed } from '../../core/formats/link-speed.ts';
import { catalog, imported, NETWORK } from './import-fixtures.ts';

const read = (text: string, bare = true): ReturnType<typeof importGraphml> =>
  importGraphml([{ name: 'net.graphml', text }], { catalog, bare });
const small = imported(read(NETWORK));

describe('the GraphML importer', () => {
  test('makes a place with a router of each node, parallel links of parallel edges, and drops a link to itself', () => {
    const { site, findings } = small;
    expect(site.header).toMatchObject({ name: 'Our & their net', id: 'our-their-net' });
    expect(Object.values(site.places).map(({ name }) => name)).toEqual(['Köln', 'Bonn', 'Bonn', 'Peer']);
    expect(Object.keys(site.links)).toEqual(['link-0-1', 'link-0-1-2', 'link-1-2', 'link-2-3']);
    expect(findings.filter(({ kind }) => kind === 'dropped')).toMatchObject([{ place: 'line 20, column 5' }]);
    expect(site.places['pop-3']?.notes).toBe('Outside of the network.');
  });

  test('takes bandwidths as stated, reads words, and guesses the rest from the other links', () => {
    const { site, findings } = small;
    expect(Object.values(site.links).map(({ bandwidthUpMbps }) => bandwidthUpMbps)).toEqual([10000, 5000, 5000, 155]);
    const about = (id: string): string[] => findings.filter(({ subject }) => subject === `links/${id}`).map(({ kind }) => kind);
    expect([about('link-0-1'), about('link-0-1-2'), about('link-1-2')]).toEqual([[], ['guessed'], ['guessed']]);
  });

  test('makes links as long as the great circle × the route factor of the fibre', () => {
    const straightM = greatCircleM({ latitudeDeg: 50.94, longitudeDeg: 6.96 }, { latitudeDeg: 50.73, longitudeDeg: 7.1 });
    expect(Math.abs(straightM - 25_320)).toBeLessThan(100);
    const factor = catalog.media.get(small.site.links['link-0-1']?.mediumId ?? '')?.routeFactor ?? 0;
    expect(Math.abs((small.site.links['link-0-1']?.lengthM ?? 0) - straightM * factor)).toBeLessThan(1);
  });

  test('places a node without coordinates near its neighbours, and says so', () => {
    const guessed = small.findings.filter(({ subject }) => subject?.startsWith('places/')).map(({ subject }) => subject);
    expect(guessed).toEqual(['places/pop-2', 'places/pop-3']);
    const [bonn, guess] = [small.site.places['pop-1']?.geo, small.site.places['pop-2']?.geo];
    if (bonn === null || bonn === undefined || guess === null || guess === undefined) throw new Error('not placed');
    expect(greatCircleM(bonn, guess)).toBeGreaterThan(1_000);
    expect(greatCircleM(bonn, guess)).toBeLessThan(30_000);
  });

  test('draws a network without any coordinates in rings, no two nodes on one spot', () => {
    const bare = NETWORK.replaceAll(/<data key="k[23]">[^<]*<\/data>/g, '');
    const { site } = imported(read(bare));
    const spots = Object.values(site.places).map(({ positionM }) => `${positionM.xM} ${positionM.yM}`);
    expect(new Set(spots).size).toBe(4);
    expect(site.header.geoOrigin).toBeNull();
    expect(Object.values(site.links).map(({ lengthM }) => lengthM)).toEqual([100_000, 100_000, 100_000, 100_000]);
  });

  test('places nodes that are countries in their capitals', () => {
    const named = NETWORK.replaceAll(/<data key="k[23]">[^<]*<\/data>/g, '')
      .replace('Köln', 'NL')
      .replace('>Bonn<', '>FR<')
      .replace('>Bonn<', '>PT<')
      .replace('Peer', 'ES');
    const { site } = imported(read(named));
    expect(site.places['pop-0']?.geo).toEqual({ latitudeDeg: 52.4, longitudeDeg: 4.9 });
  });

  test('keys are found by name whatever their ids, with defaults, and data in CDATA', () => {
    const other = NETWORK.replaceAll('"k1"', '"label"').replace(
      '<data key="label">Köln</data>',
      '<data key="label"><![CDATA[Köln & <more>]]></data>',
    );
    expect(imported(read(other)).site.places['pop-0']?.name).toBe('Köln & <more>');
    const withDefault = NETWORK.replace('for="node" id="k1" />', 'for="node" id="k1"><default>Nameless</default></key>').replace(
      '<data key="k1">Peer</data>',
      '',
    );
    expect(imported(read(withDefault)).site.places['pop-3']?.name).toBe('Nameless');
  });

  test('a hyperedge becomes a joint with a link to each end', () => {
    const hyper = NETWORK.replace(
      '</graph>',
      '<hyperedge><endpoint node="0"/><endpoint node="1"/><endpoint node="3"/></hyperedge></graph>',
    );
    const { site, findings } = imported(read(hyper));
    expect(Object.values(site.links).filter(({ fromNodeId }) => fromNodeId === 'router-hyperedge-1')).toHaveLength(3);
    expect(findings.some(({ subject, kind }) => subject === 'places/pop-hyperedge-1' && kind === 'assumed')).toBe(true);
  });

  test('a probe asks from every place of the network itself, and each gets an answer', () => {
    const { site } = imported(read(NETWORK, false));
    const answer = evaluate(site);
    expect(answer.flows.map(({ from }) => from)).toEqual(['terminal-0', 'terminal-1', 'terminal-2']);
    expect(
      answer.flows.every(
        ({ p50Ms, p95Ms, p99Ms }) => p50Ms !== null && p95Ms !== null && p99Ms !== null && p50Ms <= p95Ms && p95Ms <= p99Ms,
      ),
    ).toBe(true);
  });

  test.each<[string, string, string, string]>([
    ['an edge to nowhere', NETWORK.replace('target="3"', 'target="9"'), 'graphml.unknown-node', 'line 19, column 5'],
    ['an edge without ends', NETWORK.replace('source="1" target="2"', ''), 'graphml.unknown-node', 'line 18, column 5'],
    ['one node id twice', NETWORK.replace('node id="3"', 'node id="0"'), 'graphml.duplicate-node', 'line 15, column 5'],
    ['a node without an id', NETWORK.replace('node id="3"', 'node'), 'graphml.node-without-id', 'line 15, column 5'],
    ['a file without a graph', '<graphml></graphml>', 'graphml.no-graph', 'line 1, column 1'],
    ['a graph without nodes', '<graphml><graph/></graphml>', 'graphml.no-node', 'line 1, column 10'],
    ['other XML', '<svg></svg>', 'graphml.other-root', 'line 1, column 1'],
    [
      'a DOCTYPE',
      `<!DOCTYPE graphml SYSTEM "file:///etc/passwd">${NETWORK.slice(NETWORK.indexOf('<graphml'))}`,
      'xml.doctype',
      'line 1, column 1',
    ],
  ])('refuses %s', (_, text, code, place) => {
    expect(read(text)).toMatchObject({ status: 'failed', error: [{ code, place, file: 'net.graphml' }] });
  });

  test('takes a coordinate that is none as missing', () => {
    for (const wrong of ['abc', '1e999', '91', '', 'NaN', '0x10']) {
      const { findings } = imported(read(NETWORK.replace('50.94', wrong)));
      expect(
        findings.some(({ subject }) => subject === 'places/pop-0'),
        wrong,
      ).toBe(true);
    }
  });
});

interface Drawn {
  readonly nodes: readonly { readonly label: string; readonly geo: readonly [number, number] | null }[];
  readonly edges: readonly { readonly from: number; readonly to: number; readonly words: string }[];
}

const network: fc.Arbitrary<Drawn> = fc.integer({ min: 1, max: 25 }).chain((count) =>
  fc.record({
    nodes: fc.array(
      fc.record({
        label: fc.oneof(fc.string({ unit: 'grapheme', maxLength: 12 }), fc.constantFrom('DE', 'FR', 'Bonn', '')),
        geo: fc.option(fc.tuple(fc.double({ min: -90, max: 90, noNaN: true }), fc.double({ min: -180, max: 180, noNaN: true }))),
      }),
      { minLength: count, maxLength: count },
    ),
    edges: fc.array(
      fc.record({ from: fc.nat(count - 1), to: fc.nat(count - 1), words: fc.constantFrom('', '10 Gbps', 'OC-3', '< 1 x', 'E1') }),
      { maxLength: 40 },
    ),
  }),
);

function graphmlOf({ nodes, edges }: Drawn): string {
  const escape = (text: string): string =>
    text.replaceAll(/[^\p{L}\p{N} ]/gu, (mark) => (mark < ' ' ? '' : `&#${mark.codePointAt(0)};`));
  const keys = ['label', 'Latitude', 'Longitude', 'LinkLabel'].map((name) => `<key id="${name}" attr.name="${name}" for="all"/>`);
  const data = (key: string, value: string | number): string =>
    `<data key="${key}">${typeof value === 'number' ? value : escape(value)}</data>`;
  const inner = [
    ...nodes.map(
      ({ label, geo }, id) =>
        `<node id="${id}">${data('label', label)}${geo === null ? '' : data('Latitude', geo[0]) + data('Longitude', geo[1])}</node>`,
    ),
    ...edges.map(({ from, to, words }) => `<edge source="${from}" target="${to}">${data('LinkLabel', words)}</edge>`),
  ];
  return `<graphml>${keys.join('')}<graph>${inner.join('\n')}</graph></graphml>`;
}

test('any network keeps its nodes and links; no guessed node stands on another; equal files give equal sites', () => {
  fc.assert(
    fc.property(network, (drawn) => {
      const text = graphmlOf(drawn);
      const { site } = imported(read(text, false));
      expect(Object.keys(site.places)).toHaveLength(drawn.nodes.length);
      const links = Object.values(site.links).filter(({ id }) => id.startsWith('link-'));
      expect(links).toHaveLength(drawn.edges.filter(({ from, to }) => from !== to).length);
      expect(links.every(({ lengthM }) => lengthM !== null && lengthM >= 0 && lengthM < 5e7)).toBe(true);
      const guessed = drawn.nodes.flatMap(({ geo }, id) => (geo === null ? [site.places[`pop-${id}`]?.positionM] : []));
      const spots = guessed.map((spot) => `${spot?.xM} ${spot?.yM}`);
      if (!drawn.nodes.some(({ label }) => label === 'DE' || label === 'FR')) expect(new Set(spots).size).toBe(spots.length);
      expect(imported(read(text, false)).site).toEqual(site);
      expect(evaluate(site).flows).toHaveLength(drawn.nodes.length);
    }),
    { numRuns: 150 },
  );
});

test('guessed nodes on both sides of the date line stand apart', () => {
  const nodes = [[0, 179.96355104307239] as const, null, null].map((geo) => ({ label: '', geo }));
  const { site } = imported(read(graphmlOf({ nodes, edges: [] }), false));
  const spots = Object.values(site.places).map(({ positionM }) => `${positionM.xM} ${positionM.yM}`);
  expect(new Set(spots).size).toBe(3);
  expect(Object.values(site.places).every(({ positionM }) => Math.abs(positionM.xM) < 100_000)).toBe(true);
});

describe('the bandwidth of a link', () => {
  const words = (text: string): number | null => readLinkSpeed({ raw: '', speed: '', units: '', words: [text] })?.mbps ?? null;

  test.each<[string, number | null]>([
    ['10 Gbps', 10_000],
    ['2.5 Gbit/s', 2_500],
    ['1Gbps', 1_000],
    ['<45Mb', 45],
    ['< 2.5 Gbps', 2_500],
    ['1-10Gbps', 1_000],
    ['2-34 Mbit/s', 2],
    ['100-155 Mbit/s', 100],
    ['2 x 10G', 20_000],
    ['OC-192c', 9_953.28],
    ['OC-192', 9_953.28],
    ['OC3', 155.52],
    ['STM-16', 2_488.32],
    ['T1', 1.544],
    ['DS3', 44.736],
    ['E3', 34.368],
    ['10GE', 10_000],
    ['GigE', 1_000],
    ['64 kbps', 0.064],
    ['2,5 Gbit/s', 2_500],
    ['1,000 Mbps', 1_000],
    ['10 GigE', 10_000],
    ['100 Megabit', 100],
    ['45 Mb/s (T-3)', 45],
    ['T-3', 44.736],
    ['100 metres', null],
    ['Red Link', null],
    ['Lit Fibre', null],
    ['', null],
    ['12 months', null],
    ['0 Gbps', null],
  ])('%s', (text, mbps) => {
    expect(words(text)).toBe(mbps);
  });

  test('is the raw figure where there is one, else speed and unit', () => {
    expect(readLinkSpeed({ raw: '45000000.0', speed: '10', units: 'G', words: [] })).toEqual({ mbps: 45, guess: null });
    expect(readLinkSpeed({ raw: '', speed: '2.5', units: 'G', words: [] })).toEqual({ mbps: 2500, guess: null });
    expect(readLinkSpeed({ raw: '1e999', speed: '-1', units: 'G', words: ['x'] })).toBeNull();
  });
});
