const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
/** Bytes that are joined at once: a multiple of three. */
const CHUNK = 6144;

/** Bytes as base64 (RFC 4648, section 4), with padding. */
export function toBase64(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let start = 0; start < bytes.length; start += CHUNK) {
    let part = '';
    for (let at = start; at < Math.min(bytes.length, start + CHUNK); at += 3) {
      const [a = 0, b, c] = bytes.subarray(at, at + 3);
      part += ALPHABET.charAt(a >> 2) + ALPHABET.charAt(((a & 3) << 4) | ((b ?? 0) >> 4));
      part += b === undefined ? '=' : ALPHABET.charAt(((b & 15) << 2) | ((c ?? 0) >> 6));
      part += c === undefined ? '=' : ALPHABET.charAt(c & 63);
    }
    parts.push(part);
  }
  return parts.join('');
}
