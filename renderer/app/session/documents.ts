import type { Problem } from '../../../core/base/problem.ts';
import { problem } from '../../../core/base/problem.ts';
import type { Result } from '../../../core/base/result.ts';
import { failed, ok } from '../../../core/base/result.ts';
import { parseSiteFile } from '../../../core/site/file.ts';
import { SITE_FORMAT, SITE_MIN_READER, SITE_VERSION } from '../../../core/site/file-schema.ts';
import type { Site } from '../../../core/site/site.ts';

/** A document as the library keeps it: in the form of a site file, so that a later version can migrate it. */
export function packSite(site: Site): unknown {
  return { format: SITE_FORMAT, version: SITE_VERSION, minReader: SITE_MIN_READER, site };
}

/** The document out of the library, with the same checks as a file of the user. */
export function unpackSite(value: unknown, name: string): Result<Site, Problem> {
  const parsed = parseSiteFile(JSON.stringify(value) ?? '', name);
  if (parsed.status === 'ok') return ok(parsed.value.site);
  return failed(
    parsed.error[0] ??
      problem('session.unreadable', 'The document cannot be read.', 'Open a copy that you saved to a file.', { file: name }),
  );
}
