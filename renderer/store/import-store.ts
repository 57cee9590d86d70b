import { create } from 'zustand';
import type { Problem } from '../../core/base/problem.ts';
import type { ImportFinding } from '../../core/formats/import-result.ts';
import type { Adjustable, WorldOptions } from '../../core/formats/world/world-options.ts';
import type { Site } from '../../core/site/site.ts';

/** What an import found, before it is taken. */
export interface ImportPreview {
  /** Name of the first file. */
  readonly file: string;
  readonly site: Site;
  readonly findings: readonly ImportFinding[];
  readonly adjustable: readonly Adjustable[];
  /** What has been set right so far. */
  readonly options: WorldOptions;
  /** What was wrong with the last correction; the site is that before it. */
  readonly problems: readonly Problem[];
}

export interface ImportState {
  /** Name of the file or site that is being read or stored; null: none. */
  readonly reading: string | null;
  /** Share of it that is done, 0 to 1; null: not known. */
  readonly share: number | null;
  readonly preview: ImportPreview | null;
}

export const useImportStore = create<ImportState>(() => ({ reading: null, share: null, preview: null }));
