import { problem } from '../../core/base/problem.ts';
import { failed, ok } from '../../core/base/result.ts';
import type { Catalog } from '../../core/catalog/catalog.ts';
import type { ByteSource } from '../../core/formats/guard/byte-source.ts';
import { isSiteArchive, readSiteText } from '../../core/formats/guard/read-site-text.ts';
import { sniff, SNIFF_BYTES } from '../../core/formats/guard/sniff.ts';
import { isReadable, readAny } from '../../core/formats/read-any.ts';
import type { Decoders } from '../../core/formats/read-any.ts';
import type { WorldOptions } from '../../core/formats/world/world-options.ts';
import { parseSiteFile } from '../../core/site/file.ts';
import type { ImportReply, ImportRequest } from './import-protocol.ts';

/** A document out of files that are not trusted: a site file of ours, or what one of the importers knows. `note` hears how much is done, 0 to 1. */
export async function readImport(
  kind: ImportRequest['kind'],
  sources: readonly ByteSource[],
  catalog: Catalog,
  options: WorldOptions,
  decoders: Decoders,
  note: (share: number) => void = () => undefined,
): Promise<ImportReply> {
  const [first] = sources;
  if (first === undefined) return failed([problem('import.no-file', 'No file was given.', 'Choose a file.')]);
  if (kind === 'any' && (await isImport(sources))) return readAny(sources, { catalog, ...options }, decoders);
  const text = await readSiteText(first);
  if (text.status === 'failed') return failed([text.error]);
  const parsed = parseSiteFile(text.value, first.name, note);
  if (parsed.status === 'failed') return parsed;
  const { site, findings } = parsed.value;
  return ok({
    site,
    findings: findings.map(({ message }) => ({ kind: 'assumed', subject: null, place: null, text: message, source: first.name })),
  });
}

/** Any other kind is taken for a site file, whose reader says what it is instead. */
async function isImport(sources: readonly ByteSource[]): Promise<boolean> {
  for (const source of sources) {
    const kind = sniff(await source.slice(0, Math.min(source.size, SNIFF_BYTES)));
    if (await isSiteArchive(source)) continue;
    if (isReadable(kind) || /\.glb$/i.test(source.name)) return true;
    // JSON whose first bytes do not tell: only a name can say that it is a site.
    if (kind === 'json' && !/\.edgewright\.json$/i.test(source.name) && (await saysCityOrMap(source))) return true;
  }
  return false;
}

/** The word that tells may stand at the end of the file as well. */
async function saysCityOrMap(source: ByteSource): Promise<boolean> {
  const tail = await source.slice(Math.max(0, source.size - SNIFF_BYTES), source.size);
  const text = String.fromCharCode(...tail);
  return /"type"\s*:\s*"(?:CityJSON|FeatureCollection)"/.test(text) || /\.(?:geojson|gltf|city\.json)$/i.test(source.name);
}
