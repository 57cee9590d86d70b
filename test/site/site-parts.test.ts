import { describe, expect, test } from 'vitest';
import { canonicalJson } from '../../core/base/canonical-json.ts';
import { parseSiteFile, serializeSite } from '../../core/site/file.ts';
import { SITE_FORMAT, SITE_MIN_READER, SITE_VERSION } from '../../core/site/file-schema.ts';
import { SiteAssembly, sitePartsOf } from '../../core/site/site-parts.ts';
import { COLLECTIONS, listRecords } from '../../core/site/site.ts';
import { randomSite } from '../helpers/random-site.ts';
import { scaleSite } from '../helpers/scale-site.ts';

const large = scaleSite('city', 100, 1);

describe('a site in parts', () => {
  test('is the same site when it is put together, frozen all the way down', () => {
    for (const site of [large, ...[1, 2, 3, 4].map((seed) => randomSite(seed))]) {
      const assembly = new SiteAssembly();
      for (const part of sitePartsOf(site)) assembly.take(structuredClone(part));
      const back = assembly.site();
      expect(serializeSite(back)).toBe(serializeSite(site));
      for (const name of COLLECTIONS) {
        const records = listRecords(back, name);
        expect(records).toEqual(listRecords(site, name));
        expect(records.every((record) => Object.isFrozen(record) && Object.values(record).every(Object.isFrozen))).toBe(true);
      }
    }
  });

  test('comes in parts none of which is large', () => {
    const parts = [...sitePartsOf(large)];
    expect(parts.length).toBeGreaterThan(COLLECTIONS.length - 6);
    expect(Math.max(...parts.map(({ json }) => json.length))).toBeLessThan(2 ** 18 + 2 ** 15);
  });
});

describe('the text of a site file', () => {
  test('is what sorted JSON of the whole gives, record by record', () => {
    for (const site of [large, randomSite(5)]) {
      const whole = canonicalJson({ format: SITE_FORMAT, version: SITE_VERSION, minReader: SITE_MIN_READER, site }, 1);
      expect(serializeSite(site)).toBe(`${whole}\n`);
    }
  });

  test('tells how much of it is read, never less than before', () => {
    const shares: number[] = [];
    const read = parseSiteFile(serializeSite(scaleSite('city', 300, 1)), 'x', (share) => shares.push(share));
    expect(read.status).toBe('ok');
    expect(shares.length).toBeGreaterThan(3);
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    expect(shares.every((share) => share > 0 && share <= 1)).toBe(true);
  });
});
