import type { Problem } from '../../core/base/problem.ts';
import { failed, ok, type Result } from '../../core/base/result.ts';
import type { SiteStores } from './load-site.ts';
import { formatLine, parseLine } from './journal/line.ts';
import type { Attachment } from './storage.ts';
import * as problems from './storage-problems.ts';

/** Stands where a site's id stands among the snapshots; no site may be called so. */
export const ATTACHMENTS = 'attachments';
const KIND = 'attachment';
/** `String.fromCharCode` takes that many arguments in every engine. */
const CHUNK_BYTES = 8192;

/** Keeps the bytes twice: as a file and as a row of the database. */
export async function putAttachment(
  { environment, database }: SiteStores,
  bytes: Uint8Array,
  mediaType: string,
): Promise<Result<{ hash: string }, Problem>> {
  const hash = await hashOf(bytes);
  try {
    const line = formatLine({ sequence: 0, kind: KIND, revision: 0, payload: { mediaType, base64: toBase64(bytes) } });
    await environment.snapshots.write(ATTACHMENTS, hash, line);
    await database?.putAttachment({ hash, mediaType, bytes });
    return ok({ hash });
  } catch (error) {
    return failed(problems.writeFailed(ATTACHMENTS, error));
  }
}

/** Bytes whose hash is verified; a row that is lost or damaged is put back from the file. */
export async function getAttachment({ environment, database }: SiteStores, hash: string): Promise<Result<Attachment, Problem>> {
  try {
    const row = (await database?.attachment(hash)) ?? null;
    if (row !== null && (await hashOf(row.bytes)) === hash) return ok({ bytes: row.bytes, mediaType: row.mediaType });
    const line = await environment.snapshots.read(ATTACHMENTS, hash);
    const record = line === null ? null : parseLine(line);
    if (record === null || record.kind !== KIND) return failed(problems.unknownAttachment(hash));
    // The check sum held, so the payload is what `putAttachment` wrote.
    const { mediaType, base64 } = record.payload as { mediaType: string; base64: string };
    const bytes = fromBase64(base64);
    await database?.putAttachment({ hash, mediaType, bytes });
    return ok({ bytes, mediaType });
  } catch (error) {
    return failed(problems.readFailed(hash, error));
  }
}

async function hashOf(bytes: Uint8Array): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new Uint8Array(bytes)));
  return [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += CHUNK_BYTES) text += String.fromCharCode(...bytes.subarray(at, at + CHUNK_BYTES));
  return btoa(text);
}

function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}
