import type { z } from 'zod';
import { canonicalJson, compareCodeUnits } from '../base/canonical-json.ts';
import { deepFreeze } from '../base/freeze.ts';
import type { Problem } from '../base/problem.ts';
import { problem } from '../base/problem.ts';
import type { Result } from '../base/result.ts';
import { failed, ok } from '../base/result.ts';
import type { JsonLimits } from '../base/safe-json.ts';
import { JSON_LIMITS, jsonPath, safeJson } from '../base/safe-json.ts';
import { SITE_FORMAT, SITE_MIN_READER, SITE_VERSION, siteEnvelopeSchema, siteMapsSchema } from './file-schema.ts';
import { checkIntegrity } from './integrity.ts';
import { migrateSite } from './migrations/migrate.ts';
import type { OldSite } from './migrations/migration.ts';
import { headerSchema } from './schema/header.ts';
import type { SchemaIssue } from './schema/issue-parameters.ts';
import { issueParameters } from './schema/issue-parameters.ts';
import type { Site } from './site.ts';
import { COLLECTIONS, listRecords, RECORD_SCHEMAS } from './site.ts';

/**
 * Characters of a site file. The largest site of the engine's goals, a city of 10,000 nodes with 98,100 flows, has 113 million; half as much
 * again takes less than 2 GiB while it is read, which a worker has.
 */
export const SITE_FILE_MAX_CHARS = 160 * 2 ** 20;
/** Depth as in any file. The same city has 12 million values and 98,100 keys in one object. */
const SITE_JSON_LIMITS: JsonLimits = { ...JSON_LIMITS, maxValues: 18_000_000, maxKeys: 160_000 };
/** Records between two words of progress. */
const RECORDS_A_NOTE = 2_000;
/** Share of the time of reading after which each part of it ends, as measured on that city. */
const READ_SHARES = { json: 0.35, schema: 0.9 } as const;
/** Problems that are reported of one file: more would not be read. */
const MAX_PROBLEMS = 20;

/** Something the person who opens a file should know although it could be read. */
export interface SiteFileFinding {
  readonly code: 'site-file.migrated';
  readonly message: string;
}

export interface SiteFile {
  readonly site: Site;
  /** Version of the file when it was older than the current one. */
  readonly migratedFrom: number | null;
  readonly findings: readonly SiteFileFinding[];
}

/** Text of a site file: JSON with sorted keys and a final newline, so that equal sites give equal bytes. */
export function serializeSite(site: Site): string {
  return [...siteFileTexts(site)].join('');
}

/** The same text record by record: a whole large site need not be in memory as text. */
export function* siteFileTexts(site: Site): Generator<string, void> {
  yield `{\n "format": ${JSON.stringify(SITE_FORMAT)},\n "minReader": ${SITE_MIN_READER},\n "site": {`;
  let separator = '\n';
  for (const part of ['header' as const, ...COLLECTIONS].toSorted(compareCodeUnits)) {
    yield `${separator}  ${JSON.stringify(part)}: `;
    separator = ',\n';
    if (part === 'header') {
      yield indented(site.header, 2);
      continue;
    }
    let opening = '{\n';
    for (const record of listRecords(site, part)) {
      yield `${opening}   ${JSON.stringify(record.id)}: ${indented(record, 3)}`;
      opening = ',\n';
    }
    yield opening === '{\n' ? '{}' : '\n  }';
  }
  yield `\n },\n "version": ${SITE_VERSION}\n}\n`;
}

function indented(value: unknown, depth: number): string {
  return canonicalJson(value, 1).replaceAll('\n', `\n${' '.repeat(depth)}`);
}

/**
 * A site from a text that is not trusted. Order of the checks: size, JSON with limits, format and version, migration,
 * strict schema, rules between records. Each problem names the file, the place in it and what to do.
 * `note` hears how much of the work is done, from 0 to 1.
 */
export function parseSiteFile(
  text: string,
  fileName: string,
  note: (share: number) => void = () => undefined,
): Result<SiteFile, readonly Problem[]> {
  const refuse = (...problems: Problem[]): Result<SiteFile, readonly Problem[]> =>
    failed(problems.map((each) => ({ ...each, file: fileName })));
  if (text.length > SITE_FILE_MAX_CHARS) {
    return refuse(
      problem(
        'site-file.too-large',
        `A site file has at most ${SITE_FILE_MAX_CHARS / 2 ** 20} Mi characters.`,
        'Split the site.',
        {},
        { limit: SITE_FILE_MAX_CHARS / 2 ** 20 },
      ),
    );
  }
  const json = safeJson(text, SITE_JSON_LIMITS, (share) => note(share * READ_SHARES.json));
  if (json.status === 'failed') return refuse(json.error);
  const envelope = readEnvelope(json.value);
  if (envelope.status === 'failed') return refuse(...envelope.error);
  const { version, site: old } = envelope.value;
  const migrated = migrateSite(old, version);
  const parsed = readSite(migrated.site, note);
  if (parsed.status === 'failed') return refuse(...parsed.error);
  const site = parsed.value;
  const broken = checkIntegrity(site, MAX_PROBLEMS);
  if (broken.length > 0) return refuse(...broken.map((each) => ({ ...each, place: recordPath(each.place) })));
  return ok({
    site,
    migratedFrom: version < SITE_VERSION ? version : null,
    findings: migrated.notes.map((message): SiteFileFinding => ({ code: 'site-file.migrated', message })),
  });
}

