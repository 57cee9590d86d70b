import type { Problem } from '../../core/base/problem.ts';
import type { Result } from '../../core/base/result.ts';

/**
 * Everything the renderer may ask of the shell: one map, name → signature. Types only, so that either side can
 * `import type` it. A request and its reply are structured-clonable data; a failure is a `Problem`, never a throw.
 *
 * `siteId` and snapshot names match /^[a-z0-9][a-z0-9_-]{0,63}$/. No request and no reply carries a path.
 */
export interface Channels {
  /** Adds lines at the end; acknowledged after the flush to the disk. A tail torn by a crash is set aside first. */
  'journal.append': (request: { readonly siteId: string; readonly lines: readonly string[] }) => null;
  /** All lines in the order of their appends; empty for an unknown site. */
  'journal.read': (request: { readonly siteId: string }) => JournalText;
  /** Puts `lines` in place of the whole journal, all or nothing; for a rotation after a snapshot, and for repair. */
  'journal.replace': (request: { readonly siteId: string; readonly lines: readonly string[] }) => null;
  /** Ids of the sites that have a journal, sorted. */
  'journal.list': (request: Record<string, never>) => readonly string[];
  /** Text that was written last, or null on a first run. */
  'sentinel.read': (request: Record<string, never>) => string | null;
  'sentinel.write': (request: { readonly text: string }) => null;
  /** Writes or overwrites one snapshot, all or nothing, outside of the browser's profile databases. */
  'snapshot.write': (request: { readonly siteId: string; readonly name: string; readonly text: string }) => null;
  /** Snapshots of a site sorted by name; empty for an unknown site. */
  'snapshot.list': (request: { readonly siteId: string }) => readonly SnapshotEntry[];
  /** Null when there is no such snapshot. */
  'snapshot.read': (request: { readonly siteId: string; readonly name: string }) => string | null;
  'snapshot.remove': (request: { readonly siteId: string; readonly name: string }) => null;
  /** Lets the user pick a file; null when they cancel. */
  'file.open': (request: { readonly kind: FileKind }) => OpenedFile | null;
  /** Writes to the file of `token`, or asks the user where to; null when they cancel. */
  'file.save': (request: {
    readonly suggestedName: string;
    readonly bytes: Uint8Array;
    readonly token?: string;
  }) => SavedFile | null;
  /** Prints self-contained HTML (no script runs, nothing is fetched) to a PDF the user names; null when they cancel. */
  'report.printPdf': (request: { readonly html: string; readonly suggestedName: string }) => SavedFile | null;
  /** Replaces the native menu. */
  'menu.set': (request: MenuModel) => null;
}

/** What the shell tells the renderer unasked. */
export interface Events {
  /** The user chose a menu item; `id` is one that `menu.set` gave. */
  'menu.action': { readonly id: string };
  /** The graphics process died; a WebGL context may come back late or never. */
  'graphics.lost': { readonly reason: string };
}

export interface JournalText {
  readonly lines: readonly string[];
  /**
   * Bytes after the last line end, null when there are none: a write cut short, which was never acknowledged, or a
   * damaged line end. If its check sum holds it is a record: give it to `journal.replace` before the next append.
   */
  readonly tornTail: string | null;
}

export interface SnapshotEntry {
  readonly name: string;
  readonly sizeBytes: number;
}

/** `site`: a site file of ours. `data`: anything an importer reads. */
export type FileKind = 'site' | 'data';

export interface OpenedFile {
  /** Opaque; stands for the file in a later `file.save`. */
  readonly token: string;
  /** File name for display, without its folder. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

export interface SavedFile {
  readonly token: string;
  readonly name: string;
}

export interface MenuModel {
  readonly sections: readonly MenuSection[];
}

export interface MenuSection {
  readonly label: string;
  readonly items: readonly MenuItem[];
}

export type MenuItem =
  | { readonly kind: 'separator' }
  /** A text-editing or window command that the operating system carries out itself. */
  | { readonly kind: 'role'; readonly role: MenuRole; readonly label: string }
  | {
      readonly kind: 'action';
      readonly id: string;
      readonly label: string;
      /** In Electron's notation, such as `CmdOrCtrl+Shift+Z`. */
      readonly accelerator: string | null;
      readonly enabled: boolean;
      /** Null for an item without a check mark. */
      readonly checked: boolean | null;
    };

export type MenuRole = 'cut' | 'copy' | 'paste' | 'selectAll' | 'minimize' | 'togglefullscreen' | 'quit';

export type ChannelName = keyof Channels;
export type EventName = keyof Events;
export type RequestOf<Name extends ChannelName> = Parameters<Channels[Name]>[0];
export type ReplyOf<Name extends ChannelName> = Result<ReturnType<Channels[Name]>, Problem>;

type GroupOf<Name extends string> = Name extends `${infer Group}.${string}` ? Group : never;
type MethodOf<Group extends string> = ChannelName extends infer Name
  ? Name extends `${Group}.${infer Method}`
    ? Method
    : never
  : never;
type NameOf<Group extends string, Method extends string> = Extract<ChannelName, `${Group}.${Method}`>;

/**
 * What the preload script exposes as `window.edgewright`: a method a channel, such as `shell.journal.append(request)`.
 * Absent in a plain browser.
 */
export type Shell = {
  readonly [Group in GroupOf<ChannelName>]: {
    readonly [Method in MethodOf<Group>]: (request: RequestOf<NameOf<Group, Method>>) => Promise<ReplyOf<NameOf<Group, Method>>>;
  };
} & {
  /** Calls `listener` at each event and returns what ends that. */
  readonly on: <Name extends EventName>(name: Name, listener: (event: Events[Name]) => void) => () => void;
};
