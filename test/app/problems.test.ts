import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInstance } from 'i18next';
import type { i18n } from 'i18next';
import { describe, expect, test } from 'vitest';
import chinese from '../../assets/locales/zh-CN.json';
import { problem } from '../../core/base/problem.ts';
import type { Problem } from '../../core/base/problem.ts';
import { safeJson } from '../../core/base/safe-json.ts';
import { readCsv } from '../../core/formats/guard/csv.ts';
import { readText } from '../../core/formats/guard/read-text.ts';
import { apply } from '../../core/site/commands/apply.ts';
import { newHeader } from '../../core/site/defaults.ts';
import { SITE_FORMAT } from '../../core/site/file-schema.ts';
import { parseSiteFile } from '../../core/site/file.ts';
import { emptySite } from '../../core/site/site.ts';
import { projectRoot } from '../../electron/launch/root.mjs';
import { problemPlace, problemText } from '../../renderer/ui/problem-text.ts';
import { problemsIn } from './problems-in.ts';

const sources = ['core', 'electron', 'renderer'].flatMap((folder) =>
  readdirSync(join(projectRoot, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !/(^|\/)(dist|node_modules)\//.test(name))
    .map((name) => ({ name: `${folder}/${name}`, text: readFileSync(join(projectRoot, folder, name), 'utf8') })),
);
const made = sources.flatMap(({ name, text }) => problemsIn(name, text));

/** Codes that code puts together; no reader of the sources finds them. */
const COMPOSED = ['import.guessed', 'import.assumed', 'import.dropped'];

function textsOf(code: string): Readonly<Record<string, unknown>> {
  const found = code
    .replaceAll('/', '.')
    .split('.')
    .reduce<unknown>(
      (at, step) => (typeof at === 'object' && at !== null ? Object.entries(at).find(([key]) => key === step)?.[1] : undefined),
      chinese.problem,
    );
  return typeof found === 'object' && found !== null ? { ...found } : {};
}

const words = await (async (): Promise<i18n> => {
  const instance = createInstance();
  await instance.init({
    lng: 'zh-CN',
    resources: { 'zh-CN': { translation: chinese } },
    interpolation: { escapeValue: false },
    initAsync: false,
  });
  return instance;
})();

const inChinese = (value: Problem): string => Object.values(problemText(words, value)).join('');

describe('the problems of the sources', () => {
  test('were found, whoever makes them', () => {
    const codes = new Set(made.map(({ code }) => code));
    expect(codes.size).toBeGreaterThan(100);
    for (const code of [
      'site.locked',
      'json.syntax',
      'xml.syntax',
      'graphml.too-many',
      'drop.no-change',
      'file.no-folder',
      'disk-full',
    ])
      expect(codes).toContain(code);
  });

  test('are told by codes that can be read', () => {
    expect(made.filter(({ code }) => code === null)).toEqual([]);
  });

  test('say in Chinese what happened and what to do', () => {
    const codes = [...new Set([...made.map(({ code }) => code ?? ''), ...COMPOSED])];
    const isChinese = (text: unknown): boolean => typeof text === 'string' && /\p{Script=Han}/u.test(text);
    expect(codes.filter((code) => !isChinese(textsOf(code)['message']) || !isChinese(textsOf(code)['remedy']))).toEqual([]);
  });

  test('are all that Chinese has words for', () => {
    const codes = new Set([...made.map(({ code }) => code?.replaceAll('/', '.')), ...COMPOSED]);
    const told = (tree: object, path: readonly string[]): string[] =>
      Object.entries(tree).flatMap(([key, value]) =>
        typeof value === 'object' && value !== null
          ? told(value, [...path, key])
          : key === 'message' && path[0] !== 'kind'
            ? [path.join('.')]
            : [],
      );
    expect(told(chinese.problem, []).filter((code) => !codes.has(code))).toEqual([]);
  });

  test('give the values that their Chinese sentences name', () => {
    const lacking = made.flatMap(({ code, file, line, parameters }) => {
      if (code === null || parameters === null) return [];
      const texts = textsOf(code);
      const which = parameters.get('which');
      if (which === null) return [];
      const shown = ['message', 'remedy'].map((part) => texts[`${part}_${which ?? ''}`] ?? texts[part]);
      return shown
        .flatMap((text) => [...String(text).matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name ?? ''))
        .filter((name) => !parameters.has(name))
        .map((name) => `${file}:${line} ${code} lacks ${name}`);
    });
    expect(lacking).toEqual([]);
  });
});

describe('the reader of the sources', () => {
  const codesIn = (text: string): (string | null)[] => problemsIn('a.ts', text).map(({ code }) => code);

  test.each([
    ['a call', "problem('a.b', 'M', 'R')", ['a.b']],
    ['a constant', "const GONE = 'a.b'; problem(GONE, 'M', 'R')", ['a.b']],
    ['a function', "function no(m, code) { return problem(code, m, 'R'); } no('M', 'a.b')", ['a.b']],
    ['a method', "class A { no(code) { throw problem(code, 'M', 'R'); } run() { this.no('a.b'); } }", ['a.b']],
    [
      'a class',
      "class No { constructor(code, remedy) {} } const { code } = new No('a.b', 'R'); problem(code, 'M', 'R')",
      ['a.b'],
    ],
    ['an object', "const a = { code: 'a.b', remedy: 'R' }", ['a.b']],
    ['a code it cannot know', 'problem(`a.${b}`, c, d)', [null]],
    ['a code of an unknown variable', 'problem(code, c, d)', [null]],
  ])('finds %s', (_what, text, codes) => {
    expect(codesIn(text)).toEqual(codes);
  });
});

describe('a problem on a Chinese screen', () => {
  const refusal = (value: { readonly status: string; readonly error?: unknown }): Problem => {
    if (value.status !== 'failed') throw new Error('nothing was refused');
    return (Array.isArray(value.error) ? value.error[0] : value.error) as Problem;
  };
  const bytes = (text: string): { name: string; size: number; slice(start: number, end: number): Promise<Uint8Array> } => {
    const all = new TextEncoder().encode(text);
    return { name: 'a.csv', size: all.length, slice: (start, end) => Promise.resolve(all.subarray(start, end)) };
  };

  test('keeps the values of its sentence', () => {
    expect(inChinese(refusal(safeJson('{"a":1,"a":2}')))).toBe('键 "a" 在同一对象中出现两次。请只保留其中一个。');
    expect(inChinese(refusal(safeJson('[1 2]')))).toBe('应为逗号或 ]，却是 "2"。请更正文本，或换一份文件。');
  });

  test('names the columns that a table lacks', () => {
    const found = refusal(readCsv('id,name\n1,a\n', 'a.csv', ['ID', 'Latitude']));
    expect(inChinese(found)).toBe('缺少列 Latitude；第一行写的是 "id", "name"。请在第一行写出各列的名称：ID, Latitude。');
  });

  test('names the bound of a field', () => {
    const site = emptySite(newHeader({ id: 's', name: 'S', kind: 'factory' }));
    const found = refusal(apply(site, { kind: 'site.edit', patch: { name: '' } }));
    expect(inChinese(found)).toMatch(/^name 过短：至少 1。/);
  });

  test('names the kind of file in Chinese', async () => {
    const found = refusal(await readText(bytes('<!doctype html><html>'), 'csv'));
    expect(inChinese(found)).toBe('文件看起来是网页，需要的是CSV 表格。请选择其他文件。');
  });

  test('says what the schema expected', () => {
    const text = JSON.stringify({ format: SITE_FORMAT, version: 'one', minReader: 1, site: {} });
    const broken = refusal(parseSiteFile(text, 'a'));
    expect(inChinese(broken)).toBe('该值应为 number 类型。请更正该值，或用写入它的 Edgewright 版本打开。');
  });

  test('shows values as they are, whatever stands in them', () => {
    const name = '$t(problem.copy) {{name}} <b> $&';
    const found = problem('site.locked', `${name} is locked.`, 'Unlock it first.', {}, { name });
    expect(inChinese(found)).toBe(`${name} 已锁定。请先解锁。`);
  });

  test('names tiers as the field does', () => {
    const found = problem('drop.no-host', '', '', {}, { tier: 'near-edge' });
    expect(inChinese(found)).toContain('近场边缘');
  });

  test('is shown in English where Chinese has no words for it', () => {
    expect(inChinese(problem('never.heard-of', 'Message {{x}}.', 'Remedy.'))).toBe('Message {{x}}.Remedy.');
  });

  test.each([
    ['line 3', '第 3 行'],
    ['line 3, column 14', '第 3 行第 14 列'],
    ['line 3, column 14 ($.site.nodes)', '第 3 行第 14 列 ($.site.nodes)'],
    ['byte 0', '第 0 字节'],
    ['step 2 of 5, nodes/a', '第 2 步（共 5 步），nodes/a'],
    ['nodes/line 3', 'nodes/line 3'],
  ])('tells the place %s', (place, shown) => {
    expect(problemPlace(words.t, place)).toBe(shown);
  });
});
