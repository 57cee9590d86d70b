import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { memorySource } from '../../core/formats/guard/byte-source.ts';
import { readSiteText } from '../../core/formats/guard/read-site-text.ts';
import { serializeSite } from '../../core/site/file.ts';
import { randomSite } from '../helpers/random-site.ts';

const text = serializeSite(randomSite(7));
const read = (bytes: Uint8Array) => readSiteText(memorySource('x.edgewright.json.gz', bytes));

describe('a compressed site file', () => {
  test('gives the text that went in, as the file itself does', async () => {
    expect(await read(gzipSync(text))).toEqual({ status: 'ok', value: text });
    expect(await read(new TextEncoder().encode(text))).toEqual({ status: 'ok', value: text });
  });

  test('is refused for any flipped byte of its content, and when it is cut', async () => {
    const whole = gzipSync(text);
    // The ten bytes of the header hold time and system, which nothing rests on.
    for (let at = 10; at < whole.length; at += Math.ceil(whole.length / 150)) {
      const flipped = Uint8Array.from(whole);
      flipped[at] = (flipped[at] ?? 0) ^ 0x10;
      expect((await read(flipped)).status, `byte ${at}`).toBe('failed');
    }
    expect(await read(whole.subarray(0, whole.length - 9))).toMatchObject({ error: { code: 'gzip.broken' } });
  });

  test('is a bomb when it says it is a site and unfolds to two hundred times its size, and is left at its first bytes', async () => {
    const bomb = gzipSync(`{"format":"edgewright-site","site":{"x":"${'a'.repeat(64 << 20)}"}}`);
    expect(await read(bomb)).toMatchObject({ error: { code: 'gzip.too-large', place: expect.stringMatching(/^byte 0$/) } });
  });

  test('with anything else in it is not unfolded at all', async () => {
    expect(await read(gzipSync('[]'.repeat(1000)))).toMatchObject({ error: { code: 'file.other-format' } });
  });
});
