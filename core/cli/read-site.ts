import type { Problem } from '../base/problem.ts';
import type { Result } from '../base/result.ts';
import { failed } from '../base/result.ts';
import { readSiteText } from '../formats/guard/read-site-text.ts';
import { withFile } from '../formats/read-file.ts';
import type { SiteFile } from '../site/file.ts';
import { parseSiteFile } from '../site/file.ts';
import type { Terminal } from './command.ts';
import { pathFrom } from './command.ts';

/** The site in a file, compressed or not, through every guard of "open". */
export async function readSite(terminal: Terminal, path: string): Promise<Result<SiteFile, readonly Problem[]>> {
  const read = await withFile(pathFrom(terminal, path), path, readSiteText);
  const text = read.status === 'failed' ? read : read.value;
  return text.status === 'failed' ? failed([text.error]) : parseSiteFile(text.value, path);
}
