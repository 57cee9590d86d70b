import { run } from '../../core/cli/run.ts';

export interface Said {
  readonly code: number;
  readonly out: string;
  readonly note: string;
}

/** Runs a command line as a user in `folder` would, and gives what was said. */
export async function say(folder: string, ...words: string[]): Promise<Said> {
  let out = '';
  let note = '';
  const code = await run(words, { folder, out: (text) => void (out += text), note: (text) => void (note += text) });
  return { code, out, note };
}
