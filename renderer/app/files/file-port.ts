import type { Problem } from '../../../core/base/problem.ts';
import type { Result } from '../../../core/base/result.ts';
import { ok } from '../../../core/base/result.ts';
import type { FileKind, Shell } from '../../../electron/ipc/contract.ts';

export interface PickedFiles {
  /** Not read yet: the worker that parses them does it, within its limits. */
  readonly files: readonly File[];
  /** Stands for the file when it is saved again; null where that is not possible. */
  readonly target: SaveTarget | null;
}

/** Opaque to all but the port that gave it. */
export type SaveTarget =
  | { readonly kind: 'token'; readonly token: string }
  | { readonly kind: 'handle'; readonly handle: FileSystemFileHandle };

export interface SavedAs {
  readonly name: string;
  readonly target: SaveTarget | null;
}

/** What is to be written, made once the name is known: a dialog must follow the click at once. Null: it cannot be made, which was said. */
export type Content = (name: string) => Promise<Blob | null>;

/** Files of the user. Null as a value: they changed their mind. */
export interface FilePort {
  open(kind: FileKind): Promise<Result<PickedFiles | null, Problem>>;
  save(suggestedName: string, content: Content, target: SaveTarget | null): Promise<Result<SavedAs | null, Problem>>;
}

/** Dialogs and files of the desktop shell, which alone knows their paths. */
export function shellFiles(shell: Pick<Shell, 'file'>): FilePort {
  return {
    async open(kind) {
      const reply = await shell.file.open({ kind });
      if (reply.status === 'failed') return reply;
      if (reply.value === null) return ok(null);
      const { name, token, bytes } = reply.value;
      return ok({ files: [new File([new Uint8Array(bytes)], name)], target: { kind: 'token', token } });
    },
    async save(suggestedName, content, target) {
      const made = await content(suggestedName);
      if (made === null) return ok(null);
      const bytes = new Uint8Array(await made.arrayBuffer());
      const known = target?.kind === 'token' ? { token: target.token } : {};
      const reply = await shell.file.save({ suggestedName, bytes, ...known });
      if (reply.status === 'failed') return reply;
      if (reply.value === null) return ok(null);
      return ok({ name: reply.value.name, target: { kind: 'token', token: reply.value.token } });
    },
  };
}
