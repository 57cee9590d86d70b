import type { Problem, ProblemParameters } from './problem.ts';
import { problem } from './problem.ts';
import type { Result } from './result.ts';
import { failed, ok } from './result.ts';

export interface JsonLimits {
  /** Objects and arrays inside each other; 1 for a flat object. */
  readonly maxDepth: number;
  /** Objects, arrays, strings, numbers and literals together; a key counts as well. */
  readonly maxValues: number;
  /** Of one object. */
  readonly maxKeys: number;
}

/** Depth: reliability.md, "Import". Values: five times a site of 10,000 device groups. */
export const JSON_LIMITS: JsonLimits = { maxDepth: 64, maxValues: 6_000_000, maxKeys: 100_000 };

/** Names through which a plain object reaches its prototype. */
const FORBIDDEN_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

interface Container {
  readonly isArray: boolean;
  /** Position in an array. */
  index: number;
  /** Key that was read last in an object; null before the first. */
  key: string | null;
  readonly keys: Set<string> | null;
}

type Expect = 'value' | 'value-or-end' | 'key' | 'key-or-end' | 'comma-or-end' | 'end-of-text';

/** Thrown inside this file only, to leave the scan from any depth of calls. */
class Refused extends Error {
  readonly problem: Problem;
  constructor(value: Problem) {
    super(value.message);
    this.problem = value;
  }
}

/**
 * Value of a JSON text from outside. Refused with JSON path, line and column: syntax errors, depth and number of values over
 * the limits, keys that reach a prototype, a key that occurs twice in one object, numbers that a double cannot hold.
 * One pass without recursion, then `JSON.parse`; cost is linear in the text whatever it nests. `note` hears how much is done, from 0 to 1.
 */
export function safeJson(
  text: string,
  limits: JsonLimits = JSON_LIMITS,
  note: (share: number) => void = () => undefined,
): Result<unknown, Problem> {
  try {
    new Scanner(text, limits).run(note);
  } catch (error) {
    if (error instanceof Refused) return failed(error.problem);
    throw error;
  }
  return ok(JSON.parse(text) as unknown);
}

/** Whether `safeJson` would read a value back from its text: not nested deeper, and no key that reaches a prototype. */
export function isSafeJson(value: unknown, maxDepth: number): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; depth <= maxDepth; depth += 1) {
    const containers = level.filter((each) => typeof each === 'object' && each !== null) as object[];
    if (containers.length === 0) return true;
    if (containers.some((each) => Object.keys(each).some((key) => FORBIDDEN_KEYS.has(key)))) return false;
    level = containers.flatMap((each) => Object.values(each) as unknown[]);
  }
  return false;
}

/** `$.site.places["melb-1"].name`: the way to a value, readable and unambiguous. */
export function jsonPath(steps: readonly (string | number)[]): string {
  return steps.reduce<string>((path, step) => {
    if (typeof step === 'number') return `${path}[${step}]`;
    return /^[A-Za-z_$][\w$]*$/.test(step) ? `${path}.${step}` : `${path}[${JSON.stringify(step)}]`;
  }, '$');
}

