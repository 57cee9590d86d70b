import { z } from 'zod';
import { canonicalJson } from '../base/canonical-json.ts';
import type { Problem } from '../base/problem.ts';
import { problem } from '../base/problem.ts';
import type { Result } from '../base/result.ts';
import { failed, ok } from '../base/result.ts';
import { safeJson } from '../base/safe-json.ts';
import type { HardwareType } from '../site/schema/hardware-type.ts';
import type { Medium } from '../site/schema/medium.ts';
import { parseCatalog } from './parse-catalog.ts';
import type { WorkloadTemplate } from './template.ts';

export const OWN_CATALOG_FORMAT = 'edgewright-catalog';
export const OWN_CATALOG_VERSION = 1;
/** Ending of files that hold entries of a user's own. */
export const OWN_CATALOG_ENDING = '.edgewright-catalog.json';
/** A file of entries is small; more is something else. */
const MOST_CHARS = 2 ** 24;
/** More would not be read. */
const MOST_PROBLEMS = 20;

/** Entries of a user's own, beside those that come with the application. */
export interface OwnCatalog {
  readonly hardwareTypes: readonly HardwareType[];
  readonly media: readonly Medium[];
  readonly templates: readonly WorkloadTemplate[];
}

const fileSchema = z.strictObject({
  format: z.literal(OWN_CATALOG_FORMAT),
  version: z.literal(OWN_CATALOG_VERSION),
  hardwareTypes: z.array(z.unknown()).max(10_000),
  media: z.array(z.unknown()).max(10_000),
  templates: z.array(z.unknown()).max(10_000),
});

/** Entries by the same rules as those of the application: schema, ids once, no figures that contradict each other; else all that is wrong. */
export function checkOwnCatalog(
  entries: { readonly [Kind in keyof OwnCatalog]: readonly unknown[] },
  file: string,
): Result<OwnCatalog, readonly Problem[]> {
  const parsed = parseCatalog({
    hardwareTypes: [{ name: file, value: entries.hardwareTypes }],
    media: [{ name: file, value: entries.media }],
    templates: [{ name: file, value: entries.templates }],
    ruleSets: [],
  });
  if (parsed.status === 'failed') return failed(parsed.error.slice(0, MOST_PROBLEMS));
  const { hardwareTypes, media, templates } = parsed.value;
  return ok({
    hardwareTypes: [...hardwareTypes.values()],
    media: [...media.values()],
    templates: [...templates.values()],
  });
}

/** A file that `serializeOwnCatalog` wrote, or what is wrong with it. */
export function parseOwnCatalog(text: string, file: string): Result<OwnCatalog, readonly Problem[]> {
  if (text.length > MOST_CHARS)
    return failed([
      problem(
        'catalog.too-large',
        `A file of catalog entries has at most ${MOST_CHARS / 1024} Ki characters.`,
        'Split the file.',
        { file },
        { limit: MOST_CHARS / 1024 },
      ),
    ]);
  const json = safeJson(text);
  if (json.status === 'failed') return failed([{ ...json.error, file }]);
  const parsed = fileSchema.safeParse(json.value);
  if (parsed.success) return checkOwnCatalog(parsed.data, file);
  return failed([
    problem(
      'catalog.not-ours',
      `${file} holds no catalog entries of Edgewright.`,
      'Choose a file that was exported from the catalog.',
      { file },
      { file },
    ),
  ]);
}

export function serializeOwnCatalog({ hardwareTypes, media, templates }: OwnCatalog): string {
  const content = { format: OWN_CATALOG_FORMAT, version: OWN_CATALOG_VERSION, hardwareTypes, media, templates };
  return `${canonicalJson(content, 1)}\n`;
}
