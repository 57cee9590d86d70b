import { describe, expect, test } from 'vitest';
import { must } from '../../core/base/assert.ts';
import { parseSiteFile, serializeSite } from '../../core/site/file.ts';
import { SITE_FORMAT } from '../../core/site/file-schema.ts';
import { readSiteText } from '../../core/formats/guard/read-site-text.ts';
import { memorySource } from '../../core/formats/guard/byte-source.ts';
import { createDocuments } from '../../renderer/engine/document-client.ts';
import { localDocuments } from '../helpers/local-documents.ts';
import { randomSite } from '../helpers/random-site.ts';
import { scaleSite } from '../helpers/scale-site.ts';

const site = randomSite(12);
const large = scaleSite('city', 300, 1);
const documents = localDocuments();

async function packed(of = large): Promise<unknown> {
  const outcome = must(await documents.pack(of), 'a document');
  if (outcome.status === 'failed') throw new Error(outcome.error.message);
  return outcome.value;
}

describe('documents of the library', () => {
  test('come back as they went in, through JSON as every store keeps it', async () => {
    for (const one of [site, large]) {
      const stored: unknown = JSON.parse(JSON.stringify(await packed(one)));
      const shares: number[] = [];
      const back = must(await documents.unpack(stored, 'x', { progressed: (share) => shares.push(share) }), 'a site');
      if (back.status === 'failed') throw new Error(back.error.message);
      expect(serializeSite(back.value)).toBe(serializeSite(one));
    }
  });

  test('take a tenth of the room of their text', async () => {
    expect(JSON.stringify(await packed()).length).toBeLessThan(serializeSite(large).length / 10);
  });

  test('of earlier builds, which are not compressed, are read as well', async () => {
    const old: unknown = JSON.parse(serializeSite(site));
    expect(await documents.unpack(old, 'x')).toMatchObject({ status: 'ok', value: { header: site.header } });
  });

  test('say to an earlier build that they are newer', async () => {
    const refused = parseSiteFile(JSON.stringify(await packed()), 'x');
    expect(refused).toMatchObject({ status: 'failed', error: [{ code: 'site-file.newer' }] });
  });

  test('with a site in them that is none are refused with the name of the site', async () => {
    const broken = { format: SITE_FORMAT, version: 3, minReader: 3, site: {} };
    expect(await documents.unpack(broken, 'My site')).toMatchObject({ status: 'failed', error: { file: 'My site' } });
  });

  test('can be called off', async () => {
    const stop = new AbortController();
    const waiting = documents.unpack(await packed(), 'x', { signal: stop.signal });
    stop.abort();
    expect(await waiting).toBeNull();
    expect(await documents.pack(large, stop.signal)).toBeNull();
  });

  test('say so when their worker is lost', async () => {
    const lost = createDocuments((listener) => ({
      postMessage: () => listener.lost('out of memory'),
      terminate: () => undefined,
    }));
    expect(await lost.pack(site)).toMatchObject({ status: 'failed', error: { code: 'document.crashed' } });
    expect(await lost.file(site, true)).toMatchObject({ status: 'failed', error: { code: 'document.crashed' } });
  });
});

describe('files of the user', () => {
  test.each([false, true])('hold the text of the site; compressed: %s', async (compressed) => {
    const made = await documents.file(large, compressed);
    if (made.status === 'failed') throw new Error(made.error.message);
    const bytes = new Uint8Array(await made.value.arrayBuffer());
    expect(await readSiteText(memorySource('x', bytes))).toEqual({ status: 'ok', value: serializeSite(large) });
  });
});
