import type { Problem } from '../../core/base/problem.ts';
import { problem } from '../../core/base/problem.ts';
import { failed, ok } from '../../core/base/result.ts';
import type { Catalog } from '../../core/catalog/catalog.ts';
import { importEua } from '../../core/formats/eua.ts';
import type { ByteSource } from '../../core/formats/guard/byte-source.ts';
import type { TextFormat } from '../../core/formats/guard/limits.ts';
import { readText } from '../../core/formats/guard/read-text.ts';
import { importGraphml } from '../../core/formats/graphml.ts';
import { sniff, SNIFF_BYTES } from '../../core/formats/guard/sniff.ts';
import type { SniffedKind } from '../../core/formats/guard/sniff.ts';
import { importIfogsim } from '../../core/formats/ifogsim.ts';
import type { ImportFile, ImportResult } from '../../core/formats/import-result.ts';
import { parseSiteFile } from '../../core/site/file.ts';
import type { ImportReply, ImportRequest } from './import-protocol.ts';

interface Importer {
  readonly format: TextFormat;
  read(files: readonly ImportFile[], catalog: Catalog): ImportResult;
}

/** Who reads what, by the look of its first file. Any other kind is taken for a site file, whose reader says what it is instead. */
const IMPORTERS: Readonly<Partial<Record<SniffedKind, Importer>>> = {
  'eua-sites': { format: 'csv', read: (files, catalog) => importEua(files, { catalog, metro: false }) },
  'eua-users': { format: 'csv', read: (files, catalog) => importEua(files, { catalog, metro: false }) },
  graphml: { format: 'graphml', read: (files, catalog) => importGraphml(files, { catalog, bare: false }) },
  ifogsim: { format: 'csv', read: (files, catalog) => importIfogsim(files, { catalog }) },
};

/** A document out of files that are not trusted: a site file of ours, or what one of the importers knows. */
export async function readImport(
  kind: ImportRequest['kind'],
  sources: readonly ByteSource[],
  catalog: Catalog,
): Promise<ImportReply> {
  const [first] = sources;
  if (first === undefined) return failed([problem('import.no-file', 'No file was given.', 'Choose a file.')]);
  const looks = sniff(await first.slice(0, Math.min(first.size, SNIFF_BYTES)));
  const importer = kind === 'any' ? IMPORTERS[looks] : undefined;
  const files = await readTexts(sources, importer?.format ?? 'site');
  if ('problems' in files) return failed(files.problems);
  if (importer !== undefined) return importer.read(files.texts, catalog);
  const [text] = files.texts;
  const parsed = parseSiteFile(text?.text ?? '', first.name);
  if (parsed.status === 'failed') return parsed;
  const { site, findings } = parsed.value;
  return ok({
    site,
    findings: findings.map(({ message }) => ({ kind: 'assumed', subject: null, place: null, text: message, source: first.name })),
  });
}

async function readTexts(
  sources: readonly ByteSource[],
  format: TextFormat,
): Promise<{ readonly texts: readonly ImportFile[] } | { readonly problems: readonly Problem[] }> {
  const texts: ImportFile[] = [];
  const problems: Problem[] = [];
  for (const source of sources) {
    const text = await readText(source, format);
    if (text.status === 'failed') problems.push(text.error);
    else texts.push({ name: source.name, text: text.value });
  }
  return problems.length > 0 ? { problems } : { texts };
}
