import type { GenerationFiles } from '../journal/generation-files.ts';

/** The file operations as the OPFS worker serves them; each message is one call, each reply one outcome. */
export type FileOperation = keyof GenerationFiles;

export interface FileRequest {
  readonly id: number;
  readonly operation: FileOperation;
  /** Empty for `list`. */
  readonly name: string;
  /** Empty unless the operation takes bytes. */
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export type FileReply =
  | { readonly id: number; readonly status: 'ok'; readonly value: Uint8Array | readonly string[] | null }
  | { readonly id: number; readonly status: 'failed'; readonly name: string; readonly message: string };
