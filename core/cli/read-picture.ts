import { readFile, stat } from 'node:fs/promises';
import type { Problem } from '../base/problem.ts';
import { problem } from '../base/problem.ts';
import type { Result } from '../base/result.ts';
import { failed, ok } from '../base/result.ts';
import { diskProblem } from '../formats/read-file.ts';

/** Bytes of a picture in a report: a print of 170 mm at 600 dots per inch stays far below. */
const MAX_BYTES = 32 * 2 ** 20;

/** How each kind of picture begins (PNG specification 5.2, JPEG ITU-T T.81 B.1.1.3, WebP container specification). */
const KINDS: readonly { readonly type: string; readonly is: (bytes: Buffer) => boolean }[] = [
  {
    type: 'image/png',
    is: (bytes) => bytes.subarray(0, 8).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])),
  },
  { type: 'image/jpeg', is: (bytes) => bytes.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff])) },
  { type: 'image/webp', is: (bytes) => bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.toString('latin1', 8, 12) === 'WEBP' },
];

/** A picture file as a `data:` address; its kind comes from its bytes, not from its name. `name` is the path as given. */
export async function readPicture(path: string, name: string): Promise<Result<string, Problem>> {
  try {
    const { size } = await stat(path);
    if (size > MAX_BYTES) {
      return failed(
        problem(
          'picture.too-large',
          `A picture has at most ${MAX_BYTES / 2 ** 20} MiB.`,
          'Make it smaller.',
          { file: name },
          { limitMib: MAX_BYTES / 2 ** 20 },
        ),
      );
    }
    const bytes = await readFile(path);
    const kind = KINDS.find(({ is }) => is(bytes));
    if (kind === undefined) {
      return failed(
        problem('picture.unknown', 'This is not a PNG, JPEG or WebP picture.', 'Save it as one of them.', { file: name }),
      );
    }
    return ok(`data:${kind.type};base64,${bytes.toString('base64')}`);
  } catch (error) {
    return failed(diskProblem(error, name));
  }
}
