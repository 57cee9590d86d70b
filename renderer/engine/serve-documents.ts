import { toBase64 } from '../../core/base/base64.ts';
import type { Problem } from '../../core/base/problem.ts';
import { problem } from '../../core/base/problem.ts';
import type { Result } from '../../core/base/result.ts';
import { failed, ok } from '../../core/base/result.ts';
import { parseSiteFile, siteFileTexts } from '../../core/site/file.ts';
import { SITE_FORMAT, SITE_MIN_READER, SITE_VERSION } from '../../core/site/file-schema.ts';
import { SiteAssembly, sitePartsOf } from '../../core/site/site-parts.ts';
import type { Site } from '../../core/site/site.ts';
import type { DocumentReply, DocumentRequest } from './document-protocol.ts';

/** First version of the file format whose code knows the packed form: older code then says that the document is newer than itself. */
const PACKED_MIN_READER = 4;
/** Characters that are given to the compressor at once. */
const CHUNK_CHARS = 2 ** 18;

/** A document as the library keeps it: a site file, compressed, as text that passes through every store. */
interface PackedDocument {
  readonly format: typeof SITE_FORMAT;
  readonly version: number;
  readonly minReader: number;
  /** The file as gzip (RFC 1952) in base64 (RFC 4648). */
  readonly packed: string;
}

/** The worker of documents behind a port: what takes long with a whole site is done here and not on the page. */
export function serveDocuments(post: (reply: DocumentReply) => void): (request: DocumentRequest) => Promise<void> {
  const assembly = new SiteAssembly();
  return async (request) => {
    switch (request.kind) {
      case 'part':
        assembly.take(request.part);
        return;
      case 'pack':
        post({ kind: 'packed', document: await pack(assembly.site()) });
        return;
      case 'file':
        post({ kind: 'file', content: await fileOf(assembly.site(), request.compressed) });
        return;
      default: {
        const read = await unpack(request.document, request.name, (share) => post({ kind: 'progress', share }));
        if (read.status === 'ok') for (const part of sitePartsOf(read.value)) post({ kind: 'part', part });
        post({ kind: 'unpacked', outcome: read.status === 'ok' ? ok(null) : read });
      }
    }
  };
}

async function fileOf(site: Site, compressed: boolean): Promise<Blob> {
  if (!compressed) return new Blob([...inChunks(siteFileTexts(site))], { type: 'application/json' });
  return new Blob([await gzip(siteFileTexts(site))], { type: 'application/gzip' });
}

async function pack(site: Site): Promise<PackedDocument> {
  const packed = toBase64(await gzip(compactTexts(site)));
  return { format: SITE_FORMAT, version: SITE_VERSION, minReader: PACKED_MIN_READER, packed };
}

/** A site file without the spaces that make it readable. */
function* compactTexts(site: Site): Generator<string, void> {
  yield `{"format":${JSON.stringify(SITE_FORMAT)},"version":${SITE_VERSION},"minReader":${SITE_MIN_READER},"site":`;
  yield JSON.stringify(site);
  yield '}';
}

/** The document out of the library, with the same checks as a file of the user. */
async function unpack(value: unknown, name: string, note: (share: number) => void): Promise<Result<Site, Problem>> {
  const text = isPacked(value) ? await gunzip(value.packed) : (JSON.stringify(value) ?? '');
  const parsed = parseSiteFile(text, name, note);
  if (parsed.status === 'ok') return ok(parsed.value.site);
  return failed(
    parsed.error[0] ??
      problem('session.unreadable', 'The document cannot be read.', 'Open a copy that you saved to a file.', { file: name }),
  );
}

function isPacked(value: unknown): value is PackedDocument {
  return typeof value === 'object' && value !== null && 'packed' in value && typeof value.packed === 'string';
}

async function gzip(texts: Iterable<string>): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new CompressionStream('gzip');
  const whole = new Response(stream.readable).arrayBuffer();
  const writer = stream.writable.getWriter();
  const encoder = new TextEncoder();
  for (const chunk of inChunks(texts)) await writer.write(encoder.encode(chunk));
  await writer.close();
  return new Uint8Array(await whole);
}

async function gunzip(packed: string): Promise<string> {
  const bytes = Uint8Array.from(atob(packed), (mark) => mark.charCodeAt(0));
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'))).text();
}

/** Short texts together. */
function* inChunks(texts: Iterable<string>): Generator<string, void> {
  let waiting: string[] = [];
  let chars = 0;
  for (const text of texts) {
    waiting.push(text);
    chars += text.length;
    if (chars < CHUNK_CHARS) continue;
    yield waiting.join('');
    waiting = [];
    chars = 0;
  }
  if (waiting.length > 0) yield waiting.join('');
}
