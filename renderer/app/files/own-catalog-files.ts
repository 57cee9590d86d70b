import { OWN_CATALOG_ENDING, parseOwnCatalog, serializeOwnCatalog } from '../../../core/catalog/own-catalog.ts';
import { notify } from '../../store/notice-store.ts';
import { keepEntry, useOwnCatalogStore } from '../../store/own-catalog-store.ts';
import type { FilePort } from './file-port.ts';

/** Entries of one's own in and out, as a file for others and for another machine. */
export interface OwnCatalogFiles {
  /** Asks for a file and takes all its entries, or none and says what is wrong with it. */
  importEntries(): Promise<void>;
  exportEntries(): Promise<void>;
}

export function createOwnCatalogFiles(files: FilePort): OwnCatalogFiles {
  return {
    async importEntries() {
      const picked = await files.open('data');
      if (picked.status === 'failed') return notify({ kind: 'error', about: 'import', problems: [picked.error] });
      const file = picked.value?.files[0];
      if (file === undefined) return;
      const read = parseOwnCatalog(await file.text(), file.name);
      if (read.status === 'failed') return notify({ kind: 'error', about: 'import', problems: read.error });
      for (const entry of read.value.hardwareTypes.toReversed()) keepEntry('hardwareTypes', entry);
      for (const entry of read.value.media.toReversed()) keepEntry('media', entry);
      for (const entry of read.value.templates.toReversed()) keepEntry('templates', entry);
    },
    async exportEntries() {
      const content = new Blob([serializeOwnCatalog(useOwnCatalogStore.getState())], { type: 'application/json' });
      const saved = await files.save(`catalog${OWN_CATALOG_ENDING}`, async () => content, null);
      if (saved.status === 'failed') notify({ kind: 'error', about: 'export', problems: [saved.error] });
    },
  };
}
