import type { Problem } from '../../core/base/problem.ts';
import type { Result } from '../../core/base/result.ts';
import type { Shell } from '../../electron/ipc/contract.ts';
import { localSentinel, pageEnvironment } from './browser-environment.ts';
import type { StorageEnvironment } from './environment.ts';

/** Journals, snapshots and a sentinel as files of the shell, outside of the browser's profile. */
export function electronEnvironment(shell: Pick<Shell, 'journal' | 'snapshot' | 'sentinel'>): StorageEnvironment {
  const { journal, snapshot, sentinel } = shell;
  return {
    journal: {
      append: async (siteId, lines) => void valueOf(await journal.append({ siteId, lines })),
      async read(siteId) {
        const text = valueOf(await journal.read({ siteId }));
        return text.lines.length === 0 && text.tornTail === null ? null : text;
      },
      replace: async (siteId, lines) => void valueOf(await journal.replace({ siteId, lines })),
      list: async () => valueOf(await journal.list({})),
      // The shell holds no file open for one window.
      release: async () => undefined,
    },
    snapshots: {
      write: async (siteId, name, text) => void valueOf(await snapshot.write({ siteId, name, text })),
      read: async (siteId, name) => valueOf(await snapshot.read({ siteId, name })),
      list: async (siteId) => valueOf(await snapshot.list({ siteId })).map(({ name }) => name),
      remove: async (siteId, name) => void valueOf(await snapshot.remove({ siteId, name })),
    },
    sentinels: [
      localSentinel(),
      {
        read: async () => valueOf(await sentinel.read({})),
        write: async (text) => void valueOf(await sentinel.write({ text })),
      },
    ],
    ...pageEnvironment(),
  };
}

/** The shell's code for a disk that takes no more. */
const DISK_FULL = 'disk-full';

function valueOf<Value>(result: Result<Value, Problem>): Value {
  if (result.status === 'ok') return result.value;
  const { code, message } = result.error;
  throw new DOMException(`${message} [${code}]`, code === DISK_FULL ? 'QuotaExceededError' : 'OperationError');
}
