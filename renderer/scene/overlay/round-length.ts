/** Greatest of 1, 2 or 5 times a power of ten that is no longer. */
export function roundLength(mostM: number): number {
  const power = 10 ** Math.floor(Math.log10(mostM));
  return ([5, 2, 1].find((factor) => factor * power <= mostM) ?? 1) * power;
}
