import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../../electron/launch/root.mjs';

export const LANGUAGES = ['en', 'zh-CN'] as const;
export type Language = (typeof LANGUAGES)[number];

/** The words of the screen in a language, out of the application's own catalogue. */
export interface Words {
  readonly language: Language;
  /** Text of a key, its placeholders filled in. Throws where there is none. */
  t(key: string, values?: Readonly<Record<string, string>>): string;
  /** Name of a sample. */
  sample(id: string): string;
}

interface SampleEntry {
  readonly id: string;
  readonly name: Readonly<Record<Language, string>>;
}

export function wordsOf(language: Language): Words {
  const catalogue: unknown = readJson('locales', `${language}.json`);
  const samples = readJson('samples', 'index.json') as readonly SampleEntry[];
  return {
    language,
    t(key, values = {}) {
      const text = key.split('.').reduce<unknown>((at, step) => entry(at, step), catalogue);
      if (typeof text !== 'string') throw new Error(`${language} has no text for ${key}`);
      return text.replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => values[name] ?? '');
    },
    sample(id) {
      const found = samples.find((sample) => sample.id === id);
      if (found === undefined) throw new Error(`there is no sample ${id}`);
      return found.name[language];
    },
  };
}

export function sampleIds(): readonly string[] {
  return (readJson('samples', 'index.json') as readonly SampleEntry[]).map((sample) => sample.id);
}

function entry(at: unknown, step: string): unknown {
  return typeof at === 'object' && at !== null ? (at as Readonly<Record<string, unknown>>)[step] : undefined;
}

function readJson(folder: string, file: string): unknown {
  return JSON.parse(readFileSync(join(projectRoot, 'assets', folder, file), 'utf8'));
}
