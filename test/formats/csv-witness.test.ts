import fc from 'fast-check';
import Papa from 'papaparse';
import { expect, test } from 'vitest';
import { readCsv } from '../../core/formats/guard/csv.ts';

const cell = fc.string({ unit: fc.constantFrom('a', 'b', ' ', ',', ';', '"', '\n', '\r\n', '=', '墨'), maxLength: 6 });

test('the CSV reader reads what an independent reader reads of what an independent writer wrote', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 8 }),
      fc.constantFrom('\n', '\r\n'),
      (rows, newline) => {
        const text = Papa.unparse({ fields: ['x', 'y', 'z'], data: rows }, { newline, quotes: true });
        const read = readCsv(text, 'x', ['x', 'y', 'z']);
        if (read.status === 'failed') throw new Error(JSON.stringify(read.error));
        const ours = read.value.rows.map((row) => ['x', 'y', 'z'].map((name) => row.get(name)));
        const theirs = Papa.parse<string[]>(text, { delimiter: ',' }).data.slice(1);
        expect(ours).toEqual(theirs.map((row) => row.map((each) => each.trim())));
        expect(ours).toEqual(rows.map((row) => row.map((each) => each.trim())));
      },
    ),
    { numRuns: 500 },
  );
});
