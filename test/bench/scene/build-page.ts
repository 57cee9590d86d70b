import react from '@vitejs/plugin-react';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import type { FolderServer } from './serve-folder.ts';
import { serveFolder } from './serve-folder.ts';

/** Builds the page of the benchmark as the app is built, minified and without the development checks of React, and serves it. */
export async function serveScenePage(): Promise<FolderServer> {
  const outDir = mkdtempSync(join(tmpdir(), 'edgewright-scene-page-'));
  await build({
    configFile: false,
    root: fileURLToPath(new URL('./page', import.meta.url)),
    base: './',
    publicDir: false,
    logLevel: 'error',
    plugins: [react()],
    worker: { format: 'es' },
    build: { outDir, emptyOutDir: true, target: 'es2023', chunkSizeWarningLimit: 5_000 },
  });
  const server = await serveFolder(outDir);
  return {
    origin: server.origin,
    close() {
      server.close();
      rmSync(outDir, { recursive: true });
    },
  };
}
