/** JSON-safe value as typed arrays that are handed over and not copied, and a table of strings that each stand in it once. */
export interface Packed {
  /** Kinds of values, with the numbers of strings, shapes and lengths. */
  readonly codes: Int32Array<ArrayBuffer>;
  readonly numbers: Float64Array<ArrayBuffer>;
  readonly strings: readonly string[];
  /** Field names of records, as numbers of strings; records of one kind share a shape. */
  readonly shapes: readonly (readonly number[])[];
}

const NULL = 0;
const FALSE = 1;
const TRUE = 2;
const NUMBER = 3;
const STRING = 4;
const LIST = 5;
const RECORD = 6;

export function pack(value: unknown): Packed {
  return new Packer().pack(value);
}

export function unpack(packed: Packed): unknown {
  return new Unpacker(packed).value();
}

/** What to hand over with a packed value. */
export function buffersOf(packed: Packed): ArrayBuffer[] {
  return [packed.codes.buffer, packed.numbers.buffer];
}

class Packer {
  private readonly codes: number[] = [];
  private readonly numbers: number[] = [];
  private readonly strings = new Map<string, number>();
  private readonly shapes = new Map<string, number>();
  private readonly fields: number[][] = [];

  pack(value: unknown): Packed {
    this.put(value);
    const codes = Int32Array.from(this.codes);
    return { codes, numbers: Float64Array.from(this.numbers), strings: [...this.strings.keys()], shapes: this.fields };
  }

  private put(value: unknown): void {
    if (typeof value === 'number') {
      this.codes.push(NUMBER);
      this.numbers.push(value);
    } else if (typeof value === 'string') this.codes.push(STRING, this.string(value));
    else if (value === null || value === undefined) this.codes.push(NULL);
    else if (typeof value === 'boolean') this.codes.push(value ? TRUE : FALSE);
    else if (Array.isArray(value)) {
      this.codes.push(LIST, value.length);
      for (const one of value) this.put(one);
    } else this.putRecord(value as Readonly<Record<string, unknown>>);
  }

  private putRecord(record: Readonly<Record<string, unknown>>): void {
    const keys = Object.keys(record);
    const name = JSON.stringify(keys);
    let shape = this.shapes.get(name);
    if (shape === undefined) {
      shape = this.fields.length;
      this.shapes.set(name, shape);
      this.fields.push(keys.map((key) => this.string(key)));
    }
    this.codes.push(RECORD, shape);
    for (const key of keys) this.put(record[key]);
  }

  private string(text: string): number {
    let at = this.strings.get(text);
    if (at === undefined) {
      at = this.strings.size;
      this.strings.set(text, at);
    }
    return at;
  }
}

class Unpacker {
  private readonly packed: Packed;
  private readonly shapes: readonly (readonly string[])[];
  private code = 0;
  private number = 0;

  constructor(packed: Packed) {
    this.packed = packed;
    this.shapes = packed.shapes.map((fields) => fields.map((field) => this.text(field)));
  }

  value(): unknown {
    switch (this.next()) {
      case NULL:
        return null;
      case FALSE:
        return false;
      case TRUE:
        return true;
      case NUMBER:
        this.number += 1;
        return this.packed.numbers[this.number - 1];
      case STRING:
        return this.text(this.next());
      case LIST:
        return Array.from({ length: this.next() }, () => this.value());
      default:
        return this.record(this.shapes[this.next()] ?? []);
    }
  }

  private record(fields: readonly string[]): object {
    const record: Record<string, unknown> = {};
    for (const field of fields) record[field] = this.value();
    return record;
  }

  private next(): number {
    this.code += 1;
    return this.packed.codes[this.code - 1] ?? NULL;
  }

  private text(at: number): string {
    return this.packed.strings[at] ?? '';
  }
}
