import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { EXIT } from '../../core/cli/command.ts';
import { samplesCommand } from '../../core/cli/commands/samples.ts';

let folder = '';
let notes = '';
const terminal = {
  get folder() {
    return folder;
  },
  out: () => undefined,
  note: (text: string) => {
    notes += text;
  },
};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'samples-'));
  notes = '';
});

afterEach(() => rmSync(folder, { recursive: true }));

test('without public data it draws what needs none, says what it skipped, and leaves no index that would promise more', async () => {
  const code = await samplesCommand.run({ positionals: [], options: { out: 'drawn', data: 'nothing' } }, terminal);
  expect(code).toBe(EXIT.refused);
  expect(notes).toMatch(/melbourne-mec: skipped, there is no public data in .*nothing.eua\. Name the folder with --data\./);
  expect(readdirSync(join(folder, 'drawn')).toSorted()).toEqual([
    'car-factory-qc.edgewright.json',
    'carrier-edge-cloud.edgewright.json',
    'city-traffic.edgewright.json',
    'computing-network.edgewright.json',
    'connected-vehicles.edgewright.json',
    'mec-region.edgewright.json',
  ]);
});
