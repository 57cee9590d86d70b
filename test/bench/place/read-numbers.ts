/** The numbers of a text that white space separates, in order. Throws where a number is missing or is none. */
export function readNumbers(text: string): { next(): number; take(count: number): number[] } {
  const words = text.trim().split(/\s+/);
  let at = 0;
  const next = (): number => {
    const word = words[at];
    const value = Number(word);
    if (word === undefined || !Number.isFinite(value)) throw new Error(`Number ${at + 1} is ${word ?? 'missing'}.`);
    at += 1;
    return value;
  };
  return { next, take: (count) => Array.from({ length: count }, next) };
}
