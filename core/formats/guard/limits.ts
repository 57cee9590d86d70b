/** Formats that are read as one text. */
export type TextFormat = 'site' | 'graphml' | 'csv';

const MEBIBYTE = 2 ** 20;

/**
 * Largest file of each format, in bytes. A site of 10,000 device groups has 13 MB; the largest network of the
 * Topology Zoo 0.3 MB; the register of all base stations of Australia 12 MB.
 */
export const MAX_BYTES: { readonly [Format in TextFormat]: number } = {
  site: 64 * MEBIBYTE,
  graphml: 16 * MEBIBYTE,
  csv: 16 * MEBIBYTE,
};

/** Most files of a folder that are looked at, and most bytes of them together. */
export const MAX_FOLDER_FILES = 200;
