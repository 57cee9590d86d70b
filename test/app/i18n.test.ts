import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { workloadTemplateSchema } from '../../core/catalog/template.ts';
import { commandSchema } from '../../core/site/commands/schema.ts';
import { headerSchema } from '../../core/site/schema/header.ts';
import { COLLECTIONS, RECORD_SCHEMAS } from '../../core/site/site.ts';
import { projectRoot } from '../../electron/launch/root.mjs';
import english from '../../assets/locales/en.json';
import chinese from '../../assets/locales/zh-CN.json';
import { ACTIONS } from '../../renderer/app/actions/actions.ts';

type Tree = { readonly [key: string]: string | Tree };

/** Keys as code writes them: without the plural ending that i18next adds. */
function keysOf(tree: Tree, prefix = ''): string[] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [`${prefix}${key}`] : keysOf(value, `${prefix}${key}.`),
  );
}

const bare = (key: string): string => key.replace(/_(one|other)$/, '');
const inEnglish = new Set(keysOf(english).map(bare));
const inChinese = new Set(keysOf(chinese).map(bare));
/** English sentences of problems are the problems' own. */
const isProblem = (key: string): boolean => /^problem\..+\.(message|remedy)(_[\w-]+)?$/.test(key);

function sources(folder: string): { readonly path: string; readonly text: string }[] {
  return readdirSync(join(projectRoot, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !name.startsWith('dist'))
    .map((name) => ({ path: `${folder}/${name}`, text: readFileSync(join(projectRoot, folder, name), 'utf8') }));
}

/** The core names the steps of its edits by keys, too. */
const code = [...sources('renderer'), ...sources('core/site/edit')];

/** Keys in full, and beginnings of keys that end in a value. Literals count wherever they stand: keys travel as values. */
function usedKeys(): { readonly whole: Set<string>; readonly beginnings: Set<string> } {
  const whole = new Set<string>();
  const beginnings = new Set<string>();
  for (const { text } of code) {
    for (const [, key] of text.matchAll(/['"`]([a-zA-Z]+(?:\.[\w-]+)+)['"`]/g)) if (key !== undefined) whole.add(key);
    for (const [, key] of text.matchAll(/`([a-zA-Z]+(?:\.[a-zA-Z-]+)*\.)\$\{/g)) if (key !== undefined) beginnings.add(key);
  }
  return { whole, beginnings };
}

describe('the catalogues of texts', () => {
  test('were found, and so was the code that uses them', () => {
    expect(code.length).toBeGreaterThan(50);
    expect(inEnglish.size).toBeGreaterThan(500);
  });

  test('are complete in both languages', () => {
    expect([...inEnglish].filter((key) => !inChinese.has(key))).toEqual([]);
    expect([...inChinese].filter((key) => !inEnglish.has(key) && !isProblem(key))).toEqual([]);
  });

  test('have the same parameters in both languages', () => {
    const parameters = (text: string): string[] => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name ?? '').toSorted();
    const texts = (tree: Tree): Map<string, string> => {
      const lookup = (key: string): string => {
        const found = key
          .split('.')
          .reduce<string | Tree | undefined>((at, step) => (typeof at === 'object' ? at[step] : undefined), tree);
        return typeof found === 'string' ? found : '';
      };
      return new Map(
        keysOf(tree)
          .filter((key) => !key.endsWith('_one'))
          .map((key) => [key, lookup(key)]),
      );
    };
    const other = texts(chinese);
    const differing = [...texts(english)].filter(
      ([key, text]) => String(parameters(text)) !== String(parameters(other.get(key) ?? '')),
    );
    expect(differing).toEqual([]);
  });

  test('hold every key that the code asks for', () => {
    const sections = new Set(Object.keys(english));
    const { whole } = usedKeys();
    const asked = code.flatMap(({ text }) =>
      [...text.matchAll(/\bt\(\s*'([^']+)'(?!, SHARED| \+)/g)].map(([, key]) => key ?? ''),
    );
    expect(asked.length).toBeGreaterThan(100);
    expect(asked.filter((key) => !inEnglish.has(key) && !inEnglish.has(bare(key)))).toEqual([]);
    const labels = [...whole].filter(
      (key) => sections.has(key.split('.')[0] ?? '') && /^(drag|history|board|legend)\./.test(key),
    );
    expect(labels.filter((key) => !inEnglish.has(key))).toEqual([]);
  });

  test('hold no key that nothing asks for', () => {
    const { whole, beginnings } = usedKeys();
    const unused = [...inEnglish].filter(
      (key) => !whole.has(key) && ![...beginnings].some((beginning) => key.startsWith(beginning)),
    );
    expect(unused).toEqual([]);
  });

  test('name every field, choice, collection, command and action', () => {
    const fields = new Set<string>();
    const choices = new Set<string>();
    const walk = (schema: unknown): void => {
      if (schema instanceof z.ZodNullable) walk(schema.def.innerType);
      else if (schema instanceof z.ZodArray) walk(schema.element);
      else if (schema instanceof z.ZodEnum) for (const option of schema.options) choices.add(String(option));
      else if (schema instanceof z.ZodDiscriminatedUnion) schema.def.options.forEach(walk);
      else if (schema instanceof z.ZodObject) {
        for (const [name, field] of Object.entries(schema.shape)) {
          fields.add(name);
          walk(field);
        }
      }
    };
    [...Object.values(RECORD_SCHEMAS), headerSchema, workloadTemplateSchema.shape.industry].forEach(walk);
    const commands = commandSchema.def.options
      .flatMap((option) => [...option.shape.kind.values])
      .filter((kind) => kind !== 'batch');
    expect(fields.size).toBeGreaterThan(100);
    const wanted = [
      ...[...fields].map((name) => `field.${name}`),
      ...[...choices].map((name) => `choice.${name}`),
      ...COLLECTIONS.map((name) => `collection.${name}`),
      ...commands.map((kind) => `command.${kind.replace('.', '-')}`),
      ...ACTIONS.map((action) => `action.${action.id}`),
    ];
    expect(wanted.filter((key) => !inEnglish.has(key))).toEqual([]);
    const named = (section: string, names: ReadonlySet<string>): string[] =>
      [...inEnglish].filter((key) => key.startsWith(`${section}.`) && !names.has(key.slice(section.length + 1)));
    expect(named('field', fields)).toEqual([]);
    expect(named('choice', choices)).toEqual([]);
    expect(named('action', new Set(ACTIONS.map((action) => action.id)))).toEqual([]);
  });

  test('are the only place with words: no text stands between tags or in a label', () => {
    const words: string[] = [];
    for (const { path, text } of code.filter((file) => file.path.endsWith('.tsx'))) {
      for (const [, found] of text.matchAll(/(?:\w|"|'|\}|\/)>\s*([A-Za-z][A-Za-z ,.!?']{2,})\s*<\//g))
        words.push(`${path}: ${found ?? ''}`);
      for (const [, found] of text.matchAll(/\b(?:label|title|placeholder|aria-label|hint|alt)="([^"]*[A-Za-z]{2}[^"]*)"/g))
        words.push(`${path}: ${found ?? ''}`);
    }
    expect(words).toEqual([]);
  });
});
