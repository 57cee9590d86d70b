/** An id for a new record that is not taken: as wanted, or with a number behind it. */
export function freeId(taken: { readonly [id: string]: unknown }, wanted: string): string {
  const base = wanted.slice(0, 60).replace(/[^a-z0-9]+$/, '');
  let id = base;
  for (let count = 2; Object.hasOwn(taken, id); count += 1) id = `${base}-${count}`;
  return id;
}
