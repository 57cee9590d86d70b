import type { z } from 'zod';

/** Ids are plain strings at run time; the brand keeps one kind from standing in for another. */
export type Id<Kind extends string> = string & z.$brand<Kind>;

/**
 * What an id may look like: safe in a file name, a DOM id, a URL and a Kubernetes label. Two words are left out, because they
 * are names of every JavaScript object and no file of ours may use them as keys.
 */
export const ID_PATTERN = /^(?!(?:constructor|prototype)$)[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])?$/;

/** Turns any text into a valid id: lower case, runs of other characters become one dash, at most 64 characters. */
export function slug(text: string, fallback = 'item'): string {
  const plain = text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 64)
    .replace(/-+$/g, '');
  if (plain === '') return fallback;
  return ID_PATTERN.test(plain) ? plain : `${plain}-1`;
}

/** First of `base`, `base-2`, `base-3` ... for which `taken` is false. */
export function freeId(base: string, taken: (id: string) => boolean): string {
  if (!taken(base)) return base;
  for (let number = 2; ; number += 1) {
    const tail = `-${number}`;
    const candidate = base.slice(0, 64 - tail.length).replace(/[-._]+$/g, '') + tail;
    if (!taken(candidate)) return candidate;
  }
}
