/** Where two JSON-safe values differ first, with both values; null where they are equal bit by bit. */
export function firstDifference(kept: unknown, fresh: unknown, place = ''): string | null {
  if (kept === fresh) return null;
  if (typeof kept !== 'object' || typeof fresh !== 'object' || kept === null || fresh === null)
    return `${place}: ${JSON.stringify(kept)} is kept, ${JSON.stringify(fresh)} from scratch`;
  const one = kept as Record<string, unknown>;
  const other = fresh as Record<string, unknown>;
  for (const key of new Set([...Object.keys(one), ...Object.keys(other)])) {
    const difference = firstDifference(one[key], other[key], `${place}/${key}`);
    if (difference !== null) return difference;
  }
  return null;
}
