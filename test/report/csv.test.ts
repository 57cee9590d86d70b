import fc from 'fast-check';
import Papa from 'papaparse';
import { describe, expect, test } from 'vitest';
import { csvFiles } from '../../core/report/csv.ts';
import { csvText } from '../../core/report/csv-text.ts';
import { guardFormula } from '../../core/report/formula-guard.ts';
import { reportOn, sampleSite } from './sample.ts';

const HOSTILE = [
  '=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '\n=1', ' =1', '\u00a0=1', '\u3000=1', '\ufeff=1', '\u200b=1', '\u202e=1', '"=1', "'=1",
  '＝1', '＋1', '－1', '＠SUM(A1)', '﹢1', '⁺1', '\u22121', ' ＝cmd', '=cmd|\' /C calc\'!A0', '=HYPERLINK("http://evil.example","x")', '@=1',
  'a;=1', 'a\n=1', 'a\r\n  =1', 'a\t=1', 'a|=1', 'a;"=1"', ';;=1', '=', '\u0000=1', '\u001b=1', 'x\u2028=1', '\n\n', '\t', '=1,"b"',
] as const; // prettier-ignore

/** Spreadsheet text as attackers write it: signs, spaces, separators and quotes in any order, with some plain letters. */
const hostileText = fc.oneof(
  fc.constantFrom(...HOSTILE),
  fc.string({
    unit: fc.constantFrom(
      '=',
      '+',
      '-',
      '@',
      '＝',
      '＋',
      '－',
      '＠',
      '\t',
      '\r',
      '\n',
      ' ',
      '\u00a0',
      '\u3000',
      '\ufeff',
      '\u200b',
      '\u202e',
      '"',
      "'",
      ';',
      ',',
      '|',
      'a',
      '1',
      '港',
    ),
    maxLength: 24,
  }),
  fc.string({ unit: 'binary', maxLength: 60 }),
);

const FORMULA = /^[\p{Z}\p{C}"]*[=+\-@＝＋－＠﹢﹣﹦﹫⁺⁻⁼₊₋₌\u2212]/u;

describe('formula guard', () => {
  test.each(HOSTILE)('%j does not begin a formula', (text) => {
    expect(guardFormula(text)).not.toMatch(FORMULA);
    expect(guardFormula(text)).not.toMatch(/^[\t\r\n]/);
  });

  test('no text begins a formula, however it is split into cells', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        for (const cell of guardFormula(text).split(/[;\t\r\n|]/)) expect(cell).not.toMatch(FORMULA);
      }),
      { numRuns: 2000 },
    );
  });

  test('a text without a formula stays as it is', () => {
    for (const text of [
      '',
      'Room server 1',
      'a-b',
      'x = y',
      '5G cell, 3.5 GHz',
      '港区-1',
      '1,5',
      'a; b',
      "it's",
      '-'.padStart(3, 'k'),
    ]) {
      expect(guardFormula(text)).toBe(text);
    }
  });

  test('it only adds apostrophes', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        expect(guardFormula(text).replaceAll("'", '')).toBe(text.replaceAll("'", ''));
      }),
    );
  });
});

