/** A site as a file of an older version holds it: plain JSON that has passed no schema yet. */
export type OldSite = { readonly [key: string]: unknown };

/** One step up. It adds, renames and converts; it never judges: the schema does that afterwards. */
export interface Migration {
  readonly from: number;
  /** What it did, for the person who opens the file. */
  readonly note: string;
  migrate(site: OldSite): OldSite;
}

export function isObject(value: unknown): value is OldSite {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
