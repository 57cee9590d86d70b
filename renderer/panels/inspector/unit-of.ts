/** Unit a person reads, and how many of it one stored unit makes. */
export interface FieldUnit {
  readonly unit: string;
  readonly scale: number;
}

const PLAIN: FieldUnit = { unit: '', scale: 1 };
const PERCENT: FieldUnit = { unit: '%', scale: 100 };

/** Shares that do not say so in their name. */
const SHARES = new Set([
  'growthPerYear',
  'discountRate',
  'cpuCeiling',
  'accuracy',
  'accuracyTarget',
  'availabilityTarget',
  'fromAvailability',
  'dutyCycle',
  'cost',
  'performance',
  'energy',
]);

const NAMED: Readonly<Record<string, string>> = {
  tops: 'TOPS',
  referenceTops: 'TOPS',
  iops: 'IOPS',
  computeUnits: 'vCPU',
  overheadComputeUnits: 'vCPU',
  rackUnits: 'U',
  rackUnit: 'U',
  requestsPerSecond: '1/s',
  routeFactor: '×',
  burstFactor: '×',
  perThreadFactor: '×',
};

/** Endings of names, the longer before the shorter they contain. */
const ENDINGS: readonly (readonly [string, string])[] = [
  ['UsPerKm', 'µs/km'],
  ['PerMbpsMonth', '/ Mbps · month'],
  ['PerKWh', '/ kWh'],
  ['PerGB', '/ GB'],
  ['PerMonth', '/ month'],
  ['MsPerSample', 'ms'],
  ['BytesPerRequest', 'B'],
  ['Bytes', 'B'],
  ['MBps', 'MB/s'],
  ['Mbps', 'Mbps'],
  ['KHz', 'kHz'],
  ['GiB', 'GiB'],
  ['GB', 'GB'],
  ['MB', 'MB'],
  ['Ms', 'ms'],
  ['Us', 'µs'],
  ['Kg', 'kg'],
  ['Deg', '°'],
  ['W', 'W'],
  ['H', 'h'],
  ['M', 'm'],
];

/** Unit of a field, which by the project's convention stands in its name. */
export function unitOf(name: string): FieldUnit {
  const named = NAMED[name];
  if (named !== undefined) return { unit: named, scale: 1 };
  if (/(Share|Ratio|Utilisation)$/.test(name) || SHARES.has(name)) return PERCENT;
  if (name === 'bytesUp' || name === 'bytesDown') return { unit: 'B', scale: 1 };
  if (name === 'carbonGPerKWh') return { unit: 'g/kWh', scale: 1 };
  const ending = ENDINGS.find(([suffix]) => name.endsWith(suffix));
  return ending === undefined ? PLAIN : { unit: ending[1], scale: 1 };
}

/** Stored value as text to edit, without the noise of binary fractions. */
export function toText(value: number, unit: FieldUnit): string {
  return String(Number((value * unit.scale).toPrecision(12)));
}

/** Text as a stored value; null when it is not a number. */
export function fromText(text: string, unit: FieldUnit): number | null {
  const plain = text.trim().replace(',', '.');
  const value = Number(plain);
  return plain === '' || !Number.isFinite(value) ? null : Number((value / unit.scale).toPrecision(12));
}
