/** Bytes that are read in parts, so that what is too large or of the wrong kind is refused before it fills the memory. */
export interface ByteSource {
  /** As the user knows it, for messages. */
  readonly name: string;
  /** In bytes. */
  readonly size: number;
  /** Bytes from `start` up to, not including, `end`; fewer where the source ends. */
  slice(start: number, end: number): Promise<Uint8Array>;
}

/** Bytes that are in memory already. */
export function memorySource(name: string, bytes: Uint8Array): ByteSource {
  return { name, size: bytes.length, slice: async (start, end) => bytes.subarray(start, end) };
}
