import type { Problem } from '../../core/base/problem.ts';
import type { Result } from '../../core/base/result.ts';
import type { Catalog } from '../../core/catalog/catalog.ts';
import type { ImportFinding } from '../../core/formats/import-result.ts';
import type { Adjustable, WorldOptions } from '../../core/formats/world/world-options.ts';
import type { SitePart } from '../../core/site/site-parts.ts';
import type { Site } from '../../core/site/site.ts';

export interface ImportRequest {
  /** `site`: a file of ours and nothing else. `any`: that, or what an importer reads. */
  readonly kind: 'site' | 'any';
  /** Read inside the worker, piece by piece, so that a file too large never enters memory. */
  readonly files: readonly File[];
  /** What an importer may build with. */
  readonly catalog: Catalog;
  /** What the user has set right. */
  readonly options: WorldOptions;
}

export interface Imported {
  readonly site: Site;
  /** What an importer guessed, chose or left out. */
  readonly findings: readonly ImportFinding[];
  /** Figures that the user may correct before the site is taken. */
  readonly adjustable?: readonly Adjustable[];
}

export type ImportReply = Result<Imported, readonly Problem[]>;

/** What the worker says on the way to an `ImportReply`, whose site comes in parts before the end. */
export type ImportMessage =
  /** Share of the work that is done, 0 to 1. */
  | { readonly kind: 'progress'; readonly share: number }
  | { readonly kind: 'part'; readonly part: SitePart }
  | { readonly kind: 'end'; readonly outcome: Result<Omit<Imported, 'site'>, readonly Problem[]> };
