import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test } from '@playwright/test';
import { projectRoot } from '../../electron/launch/root.mjs';
import type { Packed } from '../../core/engine/pack.ts';
import type { EngineReply } from '../../core/engine/protocol.ts';
import { serve } from '../../core/engine/serve.ts';
import { parseSiteFile } from '../../core/site/file.ts';
import type { Site } from '../../core/site/site.ts';

const folder = join(projectRoot, 'assets', 'samples');
const samples = readdirSync(folder).filter((name) => name.endsWith('.edgewright.json'));

test('the worker of the page answers every sample with the same bytes as Node', async ({ page }) => {
  test.skip(samples.length === 0, 'no samples');
  await page.addInitScript(() => {
    const Real = globalThis.Worker;
    // Where the build has put the engine is known to the page alone.
    globalThis.Worker = class extends Real {
      constructor(url: string | URL, options?: WorkerOptions) {
        super(url, options);
        if (options?.name === 'engine') Object.assign(globalThis, { engineUrl: String(url) });
      }
    };
  });
  await page.goto('/');
  await page
    .getByRole('button', { name: /Car factory QC/ })
    .or(page.getByRole('link', { name: /Car factory QC/ }))
    .first()
    .click();
  await page.waitForFunction(() => 'engineUrl' in globalThis);
  for (const name of samples) {
    const parsed = parseSiteFile(readFileSync(join(folder, name), 'utf8'), name);
    if (parsed.status === 'failed') throw new Error(`${name}: ${parsed.error[0]?.message ?? ''}`);
    const { site } = parsed.value;
    expect(await inPage(page, site), name).toBe(await inNode(site));
  }
});

/** Fingerprint of what the engine says to a site, in a worker that the page starts. */
function inPage(page: Page, site: Site): Promise<string> {
  // As text: the type of a site is too deep for the one of `evaluate`.
  return page.evaluate(async (text) => {
    const { engineUrl } = globalThis as unknown as { readonly engineUrl: string };
    const worker = new Worker(engineUrl, { type: 'module', name: 'compared' });
    const patch = await new Promise<Packed>((resolve, reject) => {
      worker.onmessage = ({ data }: MessageEvent<EngineReply>) => {
        if (data.kind === 'result') resolve(data.patch);
        if (data.kind === 'failed') reject(new Error(data.error.message));
      };
      worker.postMessage({ kind: 'load', request: 1, revision: 0, site: JSON.parse(text) as Site });
    });
    worker.terminate();
    const names = new TextEncoder().encode(JSON.stringify([patch.strings, patch.shapes]));
    const whole = new Blob([patch.codes, patch.numbers, names]);
    const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', await whole.arrayBuffer()));
    return [...hash].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  }, JSON.stringify(site));
}

function inNode(site: Site): Promise<string> {
  return new Promise((resolve, reject) => {
    const engine = serve({
      post(reply) {
        if (reply.kind === 'failed') reject(new Error(reply.error.message));
        if (reply.kind !== 'result') return;
        const { codes, numbers, strings, shapes } = reply.patch;
        const hash = createHash('sha256')
          .update(codes)
          .update(numbers)
          .update(JSON.stringify([strings, shapes]));
        resolve(hash.digest('hex'));
      },
      now: () => performance.now(),
      yield: () => new Promise((next) => setImmediate(next)),
    });
    engine.receive({ kind: 'load', request: 1, revision: 0, site });
  });
}
