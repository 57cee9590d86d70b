import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

test('every numbered rule of core/README.md is quoted by the name of a test', () => {
  const rules = [...readFileSync(join(root, 'core/README.md'), 'utf8').matchAll(/^- \*\*\[([A-Z]\d+)\]\*\*/gm)].map(
    (match) => match[1] ?? '',
  );
  expect(rules.length).toBeGreaterThan(10);
  const quoted = new Set<string>();
  for (const file of globSync('test/**/*.test.ts', { cwd: root })) {
    if (file.endsWith('model-specification.test.ts')) continue;
    const names = readFileSync(join(root, file), 'utf8').matchAll(/(?:describe|test)(?:\.each\([\s\S]*?\))?\(\s*['"`]([^'"`]*)/g);
    for (const name of names)
      for (const list of (name[1] ?? '').matchAll(/\[([A-Z]\d+(?:[,–-] ?[A-Z]\d+)*)\]/g))
        for (const id of (list[1] ?? '').matchAll(/[A-Z]\d+/g)) quoted.add(id[0]);
  }
  expect(rules.filter((rule) => !quoted.has(rule))).toEqual([]);
});
