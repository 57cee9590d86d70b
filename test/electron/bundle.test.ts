import { expect, test } from 'vitest';
import { build, type Rolldown } from 'vite';
import { shellConfig } from '../../electron/launch/build.ts';

async function bundle(entry: string, format: 'es' | 'cjs', fileName: string): Promise<Rolldown.OutputChunk[]> {
  const config = shellConfig(entry, format, fileName);
  const result = await build({ ...config, logLevel: 'error', build: { ...config.build, write: false } });
  if (Array.isArray(result) || !('output' in result)) throw new Error('One entry gives one output');
  return result.output.filter((each) => each.type === 'chunk');
}

test('the preload script is one CommonJS file that requires electron alone, as a sandboxed one may', async () => {
  const chunks = await bundle('electron/preload/preload.ts', 'cjs', 'preload.cjs');
  expect(chunks.map((chunk) => chunk.fileName)).toEqual(['preload.cjs']);
  expect([...(chunks[0]?.code ?? '').matchAll(/require\((.*?)\)/g)].map(([, name]) => name)).toEqual(['"electron"']);
  expect(chunks[0]?.code).toContain('exposeInMainWorld("edgewright"');
});

test('the main process is one file that imports electron and Node alone', async () => {
  const chunks = await bundle('electron/main/main.ts', 'es', 'main.js');
  expect(chunks.map((chunk) => chunk.fileName)).toEqual(['main.js']);
  const foreign = (chunks[0]?.imports ?? []).filter((name) => name !== 'electron' && !name.startsWith('node:'));
  expect(chunks[0]?.imports).toContain('electron');
  expect(foreign).toEqual([]);
});
