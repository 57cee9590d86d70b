/** Turn, scale and shift of the plane: x' = a x − b y + tx, y' = b x + a y + ty. */
export interface Similarity {
  readonly a: number;
  readonly b: number;
  readonly tx: number;
  readonly ty: number;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/**
 * The similarity that brings points onto others with the least squares (Umeyama 1991, in the plane without reflection); a mere shift for one pair, null
 * for none.
 */
export function fitSimilarity(pairs: readonly { readonly from: Point; readonly to: Point }[]): Similarity | null {
  if (pairs.length === 0) return null;
  const mean = (pick: (pair: (typeof pairs)[number]) => number): number =>
    pairs.reduce((sum, pair) => sum + pick(pair), 0) / pairs.length;
  const from = { x: mean((pair) => pair.from.x), y: mean((pair) => pair.from.y) };
  const to = { x: mean((pair) => pair.to.x), y: mean((pair) => pair.to.y) };
  let [dot, cross, size] = [0, 0, 0];
  for (const pair of pairs) {
    const [px, py] = [pair.from.x - from.x, pair.from.y - from.y];
    const [qx, qy] = [pair.to.x - to.x, pair.to.y - to.y];
    dot += px * qx + py * qy;
    cross += px * qy - py * qx;
    size += px * px + py * py;
  }
  const [a, b] = size > 0 ? [dot / size, cross / size] : [1, 0];
  return { a, b, tx: to.x - a * from.x + b * from.y, ty: to.y - b * from.x - a * from.y };
}

export function applySimilarity({ a, b, tx, ty }: Similarity, x: number, y: number): Point {
  return { x: a * x - b * y + tx, y: b * x + a * y + ty };
}
