import type { Problem } from '../../core/base/problem.ts';
import type { Result } from '../../core/base/result.ts';
import type { Site } from '../../core/site/site.ts';

/** `site`: a file of ours. `foreign`: one that an importer reads. `any`: whichever it is. */
export type ImportKind = 'site' | 'foreign' | 'any';

export interface ImportRequest {
  readonly kind: ImportKind;
  /** Read inside the worker, piece by piece, so that a file too large never enters memory. */
  readonly files: readonly File[];
}

export interface Imported {
  readonly site: Site;
  /** What one should know although it could be read: migrations, guesses. */
  readonly notes: readonly Problem[];
}

export type ImportReply = Result<Imported, readonly Problem[]>;
