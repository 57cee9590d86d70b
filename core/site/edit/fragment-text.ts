import { z } from 'zod';
import { canonicalJson } from '../../base/canonical-json.ts';
import type { Problem } from '../../base/problem.ts';
import { problem } from '../../base/problem.ts';
import type { Result } from '../../base/result.ts';
import { failed, ok } from '../../base/result.ts';
import { safeJson } from '../../base/safe-json.ts';
import { deepFreeze } from '../../base/freeze.ts';
import { SITE_VERSION } from '../file-schema.ts';
import type { SchemaIssue } from '../schema/issue-parameters.ts';
import { issueParameters } from '../schema/issue-parameters.ts';
import type { CollectionName } from '../site.ts';
import { COLLECTIONS, RECORD_SCHEMAS } from '../site.ts';
import type { Fragment } from './fragment.ts';
import { inOrder } from './fragment.ts';

/** What marks a text on the clipboard as ours. */
export const FRAGMENT_FORMAT = 'edgewright-records';
/** Its type beside plain text, for programs that look at types. */
export const FRAGMENT_TYPE = 'application/x-edgewright-records+json';
/** Characters of a text from the clipboard: a site of some ten thousand records. */
export const FRAGMENT_MAX_CHARS = 16 * 2 ** 20;

const partSchema = z.discriminatedUnion(
  'collection',
  COLLECTIONS.map((collection) =>
    z.strictObject({ collection: z.literal(collection), record: RECORD_SCHEMAS[collection] as z.ZodType }),
  ) as unknown as readonly [z.ZodObject<{ collection: z.ZodLiteral<CollectionName>; record: z.ZodType }>],
);

const fragmentSchema = z.strictObject({
  format: z.literal(FRAGMENT_FORMAT),
  version: z.literal(SITE_VERSION),
  siteId: z.string().max(64),
  siteName: z.string().max(200),
  chosen: z.array(z.string().max(100)).max(200000),
  parts: z.array(partSchema).max(200000),
  needed: z.array(partSchema).max(200000),
  flowsLeft: z.int().min(0),
});

/** A fragment as text for the clipboard. */
export function serializeFragment(fragment: Fragment): string {
  return canonicalJson({ format: FRAGMENT_FORMAT, version: SITE_VERSION, ...fragment }, 1);
}

/** Whether a text says that it is a fragment: what does not is left to whoever else wants it. */
export function looksLikeFragment(text: string): boolean {
  return text.length <= FRAGMENT_MAX_CHARS && text.trimStart().startsWith('{') && text.includes(`"${FRAGMENT_FORMAT}"`);
}

/** A fragment from a text that is not trusted. The problem names the place in it and what to do. */
export function parseFragment(text: string): Result<Fragment, Problem> {
  if (text.length > FRAGMENT_MAX_CHARS) {
    return failed(
      problem(
        'clipboard.too-large',
        `What is on the clipboard has more than ${FRAGMENT_MAX_CHARS / 2 ** 20} Mi characters.`,
        'Copy fewer records at once, or export the site as a file.',
        {},
        { limit: FRAGMENT_MAX_CHARS / 2 ** 20 },
      ),
    );
  }
  if (!looksLikeFragment(text)) {
    return failed(
      problem('clipboard.nothing', 'There are no records on the clipboard.', 'Copy records in Edgewright first, then paste.'),
    );
  }
  const json = safeJson(text);
  if (json.status === 'failed') return json;
  const { value } = json;
  if (typeof value === 'object' && value !== null && 'version' in value && value.version !== SITE_VERSION) {
    return failed(
      problem(
        'clipboard.version',
        `The records on the clipboard were copied by an Edgewright of format ${String(value.version)}; this one reads format ${SITE_VERSION}.`,
        'Copy them again in this version, or save a file there and open it here.',
        { place: '$.version' },
        { version: String(value.version), own: SITE_VERSION },
      ),
    );
  }
  const parsed = fragmentSchema.safeParse(value);
  if (!parsed.success) return failed(schemaProblem(parsed.error.issues[0]));
  const { siteId, siteName, chosen, parts, needed, flowsLeft } = parsed.data as unknown as Fragment;
  return ok(deepFreeze({ siteId, siteName, chosen, parts: inOrder(parts), needed: inOrder(needed), flowsLeft }));
}

function schemaProblem(issue: SchemaIssue | undefined): Problem {
  const place = ['$', ...(issue?.path ?? []).map(String)].join('.');
  return problem(
    'clipboard.invalid',
    `The records on the clipboard are not valid at ${place}: ${issue?.message ?? 'unknown form'}.`,
    'Copy them again in Edgewright.',
    { place },
    { ...(issue === undefined ? {} : issueParameters(issue)), at: place },
  );
}
