import type { Problem } from '../../base/problem.ts';
import type { Result } from '../../base/result.ts';
import type { ByteSource } from './byte-source.ts';
import { memorySource } from './byte-source.ts';
import { gunzip, gunzipStart } from './gunzip.ts';
import { MAX_BYTES } from './limits.ts';
import { readBytes, readText } from './read-text.ts';
import { sniff, SNIFF_BYTES } from './sniff.ts';

/** Text of a site file, compressed by gzip or not. An archive is unfolded only when its first bytes are those of a site. */
export async function readSiteText(source: ByteSource): Promise<Result<string, Problem>> {
  if (!(await isSiteArchive(source))) return readText(source, 'site');
  const packed = await readBytes(source, 'gzip');
  if (packed.status === 'failed') return packed;
  const bytes = gunzip(packed.value, source.name, MAX_BYTES.site);
  return bytes.status === 'failed' ? bytes : readText(memorySource(source.name, bytes.value), 'site');
}

/** Whether the file is a gzip archive of a site file, by the first bytes of what it holds. */
export async function isSiteArchive(source: ByteSource): Promise<boolean> {
  const start = await source.slice(0, Math.min(source.size, SNIFF_BYTES));
  return sniff(start) === 'gzip' && sniff(gunzipStart(start).subarray(0, SNIFF_BYTES)) === 'site';
}
