/**
 * Whole numbers as text: base-64 digits of five bits, the sixth says that more follow, the lowest bit of the first is the sign.
 * The numbers of a source map are written so (ECMA-426, "Base64 VLQ"); here they reach 2^51, and the alphabet is that of
 * RFC 4648, section 5, which JSON never has to escape.
 */
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const DIGITS = new Int8Array(128).fill(-1);
for (let digit = 0; digit < ALPHABET.length; digit += 1) DIGITS[ALPHABET.charCodeAt(digit)] = digit;

/** Characters that are joined at once. */
const CHUNK = 8192;
/** Most digits of a number: 5 bits each, the sign among them. */
const MOST_DIGITS = 11;

/** Writes whole numbers of at most 2^51 in size one after the other. */
export class DigitWriter {
  private readonly parts: string[] = [];
  private codes: number[] = [];

  write(value: number): void {
    // Not by bits: they end at 32.
    let rest = value < 0 ? -value * 2 + 1 : value * 2;
    do {
      const digit = rest % 32;
      rest = Math.floor(rest / 32);
      this.codes.push(ALPHABET.charCodeAt(rest > 0 ? digit + 32 : digit));
    } while (rest > 0);
    if (this.codes.length < CHUNK) return;
    this.parts.push(String.fromCharCode(...this.codes));
    this.codes = [];
  }

  get text(): string {
    return this.parts.join('') + String.fromCharCode(...this.codes);
  }
}

/** Reads them back. Throws `BrokenDigits` where the text holds none. */
export class DigitReader {
  private readonly text: string;
  private at = 0;

  constructor(text: string) {
    this.text = text;
  }

  get offset(): number {
    return this.at;
  }

  get isDone(): boolean {
    return this.at >= this.text.length;
  }

  read(): number {
    let value = 0;
    let weight = 1;
    for (let digits = 0; digits < MOST_DIGITS; digits += 1) {
      const code = this.text.charCodeAt(this.at);
      const digit = code < 128 ? (DIGITS[code] ?? -1) : -1;
      if (digit < 0) throw new BrokenDigits(this.at, this.isDone ? 'the text ends too early' : 'not a digit');
      this.at += 1;
      value += (digit % 32) * weight;
      if (digit < 32) return value % 2 === 0 ? value / 2 : -(value - 1) / 2;
      weight *= 32;
    }
    throw new BrokenDigits(this.at, 'a number has too many digits');
  }
}

/** What is wrong with packed numbers, and at which character. */
export class BrokenDigits extends Error {
  readonly offset: number;
  constructor(offset: number, what: string) {
    super(what);
    this.offset = offset;
  }
}
