import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSiteFile } from '../../core/site/file.ts';
import type { Site } from '../../core/site/site.ts';
import { projectRoot } from '../../electron/launch/root.mjs';

/** A sample that comes with the program, by the name of its file. */
export function readSample(name: string): Site {
  const file = `${name}.edgewright.json`;
  const parsed = parseSiteFile(readFileSync(join(projectRoot, 'assets/samples', file), 'utf8'), file);
  if (parsed.status === 'failed') throw new Error(JSON.stringify(parsed.error));
  return parsed.value.site;
}
