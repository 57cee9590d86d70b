import { z } from 'zod';
import { ID_PATTERN } from '../base/ids.ts';
import { headerSchema } from './schema/header.ts';
import { COLLECTIONS, RECORD_SCHEMAS } from './site.ts';

/** What marks a file as ours. */
export const SITE_FORMAT = 'edgewright-site';
/** Version that this build writes and the newest that it reads. */
export const SITE_VERSION = 3;
/** Oldest version whose code may read what this build writes; raised when an older build would misread it. */
export const SITE_MIN_READER = 3;
/** Ending of a site file's name. */
export const SITE_FILE_ENDING = '.edgewright.json';

const key = z.string().regex(ID_PATTERN);

/** A whole site, strict: a field we do not know is refused, never dropped. */
export const siteSchema = z.strictObject({
  header: headerSchema,
  places: z.record(key, RECORD_SCHEMAS.places),
  hardwareTypes: z.record(key, RECORD_SCHEMAS.hardwareTypes),
  nodes: z.record(key, RECORD_SCHEMAS.nodes),
  media: z.record(key, RECORD_SCHEMAS.media),
  links: z.record(key, RECORD_SCHEMAS.links),
  deviceGroups: z.record(key, RECORD_SCHEMAS.deviceGroups),
  workloads: z.record(key, RECORD_SCHEMAS.workloads),
  services: z.record(key, RECORD_SCHEMAS.services),
  flows: z.record(key, RECORD_SCHEMAS.flows),
  placements: z.record(key, RECORD_SCHEMAS.placements),
  policies: z.record(key, RECORD_SCHEMAS.policies),
  observations: z.record(key, RECORD_SCHEMAS.observations),
  scenarios: z.record(key, RECORD_SCHEMAS.scenarios),
  scenery: z.record(key, RECORD_SCHEMAS.scenery),
});

/** The same without a look into records: which parts a site has. */
export const siteMapsSchema = z.strictObject(
  Object.fromEntries(['header', ...COLLECTIONS].map((name) => [name, z.custom<object>(isPlainObject, 'expected an object')])),
);

function isPlainObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The first things of a file that are looked at: enough to say whether this build may read the rest. */
export const siteEnvelopeSchema = z.strictObject({
  format: z.literal(SITE_FORMAT),
  version: z.int().min(0),
  minReader: z.int().min(0),
  site: z.record(z.string(), z.unknown()),
});

/** A file of the current version, for the published JSON Schema. */
export const siteFileSchema = z.strictObject({
  format: z.literal(SITE_FORMAT),
  version: z.literal(SITE_VERSION),
  minReader: z.int().min(0).max(SITE_VERSION),
  site: siteSchema,
});
