import { ok } from '../../../core/base/result.ts';
import type { WorldOptions } from '../../../core/formats/world/world-options.ts';
import type { ImportReply, ImportRequest } from '../../engine/import-protocol.ts';
import { useImportStore } from '../../store/import-store.ts';

export type ReadFiles = (
  kind: ImportRequest['kind'],
  files: readonly File[],
  options: WorldOptions,
  signal: AbortSignal,
  progressed: (share: number) => void,
) => Promise<ImportReply | null>;

export interface ImportWork {
  /** What the files hold, once the user has looked at what was guessed. Null: the user changed their mind. */
  read(kind: ImportRequest['kind'], files: readonly File[]): Promise<ImportReply | null>;
  /** Reads again with what the user has set right. */
  correct(options: WorldOptions): Promise<void>;
  take(): void;
  /** Stops reading, or puts the preview away. */
  cancel(): void;
}

/** Reads files off the main thread; what comes with guesses that matter is shown before it is taken. */
export function createImportWork(readFiles: ReadFiles): ImportWork {
  let stop = new AbortController();
  let pending: { readonly files: readonly File[]; decide(taken: boolean): void } | null = null;

  async function run(kind: ImportRequest['kind'], files: readonly File[], options: WorldOptions): Promise<ImportReply | null> {
    stop.abort();
    stop = new AbortController();
    const { signal } = stop;
    useImportStore.setState({ reading: files[0]?.name ?? '', share: null });
    const progressed = (share: number): void => {
      if (stop.signal === signal) useImportStore.setState({ share });
    };
    try {
      return await readFiles(kind, files, options, signal, progressed);
    } finally {
      if (stop.signal === signal) useImportStore.setState({ reading: null, share: null });
    }
  }

  return {
    async read(kind, files) {
      pending?.decide(false);
      const reply = await run(kind, files, {});
      if (reply === null || reply.status === 'failed') return reply;
      const { adjustable = [], site, findings } = reply.value;
      if (adjustable.length === 0) return reply;
      const taken = await new Promise<boolean>((decide) => {
        pending = { files, decide };
        useImportStore.setState({
          preview: { file: files[0]?.name ?? '', site, findings, adjustable, options: {}, problems: [] },
        });
      });
      const { preview } = useImportStore.getState();
      pending = null;
      useImportStore.setState({ preview: null });
      return taken && preview !== null ? ok({ site: preview.site, findings: preview.findings }) : null;
    },
    async correct(options) {
      const before = useImportStore.getState().preview;
      if (pending === null || before === null) return;
      const reply = await run('any', pending.files, options);
      const { preview } = useImportStore.getState();
      if (reply === null || preview === null) return;
      if (reply.status === 'failed') useImportStore.setState({ preview: { ...preview, problems: reply.error } });
      else {
        const { site, findings, adjustable = [] } = reply.value;
        useImportStore.setState({ preview: { ...preview, site, findings, adjustable, options, problems: [] } });
      }
    },
    take: () => pending?.decide(true),
    cancel() {
      stop.abort();
      pending?.decide(false);
    },
  };
}
