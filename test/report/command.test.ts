import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { run } from '../../core/cli/run.ts';
import { serializeSite } from '../../core/site/file.ts';
import { csvFiles } from '../../core/report/csv.ts';
import { findChromium } from '../../electron/launch/chromium.mjs';
import { parsePage } from './parse-page.ts';
import { reportOn, sampleSite } from './sample.ts';

const site = sampleSite(6);
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'edgewright-test-'));
  await writeFile(join(folder, 's.edgewright.json'), serializeSite(site));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});
afterEach(() => {
  vi.unstubAllEnvs();
});

async function command(...words: string[]): Promise<{ code: number; out: string; note: string }> {
  let out = '';
  let note = '';
  const code = await run(words, { folder, out: (text) => void (out += text), note: (text) => void (note += text) });
  return { code, out, note };
}

describe('report', () => {
  test('writes the page in the language asked for; without a date equal sites give equal bytes', async () => {
    expect(await command('report', 's.edgewright.json', '--out', 'a.html', '--language', 'zh-CN', '--undated')).toMatchObject({
      code: 0,
      out: 'a.html\n',
    });
    await command('report', 's.edgewright.json', '--out', 'b.html', '--language', 'zh-CN', '--undated');
    const page = await readFile(join(folder, 'a.html'), 'utf8');
    expect(page).toBe(await readFile(join(folder, 'b.html'), 'utf8'));
    const parsed = parsePage(page);
    expect(parsed.errors).toEqual([]);
    expect(parsed.text).toContain(reportOn(site, { language: 'zh-CN' }).model.verdict.sentence);
  });

  test('takes a picture by its bytes, not by its name', async () => {
    await writeFile(join(folder, 'twin.txt'), Buffer.from('89504e470d0a1a0a00', 'hex'));
    await writeFile(join(folder, 'fake.png'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
    expect((await command('report', 's.edgewright.json', '--out', 'p.html', '--picture', 'twin.txt')).code).toBe(0);
    expect(await readFile(join(folder, 'p.html'), 'utf8')).toContain('src="data:image/png;base64,iVBORw0KGgoA"');
    const refused = await command('report', 's.edgewright.json', '--out', 'q.html', '--picture', 'fake.png');
    expect(refused).toMatchObject({ code: 1 });
    expect(refused.note).toContain('fake.png: This is not a PNG, JPEG or WebP picture.');
    expect(await readdir(folder)).not.toContain('q.html');
  });

  test('without a Chromium it says so and writes nothing', async () => {
    vi.stubEnv('EDGEWRIGHT_CHROMIUM', '');
    const refused = await command('report', 's.edgewright.json', '--out', 'r.html', '--pdf', 'r.pdf');
    expect(refused.code).toBe(1);
    expect(refused.note).toContain('[pdf.no-browser]');
    expect(await readdir(folder)).not.toContain('r.html');
  });

  test('a program that is no browser is told from one', async () => {
    vi.stubEnv('EDGEWRIGHT_CHROMIUM', process.execPath);
    expect((await command('report', 's.edgewright.json', '--pdf', 'r.pdf')).note).toContain('[pdf.not-printed]');
  });

  test('prints an A4 PDF', { timeout: 60_000 }, async ({ skip }) => {
    const chromium = findChromium();
    if (chromium === null) return skip('no Chromium here');
    vi.stubEnv('EDGEWRIGHT_CHROMIUM', chromium);
    expect(await command('report', 's.edgewright.json', '--pdf', 'r.pdf')).toMatchObject({ code: 0, out: 'r.pdf\n' });
    const bytes = await readFile(join(folder, 'r.pdf'), 'latin1');
    expect(bytes.startsWith('%PDF-')).toBe(true);
    // 210 × 297 mm in points.
    expect(bytes).toMatch(/\/MediaBox \[0 0 59[45](\.\d+)? 84[12](\.\d+)?\]/);
    expect(bytes.match(/\/Type \/Page\b/g)?.length).toBeGreaterThan(3);
  });

  test('says what is wrong with the command line', async () => {
    expect(await command('report', 's.edgewright.json', '--out', 'x.html', '--language', 'fr')).toMatchObject({
      code: 2,
      note: '--language is en or zh-CN.\n',
    });
    expect((await command('report', 's.edgewright.json')).code).toBe(2);
    expect((await command('report', 'absent.edgewright.json', '--out', 'x.html')).note).toContain('absent.edgewright.json');
  });
});

describe('csv', () => {
  test('writes every table into a folder that it makes', async () => {
    expect((await command('csv', 's.edgewright.json', '--out-dir', 'deep/tables')).code).toBe(0);
    for (const { name, text } of csvFiles(site, reportOn(site).evaluation)) {
      expect(await readFile(join(folder, 'deep/tables', name), 'utf8')).toBe(text);
    }
    expect(await readdir(join(folder, 'deep/tables'))).toHaveLength(5);
  });

  test('a folder that is a file is refused', async () => {
    const refused = await command('csv', 's.edgewright.json', '--out-dir', 's.edgewright.json');
    expect(refused.code).toBe(1);
    expect((await command('csv', 's.edgewright.json')).code).toBe(2);
  });
});