interface Envelope {
  readonly version: number;
  readonly site: OldSite;
}

/** Says what kind of JSON it is before it says what is wrong with it. */
function readEnvelope(value: unknown): Result<Envelope, readonly Problem[]> {
  if (
    typeof value !== 'object' ||
    value === null ||
    Array.isArray(value) ||
    !('format' in value) ||
    value.format !== SITE_FORMAT
  ) {
    return failed([
      problem(
        'site-file.not-a-site',
        `This JSON is not an Edgewright site: ${JSON.stringify(SITE_FORMAT)} is missing at $.format.`,
        'Choose a file that was saved by Edgewright, or import this one.',
        {
          place: '$.format',
        },
        { format: SITE_FORMAT },
      ),
    ]);
  }
  if ('minReader' in value && typeof value.minReader === 'number' && value.minReader > SITE_VERSION) {
    return failed([
      problem(
        'site-file.newer',
        `The file needs an Edgewright that reads format ${value.minReader}; this one reads up to format ${SITE_VERSION}.`,
        `Open it with a newer Edgewright (one that reads format ${value.minReader}).`,
        { place: '$.minReader' },
        { needed: value.minReader, supported: SITE_VERSION },
      ),
    ]);
  }
  const parsed = siteEnvelopeSchema.safeParse(value);
  return parsed.success
    ? ok(parsed.data)
    : failed(parsed.error.issues.slice(0, MAX_PROBLEMS).map((issue) => schemaProblem(issue, [])));
}

/** The strict schema, record by record, so that a file that is wrong a hundred thousand times is left after twenty. */
function readSite(value: OldSite, note: (share: number) => void): Result<Site, readonly Problem[]> {
  const problems: Problem[] = [];
  const take = <Value>(schema: z.ZodType<Value>, given: unknown, path: readonly string[]): Value | undefined => {
    const parsed = schema.safeParse(given);
    if (parsed.success) return parsed.data;
    problems.push(...parsed.error.issues.slice(0, MAX_PROBLEMS).map((issue) => schemaProblem(issue, path)));
    return undefined;
  };
  const header = take(headerSchema, value['header'], ['site', 'header']);
  take(siteMapsSchema, value, ['site']);
  const site: Record<string, unknown> = { header };
  const total = problems.length > 0 ? 0 : COLLECTIONS.reduce((sum, name) => sum + Object.keys(value[name] as OldSite).length, 0);
  let read = 0;
  for (const collection of problems.length > 0 ? [] : COLLECTIONS) {
    const records: Record<string, unknown> = {};
    for (const [id, record] of Object.entries(value[collection] as OldSite)) {
      read += 1;
      if (read % RECORDS_A_NOTE === 0) note(READ_SHARES.json + (read / total) * (READ_SHARES.schema - READ_SHARES.json));
      records[id] = take<unknown>(RECORD_SCHEMAS[collection], record, ['site', collection, id]);
      if (problems.length >= MAX_PROBLEMS) return failed(problems.slice(0, MAX_PROBLEMS));
    }
    site[collection] = records;
  }
  return problems.length > 0 ? failed(problems.slice(0, MAX_PROBLEMS)) : ok(deepFreeze(site) as unknown as Site);
}

/** A message may quote a key of the file: no more of it than can be read. */
const MAX_MESSAGE_CHARS = 300;

function schemaProblem(issue: SchemaIssue, base: readonly string[]): Problem {
  const path = [...base, ...issue.path.map((step) => (typeof step === 'number' ? step : String(step).slice(0, 80)))];
  const message = issue.message.length <= MAX_MESSAGE_CHARS ? issue.message : `${issue.message.slice(0, MAX_MESSAGE_CHARS)}…`;
  return problem(
    'site-file.schema',
    `${message}.`,
    'Correct the value, or open the file with the Edgewright that wrote it.',
    {
      place: jsonPath(path),
    },
    issueParameters(issue),
  );
}

/** `places/zone-1` as the way to it in the file. */
function recordPath(place: string | null): string {
  return jsonPath(['site', ...(place ?? '').split('/').filter((step) => step !== '')]);
}
