/** A stream of uniform numbers in [0, 1). */
export type RandomStream = () => number;

/**
 * Seeded random stream: sfc32 by Chris Doty-Humphrey (PractRand), 128 bits of state, period about 2^127.
 * The same seed and purpose give the same numbers on every machine; streams of different purposes are independent.
 */
export function createRandom(seed: number, purpose = ''): RandomStream {
  let a = hash32(purpose, seed | 0);
  let b = hash32(purpose, a ^ 0x9e3779b9);
  let c = hash32(purpose, b ^ 0x85ebca6b);
  let counter = 1;
  const next = (): number => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    c |= 0;
    return (sum >>> 0) / 4294967296;
  };
  for (let warm = 0; warm < 12; warm += 1) next();
  return next;
}

/** FNV-1a over UTF-16 code units with a Murmur3 finaliser; 32 bits, for seeding only. */
function hash32(text: string, seed: number): number {
  let hash = 0x811c9dc5 ^ seed;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) | 0;
}
