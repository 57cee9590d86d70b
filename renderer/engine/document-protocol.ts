import type { Problem } from '../../core/base/problem.ts';
import type { Result } from '../../core/base/result.ts';
import type { SitePart } from '../../core/site/site-parts.ts';

/** What the worker of documents is asked. One worker does one thing: parts of a site and what to make of it, or a document to be read. */
export type DocumentRequest =
  | { readonly kind: 'part'; readonly part: SitePart }
  /** The site of the parts before, in the form in which the library keeps it. */
  | { readonly kind: 'pack' }
  /** The same as a file of the user. */
  | { readonly kind: 'file'; readonly compressed: boolean }
  /** A document of the library; `name` is for messages. */
  | { readonly kind: 'unpack'; readonly document: unknown; readonly name: string };

export type DocumentReply =
  /** Share of the work that is done, 0 to 1. */
  | { readonly kind: 'progress'; readonly share: number }
  | { readonly kind: 'part'; readonly part: SitePart }
  | { readonly kind: 'packed'; readonly document: unknown }
  | { readonly kind: 'file'; readonly content: Blob }
  /** All parts are there, or why there are none. */
  | { readonly kind: 'unpacked'; readonly outcome: Result<null, Problem> };
