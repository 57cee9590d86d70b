/** Formats that are read as one text. */
export type TextFormat = 'site' | 'graphml' | 'csv' | 'osm' | 'json' | 'sdf' | 'collada' | 'yaml' | 'dxf';
/** Formats that are read as bytes. */
export type ByteFormat = 'model' | 'ifc' | 'pgm' | 'picture' | 'gzip';

const MEBIBYTE = 2 ** 20;

/**
 * Largest file of each format, in bytes. A site of 10,000 nodes has 113 MB (`SITE_FILE_MAX_CHARS`) and 3 MB compressed; the largest network of the
 * Topology Zoo 0.3 MB; the register of all base stations of Australia 12 MB. Maps, plans and models: ten times and more
 * the test data, as far as a tree of them in memory allows; a picture goes into the site file.
 */
export const MAX_BYTES: { readonly [Format in TextFormat | ByteFormat]: number } = {
  site: 160 * MEBIBYTE,
  graphml: 16 * MEBIBYTE,
  csv: 16 * MEBIBYTE,
  osm: 32 * MEBIBYTE,
  json: 64 * MEBIBYTE,
  sdf: 8 * MEBIBYTE,
  collada: 32 * MEBIBYTE,
  yaml: 8 * MEBIBYTE,
  dxf: 64 * MEBIBYTE,
  model: 64 * MEBIBYTE,
  ifc: 64 * MEBIBYTE,
  pgm: 64 * MEBIBYTE,
  picture: 8 * MEBIBYTE,
  gzip: 16 * MEBIBYTE,
};

/** Most files of a folder that are looked at, and most bytes of them together. */
export const MAX_FOLDER_FILES = 200;
