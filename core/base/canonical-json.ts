/**
 * JSON text with object keys in code-unit order, so that equal values give equal bytes.
 * Assumes a JSON-safe value; throws on a number that JSON cannot hold.
 */
export function canonicalJson(value: unknown, indent = 0): string {
  return JSON.stringify(sortKeys(value), null, indent);
}

function sortKeys(value: unknown): unknown {
  if (typeof value === 'number' && !Number.isFinite(value)) throw new Error(`canonicalJson: ${value} is not a JSON number`);
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== 'object' || value === null) return value;
  const source = value as Record<string, unknown>;
  const sorted: Record<string, unknown> = {};
  for (const key of Object.keys(source).toSorted(compareCodeUnits)) sorted[key] = sortKeys(source[key]);
  return sorted;
}

/** Order of plain strings that does not depend on a locale. */
export function compareCodeUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
