import { z } from 'zod';
import { SITE_VERSION, siteFileSchema } from './file-schema.ts';

/**
 * JSON Schema (draft 2020-12) of the current version of a site file, for editors and other programs. It says all that one record
 * must keep; the rules between records (references, cycles) are beyond JSON Schema and are checked on opening.
 */
export function siteJsonSchema(): object {
  return {
    ...z.toJSONSchema(siteFileSchema, { target: 'draft-2020-12', io: 'input', reused: 'ref' }),
    $id: `urn:edgewright:site:${SITE_VERSION}`,
    title: 'Edgewright site file',
  };
}
