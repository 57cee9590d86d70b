import { describe, expect, test } from 'vitest';
import { projectRoot } from '../electron/launch/root.mjs';
import { layers, refuseImport } from './architecture/rules.ts';
import { findCycles, readSource, readSourceTree } from './architecture/source-tree.ts';

const houseFiles = readSourceTree(projectRoot, ['core', 'renderer', 'electron']);
const allFiles = [...houseFiles, ...readSourceTree(projectRoot, ['test'])];
const maxLines = 400;

describe('the house', () => {
  test('was walked: every part has files, and they import one another', () => {
    for (const folder of ['core', 'renderer', 'electron']) {
      expect(houseFiles.filter((file) => file.path.startsWith(`${folder}/`)).length, folder).toBeGreaterThan(5);
    }
    expect(houseFiles.flatMap((file) => file.imports).filter((each) => each.isOurs).length).toBeGreaterThan(50);
  });

  test('every file of core, renderer and electron belongs to a layer', () => {
    const strangers = houseFiles.filter(({ path }) => !layers.some(({ folder }) => path.startsWith(`${folder}/`)));
    expect(strangers.map((file) => file.path)).toEqual([]);
  });

  test('imports only what the table of the layers allows', () => {
    const refusals = houseFiles.flatMap((file) => file.imports.map((each) => refuseImport(file, each)));
    expect(refusals.filter((each) => each !== null)).toEqual([]);
  });

  test('has no cycle of imports', () => {
    expect(findCycles(houseFiles).map((cycle) => cycle.join(' → '))).toEqual([]);
  });

  test('has no default export, no `export *` and no enum', () => {
    const found = allFiles
      .filter((file) => !file.path.endsWith('.config.ts'))
      .flatMap((file) => file.forbidden.map((what) => `${file.path}: ${what}`));
    expect(found).toEqual([]);
  });

  test(`has no file of more than ${maxLines} lines`, () => {
    expect(allFiles.filter((file) => file.lineCount > maxLines).map((file) => `${file.path}: ${file.lineCount}`)).toEqual([]);
  });
});

describe('the rules catch', () => {
  test.each([
    ['core/base/a.ts', `import { x } from '../site/b.ts';`],
    ['core/evaluate/a.ts', `import { x } from '../place/b.ts';`],
    ['core/network/a.ts', `import type { X } from '../evaluate/b.ts';`],
    ['core/report/a.ts', `import { x } from '../evaluate/b.ts';`],
    ['core/site/a.ts', `import { readFile } from 'node:fs/promises';`],
    ['core/site/a.ts', `import { useState } from 'react';`],
    ['renderer/scene/a.ts', `import { x } from '../tools/b.ts';`],
    ['renderer/tools/a.ts', `import { x } from '../scene/twin.tsx';`],
    ['renderer/panels/a.tsx', `import { Vector3 } from 'three';`],
    ['renderer/panels/a.tsx', `import { Canvas } from '@react-three/fiber';`],
    ['renderer/app/a.ts', `import Dexie from 'dexie';`],
    ['renderer/panels/a.tsx', `import { create } from 'zustand';`],
    ['renderer/store/a.ts', `export { x } from '../../core/evaluate/b.ts';`],
    ['renderer/storage/a.ts', `import { wireName } from '../../electron/ipc/contract.ts';`],
    ['renderer/storage/a.ts', `import type { X } from '../../electron/main/handle.ts';`],
    ['renderer/ui/a.tsx', `import type { Site } from '../../core/site/schema.ts';`],
    ['renderer/app/a.ts', `const x = await import('../../core/cli/main.ts');`],
    ['renderer/engine/a.ts', `const x = new URL('../../electron/main/main.ts', import.meta.url);`],
    ['electron/main/a.ts', `import { app } from 'electron';`],
    ['electron/main/a.ts', `import { x } from '../../core/site/b.ts';`],
    ['electron/main/a.ts', `import { z } from 'zod';`],
  ])('%s: %s', (path, text) => {
    const file = readSource(path, text);
    expect(file.imports).toHaveLength(1);
    expect(file.imports.map((each) => refuseImport(file, each))).toEqual([expect.stringContaining('may')]);
  });

  test.each([
    ['core/report/a.ts', `import type { X } from '../evaluate/b.ts';`],
    ['renderer/tools/a.ts', `import { x } from '../scene/registry/place.ts';`],
    ['renderer/storage/a.ts', `import type { Shell } from '../../electron/ipc/contract.ts';`],
    ['electron/main/a.ts', `import type { App } from 'electron';`],
    ['core/cli/a.ts', `import { readFile } from 'node:fs/promises';`],
  ])('but not %s: %s', (path, text) => {
    const file = readSource(path, text);
    expect(file.imports.map((each) => refuseImport(file, each))).toEqual([null]);
  });

  test('a cycle through three files, and none that only types close', () => {
    const ring = ['a', 'b', 'c'].map((name, index, all) =>
      readSource(`core/base/${name}.ts`, `import { x } from './${all[(index + 1) % 3]}.ts';`),
    );
    expect(findCycles(ring)).toEqual([['core/base/a.ts', 'core/base/b.ts', 'core/base/c.ts', 'core/base/a.ts']]);
    const typed = ['a', 'b'].map((name, index, all) =>
      readSource(`core/base/${name}.ts`, `import type { X } from './${all[1 - index]}.ts';`),
    );
    expect(findCycles(typed)).toEqual([]);
  });

  test('forbidden constructs', () => {
    const text = `export * from './x.ts'; export default 1; enum Colour { Red }`;
    expect(readSource('core/base/a.ts', text).forbidden).toEqual(['export *', 'default export', 'enum']);
  });
});
