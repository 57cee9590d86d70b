import { expect, test } from 'vitest';
import { freeId, ID_PATTERN, slug } from '../../core/base/ids.ts';

test('any name makes a valid id, also one that every object has', () => {
  for (const name of ['Rack 1', '  ', '机柜', 'Constructor', 'prototype', '__proto__', 'Ärger & Söhne', 'x'.repeat(300), '-a-']) {
    expect(slug(name)).toMatch(ID_PATTERN);
  }
  expect(slug('Constructor')).toBe('constructor-1');
  expect('constructor').not.toMatch(ID_PATTERN);
});

test('a free id is the first that is not taken, and stays valid at full length', () => {
  const taken = new Set(['rack', 'rack-2']);
  expect(freeId('rack', (id) => taken.has(id))).toBe('rack-3');
  const long = 'x'.repeat(64);
  expect(freeId(long, (id) => id === long)).toMatch(ID_PATTERN);
});
