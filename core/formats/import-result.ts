import type { Problem } from '../base/problem.ts';
import type { Result } from '../base/result.ts';
import type { Site } from '../site/site.ts';
import type { Adjustable } from './world/world-options.ts';

/** One file that was given to an importer: its name as the user knows it, and its text. */
export interface ImportFile {
  readonly name: string;
  readonly text: string;
}

/** What an importer guessed, chose or left out. It also stands in the site's header as an assumption. */
export interface ImportFinding {
  readonly kind: 'guessed' | 'assumed' | 'dropped';
  /** Record as `collection/id`; null: the whole site. */
  readonly subject: string | null;
  /** Where in the file; null where no single spot is meant. */
  readonly place: string | null;
  readonly text: string;
  /** What the guess rests on. */
  readonly source: string;
}

export interface Imported {
  readonly site: Site;
  readonly findings: readonly ImportFinding[];
  /** Figures that a person may correct before the site is taken. */
  readonly adjustable?: readonly Adjustable[];
}

/** A site, or everything that is wrong with the files. There is nothing in between. */
export type ImportResult = Result<Imported, readonly Problem[]>;
