/** Whether two JSON-safe values are equal bit by bit: the test by which a change stops to spread. */
export function sameValue(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a)) {
    if (!Array.isArray(b) || a.length !== b.length) return false;
    for (let at = 0; at < a.length; at += 1) if (!sameValue(a[at], b[at])) return false;
    return true;
  }
  const one = a as Record<string, unknown>;
  const other = b as Record<string, unknown>;
  let fields = 0;
  for (const key in one) {
    fields += 1;
    if (!sameValue(one[key], other[key]) || !(key in other)) return false;
  }
  for (const _ in other) fields -= 1;
  return fields === 0;
}