/** Characters between two words of progress. */
const CHARS_A_NOTE = 2 ** 20;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const PLAIN_STRING = /[^"\\\u0000-\u001f]*/y; // oxlint-disable-line no-control-regex -- JSON forbids exactly these in a string
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
const LITERALS = ['true', 'false', 'null'] as const;

class Scanner {
  private readonly text: string;
  private readonly limits: JsonLimits;
  private at = 0;
  private values = 0;
  private expect: Expect = 'value';
  private readonly stack: Container[] = [];

  constructor(text: string, limits: JsonLimits) {
    this.text = text;
    this.limits = limits;
  }

  run(note: (share: number) => void): void {
    for (let noted = CHARS_A_NOTE; ;) {
      if (this.at >= noted) {
        note(this.at / this.text.length);
        noted = this.at + CHARS_A_NOTE;
      }
      this.skipSpace();
      if (this.at >= this.text.length) {
        if (this.expect === 'end-of-text') return;
        this.refuse('json.truncated', 'The text ends in the middle.', 'Take a complete copy of the file.');
      }
      this.step(this.text[this.at] ?? '');
    }
  }

  private step(mark: string): void {
    switch (this.expect) {
      case 'key-or-end':
        if (mark === '}') return this.close();
        return this.readKey(mark);
      case 'key':
        return this.readKey(mark);
      case 'value-or-end':
        if (mark === ']') return this.close();
        return this.readValue(mark);
      case 'value':
        return this.readValue(mark);
      case 'comma-or-end':
        return this.readSeparator(mark);
      default:
        this.syntax('There is more text after the end of the JSON value.', { which: 'after-end' });
    }
  }

  private readValue(mark: string): void {
    this.count();
    if (mark === '{' || mark === '[') return this.open(mark === '[');
    if (mark === '"') this.readString();
    else if (mark === '-' || (mark >= '0' && mark <= '9')) this.readNumber();
    else this.readLiteral();
    this.afterValue();
  }

  private open(isArray: boolean): void {
    if (this.stack.length >= this.limits.maxDepth) {
      this.refuse(
        'json.too-deep',
        `Objects and arrays are nested more than ${this.limits.maxDepth} deep.`,
        'No file of ours is nested like this: check where it comes from.',
        { limit: this.limits.maxDepth },
      );
    }
    this.stack.push({ isArray, index: 0, key: null, keys: isArray ? null : new Set() });
    this.at += 1;
    this.expect = isArray ? 'value-or-end' : 'key-or-end';
  }

  private close(): void {
    this.stack.pop();
    this.at += 1;
    this.afterValue();
  }

  private afterValue(): void {
    this.expect = this.stack.length === 0 ? 'end-of-text' : 'comma-or-end';
  }

  private readSeparator(mark: string): void {
    const inside = this.stack.at(-1);
    if (inside === undefined) return this.syntax('There is more text after the end of the JSON value.', { which: 'after-end' });
    if (mark === (inside.isArray ? ']' : '}')) return this.close();
    if (mark !== ',')
      this.syntax(`Expected a comma or ${inside.isArray ? ']' : '}'}, found ${shown(mark)}.`, {
        which: 'comma',
        expected: inside.isArray ? ']' : '}',
        found: shown(mark),
      });
    this.at += 1;
    inside.index += 1;
    this.expect = inside.isArray ? 'value' : 'key';
  }

  private readKey(mark: string): void {
    if (mark !== '"') this.syntax(`Expected a key in double quotes, found ${shown(mark)}.`, { which: 'key', found: shown(mark) });
    this.count();
    const inside = this.stack.at(-1);
    const start = this.at;
    const key = this.readString();
    if (inside === undefined || inside.keys === null) throw new Error('Scanner: a key outside of an object');
    inside.key = key;
    if (FORBIDDEN_KEYS.has(key)) {
      this.at = start;
      this.refuse('json.forbidden-key', `The key ${shown(key)} is not allowed.`, 'Rename or remove the key.', {
        key: shown(key),
      });
    }
    if (inside.keys.has(key)) {
      this.at = start;
      this.refuse('json.duplicate-key', `The key ${shown(key)} occurs twice in one object.`, 'Keep one of the two.', {
        key: shown(key),
      });
    }
    inside.keys.add(key);
    if (inside.keys.size > this.limits.maxKeys)
      this.refuse('json.too-many-values', `There are more than ${this.limits.maxKeys} keys in one object.`, 'Split the file.', {
        which: 'keys',
        limit: this.limits.maxKeys,
      });
    this.skipSpace();
    if (this.at >= this.text.length) return;
    if (this.text[this.at] !== ':')
      this.syntax(`Expected a colon after the key, found ${shown(this.text[this.at] ?? '')}.`, {
        which: 'colon',
        found: shown(this.text[this.at] ?? ''),
      });
    this.at += 1;
    this.expect = 'value';
  }

  /** Reads past a string and gives what it says. */
  private readString(): string {
    const start = this.at;
    let escaped = false;
    this.at += 1;
    for (;;) {
      this.skip(PLAIN_STRING);
      const mark = this.text[this.at];
      if (mark === undefined)
        this.refuse('json.truncated', 'The text ends inside a string.', 'Take a complete copy of the file.');
      if (mark === '"') break;
      if (mark !== '\\') this.syntax('A control character stands inside a string.', { which: 'control' });
      escaped = true;
      if (!this.skip(ESCAPE)) this.syntax('A backslash is followed by what JSON does not know.', { which: 'escape' });
    }
    this.at += 1;
    const raw = this.text.slice(start, this.at);
    return escaped ? (JSON.parse(raw) as string) : raw.slice(1, -1);
  }

  private readNumber(): void {
    const start = this.at;
    if (!this.skip(NUMBER)) this.syntax('This is not a JSON number.', { which: 'number' });
    const value = Number(this.text.slice(start, this.at));
    if (!Number.isFinite(value)) {
      this.at = start;
      this.refuse('json.number', 'The number is too large to be held.', 'Give a finite number.');
    }
  }

  private readLiteral(): void {
    const literal = LITERALS.find((word) => this.text.startsWith(word, this.at));
    if (literal !== undefined) this.at += literal.length;
    else if (LITERALS.some((word) => word.startsWith(this.text.slice(this.at))))
      this.refuse('json.truncated', 'The text ends in the middle of a word.', 'Take a complete copy of the file.');
    else
      this.syntax(`Expected a value, found ${shown(this.text[this.at] ?? '')}.`, {
        which: 'value',
        found: shown(this.text[this.at] ?? ''),
      });
  }

  private skip(pattern: RegExp): boolean {
    pattern.lastIndex = this.at;
    const found = pattern.test(this.text);
    if (found) this.at = pattern.lastIndex;
    return found;
  }

  private skipSpace(): void {
    for (; this.at < this.text.length; this.at += 1) {
      const code = this.text.charCodeAt(this.at);
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return;
    }
  }

  private count(): void {
    this.values += 1;
    if (this.values <= this.limits.maxValues) return;
    this.refuse('json.too-many-values', `There are more than ${this.limits.maxValues} values.`, 'Split the file.', {
      limit: this.limits.maxValues,
    });
  }

  private syntax(message: string, parameters: ProblemParameters): never {
    this.refuse('json.syntax', message, 'Correct the text, or take another copy of the file.', parameters);
  }

  private refuse(code: string, message: string, remedy: string, parameters: ProblemParameters = {}): never {
    const steps = this.stack.map((inside) => (inside.isArray ? inside.index : inside.key)).filter((step) => step !== null);
    const path = jsonPath(steps.map((step) => (typeof step === 'string' ? step.slice(0, 80) : step)));
    throw new Refused(problem(code, message, remedy, { place: `${lineAndColumn(this.text, this.at)} (${path})` }, parameters));
  }
}

function shown(value: string): string {
  return JSON.stringify(value.slice(0, 40));
}

/** Where an offset lies: `line 3, column 14`; both count from 1. */
export function lineAndColumn(text: string, offset: number): string {
  let line = 1;
  let start = 0;
  for (let next = text.indexOf('\n'); next !== -1 && next < offset; next = text.indexOf('\n', next + 1)) {
    line += 1;
    start = next + 1;
  }
  return `line ${line}, column ${offset - start + 1}`;
}
