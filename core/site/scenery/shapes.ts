/** Corners of a ring or points of a line: x and y in turn, m. A ring is not closed by a repeated corner. */
export type PointsM = Float64Array;

/** An upright body: a footprint with holes, from a height up. */
export interface Prism {
  readonly rings: readonly PointsM[];
  readonly baseM: number;
  readonly heightM: number;
}

/** A line with a width that lies flat: a street, a lane, a threshold. */
export interface Ribbon {
  readonly points: PointsM;
  readonly widthM: number;
  readonly zM: number;
}

/** A flat area with holes. */
export interface Area {
  readonly rings: readonly PointsM[];
  readonly zM: number;
}

/** A body of triangles: corners as x, y, z in turn, m, and three indices a triangle. Anticlockwise seen from outside. */
export interface Mesh {
  readonly corners: Float64Array;
  readonly triangles: Uint32Array;
}

/** A picture that lies flat, its lower left corner in the origin. */
export interface Image {
  readonly mediaType: 'image/png' | 'image/jpeg';
  readonly widthM: number;
  readonly depthM: number;
  readonly base64: string;
}

/** Everything of one scenery record, ready to be drawn or measured. */
export type Shapes =
  | { readonly form: 'prisms'; readonly items: readonly Prism[] }
  | { readonly form: 'ribbons'; readonly items: readonly Ribbon[] }
  | { readonly form: 'areas'; readonly items: readonly Area[] }
  | { readonly form: 'meshes'; readonly items: readonly Mesh[] }
  | { readonly form: 'image'; readonly items: readonly [Image] };
