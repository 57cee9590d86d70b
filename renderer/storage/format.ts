/** Format of everything that is stored: database, journal, snapshots, sentinel. */
export const STORAGE_FORMAT = 1;
/** Oldest format whose code may read what this build writes; raised when an older build would misread it. */
export const MIN_READER = 1;
