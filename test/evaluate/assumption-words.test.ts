import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import chinese from '../../assets/locales/report.zh-CN.json';
import { projectRoot } from '../../electron/launch/root.mjs';

test('every assumption that an assessment states has Chinese words', () => {
  const codes = new Set<string>();
  for (const file of globSync('core/evaluate/**/*.ts', { cwd: projectRoot })) {
    const text = readFileSync(join(projectRoot, file), 'utf8');
    for (const [, code] of text.matchAll(/\.add\(\s*'([a-z]+\.[a-z.-]+)'/g)) codes.add(code ?? '');
  }
  expect(codes.size).toBeGreaterThan(25);
  const words: Readonly<Record<string, string>> = chinese;
  expect([...codes].filter((code) => !/\p{Script=Han}/u.test(words[`sentence.assumption.${code}`] ?? '')).toSorted()).toEqual([]);
});
