import type { GeoPoint } from '../../site/schema/common.ts';

/** One thing of a map: its tags by the key list of OpenStreetMap, and where it is. */
export interface CityFeature {
  readonly tags: ReadonlyMap<string, string>;
  readonly shape: CityShape;
  /** Where in the file, for messages. */
  readonly place: string;
}

export type CityShape =
  | { readonly kind: 'point'; readonly at: GeoPoint }
  | { readonly kind: 'line'; readonly points: readonly GeoPoint[] }
  /** Rings of areas: the outer one first, then its holes. */
  | { readonly kind: 'area'; readonly polygons: readonly (readonly (readonly GeoPoint[])[])[] };

export interface CityMap {
  readonly features: readonly CityFeature[];
  /** What could not be used, by reason. */
  readonly dropped: ReadonlyMap<string, number>;
}
