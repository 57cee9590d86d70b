import type { Problem } from '../../base/problem.ts';
import { problem } from '../../base/problem.ts';
import type { Result } from '../../base/result.ts';
import { failed } from '../../base/result.ts';
import type { ByteSource } from './byte-source.ts';
import { decodeText } from './decode-text.ts';
import type { TextFormat } from './limits.ts';
import { MAX_BYTES } from './limits.ts';
import type { SniffedKind } from './sniff.ts';
import { KINDS, SNIFF_BYTES, sniff } from './sniff.ts';

/** What each reader may meet by its looks. A site whose `format` is far from the start looks like any JSON; the reader decides. */
const TAKES: { readonly [Format in TextFormat]: readonly SniffedKind[] } = {
  site: ['site', 'json'],
  graphml: ['graphml', 'xml'],
  csv: ['csv', 'eua-sites', 'eua-users', 'ifogsim', 'text'],
};
const EXPECTED: { readonly [Format in TextFormat]: string } = {
  site: 'an Edgewright site (JSON)',
  graphml: 'a GraphML network',
  csv: 'a CSV table',
};

/**
 * Text of a file of the wanted format. Its first 4 KiB decide whether the rest is read at all: another kind of file and
 * one over the limit of the format are refused without reading on.
 */
export async function readText(source: ByteSource, format: TextFormat): Promise<Result<string, Problem>> {
  const kind = sniff(await source.slice(0, Math.min(source.size, SNIFF_BYTES)));
  const at = { file: source.name, place: 'byte 0' };
  if (!TAKES[format].includes(kind)) {
    const { words, takenBy } = KINDS[kind];
    const remedy = takenBy === null ? 'Choose another file.' : `Use “${takenBy}” for it, or choose another file.`;
    const parameters = { which: takenBy === null ? 'unknown' : 'other-reader', kind, format, reader: takenBy ?? '' };
    return failed(
      problem('file.other-format', `This looks like ${words}; expected ${EXPECTED[format]}.`, remedy, at, parameters),
    );
  }
  const limit = MAX_BYTES[format];
  if (source.size > limit) {
    return failed(
      problem(
        'file.too-large',
        `The file has ${source.size} bytes; at most ${limit} are read as ${EXPECTED[format]}.`,
        'Split it, or take the part that is needed.',
        { file: source.name, place: `byte ${limit}` },
        { sizeBytes: source.size, limitBytes: limit },
      ),
    );
  }
  return decodeText(await source.slice(0, source.size), source.name);
}