describe('CSV text', () => {
  test('begins with a byte order mark and ends every line as RFC 4180 says', () => {
    expect(csvText(['a', 'b'], [[1, 'x']])).toBe('\ufeffa,b\r\n1,x\r\n');
  });

  test('quotes what needs it and doubles quotes', () => {
    expect(csvText(['a'], [['x,y'], ['say "hi"'], ['two\nlines'], [' padded ']])).toBe(
      '\ufeffa\r\n"x,y"\r\n"say ""hi"""\r\n"two\nlines"\r\n" padded "\r\n',
    );
  });

  test('numbers stay numbers with all their digits; what is unknown is empty', () => {
    expect(csvText(['a', 'b', 'c', 'd'], [[-0.125, 1e21, null, Number.NaN]])).toBe('\ufeffa,b,c,d\r\n-0.125,1e+21,,\r\n');
  });

  test('another reader finds the same cells', () => {
    const cell = fc.oneof(hostileText, fc.double({ noNaN: true, noDefaultInfinity: true }), fc.constant(null));
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 6 }), (rows) => {
        const read = Papa.parse<string[]>(csvText(['x', 'y', 'z'], rows), { delimiter: ',', newline: '\r\n' }).data;
        expect(read[0]).toEqual(['x', 'y', 'z']);
        const written = rows.map((row) =>
          row.map((value) => (typeof value === 'string' ? guardFormula(value) : value === null ? '' : String(value))),
        );
        expect(read.slice(1, -1)).toEqual(written);
      }),
      { numRuns: 500 },
    );
  });

  test('no cell is a formula, whichever separator the reader takes', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constant('id'), hostileText, hostileText), { minLength: 1, maxLength: 4 }), (rows) => {
        const text = csvText(['id', 'y', 'z'], rows);
        for (const delimiter of [',', ';', '\t', '|']) {
          for (const cells of Papa.parse<string[]>(text, { delimiter }).data) {
            for (const cell of cells) expect(cell).not.toMatch(FORMULA);
          }
        }
      }),
      { numRuns: 1000 },
    );
  });
});

describe('tables of a report', () => {
  const site = sampleSite();
  const { evaluation } = reportOn(site);
  const files = csvFiles(site, evaluation);

  function rowsOf(name: string): Record<string, string>[] {
    const file = files.find((each) => each.name === name);
    if (file === undefined) throw new Error(`no ${name}`);
    const { data, errors } = Papa.parse<Record<string, string>>(file.text.slice(1), { header: true, skipEmptyLines: true });
    expect(errors).toEqual([]);
    return data;
  }

  test('flows.csv has every flow with exactly its figures', () => {
    const rows = rowsOf('flows.csv');
    expect(rows).toHaveLength(evaluation.flows.length);
    for (const flow of evaluation.flows) {
      const row = rows.find((each) => each['flow id'] === flow.id);
      expect(row?.['p99 (ms)']).toBe(flow.p99Ms === null ? '' : String(flow.p99Ms));
      expect(row?.['slack (ratio)']).toBe(flow.slack === null ? '' : String(flow.slack));
      expect(row?.['status']).toBe(flow.status);
      if (flow.breakdownMs === null) continue;
      const sum = ['access', 'propagation', 'transmission', 'queueing', 'transport', 'processing'].reduce(
        (total, part) => total + Number(row?.[`${part} (ms)`]),
        0,
      );
      expect(sum).toBeCloseTo(Number(row?.['mean (ms)']), 6);
    }
  });

  test('nodes.csv has every node, with used over available as utilisation', () => {
    const rows = rowsOf('nodes.csv');
    expect(rows).toHaveLength(evaluation.nodes.length);
    let checked = 0;
    for (const row of rows) {
      for (const dimension of ['compute', 'memory', 'network', 'storage-ssd']) {
        const [used, available, utilisation] = [
          `${dimension} used`,
          `${dimension} available`,
          `${dimension} utilisation (ratio)`,
        ].map((head) => Number(row[Object.keys(row).find((key) => key.startsWith(head)) ?? '']));
        if (used === undefined || available === undefined || utilisation === undefined || !(available > 0)) continue;
        expect(utilisation).toBeCloseTo(used / available, 9);
        checked += 1;
      }
    }
    expect(checked).toBeGreaterThan(100);
  });

  test('heads do not depend on the site', () => {
    const small = csvFiles(sampleSite(1), reportOn(sampleSite(1)).evaluation);
    for (const [index, file] of files.entries()) expect(small[index]?.text.split('\r\n')[0]).toBe(file.text.split('\r\n')[0]);
  });

  test('links, findings and the bill are complete, too', () => {
    expect(rowsOf('links.csv')).toHaveLength(evaluation.links.length);
    expect(rowsOf('findings.csv')).toHaveLength(evaluation.findings.length);
    const bill = rowsOf('bom.csv');
    expect(bill.reduce((sum, row) => sum + Number(row['quantity (pieces)']), 0)).toBe(64);
    expect(bill.find((row) => row['hardware type'] === 'Prototype radio')).toMatchObject({
      'unit price': '',
      total: '',
      'price basis': 'unknown',
    });
  });
});
