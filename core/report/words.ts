import type englishTexts from '../../assets/locales/report.en.json';
import type { Site } from '../site/site.ts';
import { COLLECTIONS, getRecord } from '../site/site.ts';
import { assert } from '../base/assert.ts';

export type ReportLanguage = 'en' | 'zh-CN';
export type ReportTexts = typeof englishTexts;
export type TextKey = keyof ReportTexts;
export type TextParameters = Readonly<Record<string, string | number>>;

/** Keys that come in a form for one and a form for several: `key_one`, `key_other`. */
export type CountedKey = TextKey extends infer Key ? (Key extends `${infer Stem}_other` ? Stem : never) : never;

/** Texts and number formats of one language. */
export interface Words {
  readonly language: ReportLanguage;
  text(key: TextKey, parameters?: TextParameters): string;
  /** Text that depends on a count; `count` is a parameter of it. */
  counted(key: CountedKey, count: number, parameters?: TextParameters): string;
  /** Text of a key made from data, or `fallback` where the catalogue has none. */
  optional(key: string, fallback: string): string;
  /** Three significant digits. */
  figure(value: number): string;
  /** All digits of a whole number. */
  whole(value: number): string;
  /** A ratio as a percentage, without its sign: whole from 10 up, else two significant digits. */
  percent(ratio: number): string;
  /** An amount of money without its currency, to the cent. */
  amount(value: number): string;
}

export function makeWords(language: ReportLanguage, texts: ReportTexts): Words {
  const figures = new Intl.NumberFormat(language, { maximumSignificantDigits: 3 });
  const pairs = new Intl.NumberFormat(language, { maximumSignificantDigits: 2 });
  const wholes = new Intl.NumberFormat(language, { maximumFractionDigits: 0 });
  const cents = new Intl.NumberFormat(language, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  const catalogue: Readonly<Record<string, string>> = texts;

  function lookUp(key: string, parameters: TextParameters): string {
    const template = catalogue[key];
    assert(template !== undefined, `no text for ${key} in ${language}`);
    return fill(template, parameters);
  }

  return {
    language,
    text: (key, parameters = {}) => lookUp(key, parameters),
    counted: (key, count, parameters = {}) =>
      lookUp(`${key}_${count === 1 ? 'one' : 'other'}`, { count: wholes.format(count), ...parameters }),
    optional: (key, fallback) => (Object.hasOwn(catalogue, key) ? (catalogue[key] ?? fallback) : fallback),
    figure: (value) => withMinus(figures.format(value)),
    whole: (value) => withMinus(wholes.format(value)),
    percent: (ratio) => withMinus((Math.abs(ratio) < 0.0995 ? pairs : wholes).format(ratio * 100)),
    amount: (value) => withMinus((Number.isInteger(value) ? wholes : cents).format(value)),
  };
}

/** The minus sign is as wide as a digit; the hyphen that number formats put in its place is not. */
function withMinus(text: string): string {
  return text.replace('-', '\u2212');
}

/** `{{name}}` replaced by the parameter of that name, in one pass: a value is never read as a template. */
export function fill(template: string, parameters: TextParameters): string {
  return template.replace(/\{\{(\w+)\}\}/g, (whole, name: string) =>
    Object.hasOwn(parameters, name) ? String(parameters[name]) : whole,
  );
}

/** Name of the record behind `collection/id`; the reference itself where there is none. */
export function nameOfSubject(site: Site, subject: string): string {
  const cut = subject.indexOf('/');
  const collection = COLLECTIONS.find((candidate) => candidate === subject.slice(0, cut));
  if (collection === undefined) return subject;
  const id = subject.slice(cut + 1);
  const record = getRecord(site, collection, id);
  if (record === undefined) return id;
  if ('serviceId' in record) {
    const service = getRecord(site, 'services', record.serviceId)?.name ?? record.serviceId;
    return `${service} · ${getRecord(site, 'nodes', record.nodeId)?.name ?? record.nodeId}`;
  }
  if ('name' in record) return record.name;
  return 'title' in record ? record.title : id;
}

/** At most `length` characters, cut at a character and marked with an ellipsis. */
export function shorten(text: string, length: number): string {
  const characters = Array.from(text.slice(0, 4 * length));
  return characters.length <= length
    ? text
    : `${characters
        .slice(0, length - 1)
        .join('')
        .trimEnd()}…`;
}
