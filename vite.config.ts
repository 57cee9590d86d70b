import react from '@vitejs/plugin-react';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

/** The renderer, built so that the same files work under http://127.0.0.1 and app://edgewright. */
export default defineConfig({
  root: fileURLToPath(new URL('./renderer', import.meta.url)),
  base: './',
  publicDir: false,
  plugins: [react()],
  worker: { format: 'es' },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2023',
    // The content security policy has no data: source for fonts and scripts, so nothing becomes a data: address.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1_500,
    rolldownOptions: {
      output: {
        codeSplitting: {
          // Only three itself: it imports nothing, so the group draws nothing else out of the start page's chunk.
          groups: [{ name: 'three', test: /[\\/]node_modules[\\/]three[\\/]/, includeDependenciesRecursively: false }],
        },
      },
    },
  },
});
