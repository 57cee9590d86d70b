/** Bandwidth of a link as a file words it. */
export interface LinkSpeed {
  readonly mbps: number;
  /** Null when the file states the figure as such; else how it was read from words. */
  readonly guess: string | null;
}

const UNIT_MBPS: Readonly<Record<string, number>> = { k: 0.001, m: 1, g: 1000, t: 1_000_000 };

/** Names of line rates. SONET/SDH: ITU-T G.707; T- and E-carriers: ITU-T G.702; Ethernet: IEEE 802.3. */
const NAMED: readonly { readonly pattern: RegExp; readonly mbps: (multiple: number) => number }[] = [
  { pattern: /\bOC[- ]?(\d{1,4})c?\b/i, mbps: (multiple) => 51.84 * multiple },
  { pattern: /\bSTM[- ]?(\d{1,4})\b/i, mbps: (multiple) => 155.52 * multiple },
  { pattern: /\b(?:T-?1|DS-?1)\b/i, mbps: () => 1.544 },
  { pattern: /\b(?:T-?3|DS-?3)\b/i, mbps: () => 44.736 },
  { pattern: /\bE-?1\b/i, mbps: () => 2.048 },
  { pattern: /\bE-?3\b/i, mbps: () => 34.368 },
  { pattern: /\b(\d{1,3})[- ]?GE\b/i, mbps: (multiple) => 1000 * multiple },
  { pattern: /\b(?:gig(?:abit)?[- ]?e(?:thernet)?|GE)\b/i, mbps: () => 1000 },
  { pattern: /\bfast[- ]?ethernet\b/i, mbps: () => 100 },
];

/** "2 x 10 Gbit/s", "1-10Gbps", "< 2,5 Gbps", "10 GigE": count, lower end, unit. */
const AMOUNT =
  /(?:(\d{1,3})\s*[x×*]\s*)?[<>~]?\s*(\d{1,7}(?:[.,]\d{1,6})?)\s*(?:[-–]\s*\d{1,7}(?:[.,]\d{1,6})?\s*)?([kmgt])(?:i?b|ig|eg|\b)/i;

/** Speeds outside of this are typing errors: 50 baud of a telegraph to 10 Pbps. */
const LEAST_MBPS = 0.00005;
const MOST_MBPS = 1e10;

/**
 * Bandwidth from the fields of a Topology Zoo edge: the raw figure in bit/s, else speed and unit, else words. Null when
 * none of them says one. Of a range the lower end is taken, as only that is sure.
 */
export function readLinkSpeed(fields: {
  readonly raw: string;
  readonly speed: string;
  readonly units: string;
  readonly words: readonly string[];
}): LinkSpeed | null {
  const raw = plausible(Number(fields.raw === '' ? Number.NaN : fields.raw) / 1e6);
  if (raw !== null) return { mbps: raw, guess: null };
  const unit = UNIT_MBPS[fields.units.trim().charAt(0).toLowerCase()];
  const stated = unit === undefined || fields.speed === '' ? null : plausible(Number(fields.speed) * unit);
  if (stated !== null) return { mbps: stated, guess: null };
  for (const words of fields.words) {
    const found = readWords(words.slice(0, 200));
    if (found !== null) return { mbps: found, guess: `read from “${words.slice(0, 60)}”` };
  }
  return null;
}

function readWords(words: string): number | null {
  const amount = AMOUNT.exec(words);
  if (amount !== null) {
    const [, count, low = '', unit = ''] = amount;
    // A comma before three digits parts thousands; before any other number of digits it is a decimal comma.
    const figure = Number(low.replace(/,(?=\d{3}$)/, '').replace(',', '.'));
    return plausible(Number(count ?? 1) * figure * (UNIT_MBPS[unit.toLowerCase()] ?? Number.NaN));
  }
  for (const { pattern, mbps } of NAMED) {
    const found = pattern.exec(words);
    if (found !== null) return plausible(mbps(Number(found[1] ?? 1)));
  }
  return null;
}

function plausible(mbps: number): number | null {
  return Number.isFinite(mbps) && mbps >= LEAST_MBPS && mbps <= MOST_MBPS ? Number(mbps.toPrecision(12)) : null;
}
