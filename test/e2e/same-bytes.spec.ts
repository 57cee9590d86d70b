import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test } from '@playwright/test';
import { projectRoot } from '../../electron/launch/root.mjs';
import type { EngineReply } from '../../core/engine/protocol.ts';
import { serve } from '../../core/engine/serve.ts';
import { parseSiteFile } from '../../core/site/file.ts';
import type { Site } from '../../core/site/site.ts';

const folder = join(projectRoot, 'assets', 'samples');
const samples = readdirSync(folder).filter((name) => name.endsWith('.edgewright.json'));

type Results = Extract<EngineReply, { kind: 'result' }>;

test('the worker of the page and its own thread answer every sample with the same bytes as Node', async ({ page }) => {
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
  await engineOnPage(page);
  for (const name of samples) {
    const parsed = parseSiteFile(readFileSync(join(folder, name), 'utf8'), name);
    if (parsed.status === 'failed') throw new Error(`${name}: ${parsed.error[0]?.message ?? ''}`);
    const { site } = parsed.value;
    const inNode = await answerOfNode(site);
    expect(await answerInPage(page, site, 'worker'), `${name} in a worker`).toBe(inNode);
    expect(await answerInPage(page, site, 'page'), `${name} on the page's own thread`).toBe(inNode);
  }
});

/** Loads the worker's own script into the page: what it says to whoever started it, it says to the page. */
async function engineOnPage(page: Page): Promise<void> {
  await page.evaluate(() => {
    const told: { hear: ((reply: EngineReply) => void) | null } = { hear: null };
    Object.assign(globalThis, { told, postMessage: (reply: EngineReply) => told.hear?.(reply) });
  });
  // As text, or the test's own compiler would make something else of `import`.
  await page.evaluate('import(engineUrl).then(() => undefined)');
}

/** Fingerprint of what the engine says to a site, in a worker that the page starts or on the page's own thread. */
function answerInPage(page: Page, site: Site, where: 'worker' | 'page'): Promise<string> {
  // As text: the type of a site is too deep for the one of `evaluate`.
  return page.evaluate(
    async ([text, thread]) => {
      const scope = globalThis as unknown as {
        readonly engineUrl: string;
        readonly told: { hear: ((reply: EngineReply) => void) | null };
        onmessage: (event: { readonly data: unknown }) => void;
      };
      const parts: Results[] = [];
      const worker = thread === 'worker' ? new Worker(scope.engineUrl, { type: 'module', name: 'compared' }) : null;
      await new Promise<void>((resolve, reject) => {
        const hear = (reply: EngineReply): void => {
          if (reply.kind === 'failed') reject(new Error(reply.error.message));
          if (reply.kind !== 'result') return;
          parts.push(reply);
          if (reply.isLast) resolve();
        };
        const request = { kind: 'load', request: 1, revision: 0, site: JSON.parse(text ?? '') as Site };
        scope.told.hear = hear;
        if (worker === null) scope.onmessage({ data: request });
        else {
          worker.onmessage = ({ data }: MessageEvent<EngineReply>) => hear(data);
          worker.postMessage(request);
        }
      });
      worker?.terminate();
      const encoder = new TextEncoder();
      const pieces = parts.flatMap(({ patch }) => [
        patch.codes,
        patch.numbers,
        encoder.encode(JSON.stringify([patch.strings, patch.shapes])),
      ]);
      const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', await new Blob(pieces).arrayBuffer()));
      return [...hash].map((byte) => byte.toString(16).padStart(2, '0')).join('');
    },
    [JSON.stringify(site), where],
  );
}

function answerOfNode(site: Site): Promise<string> {
  return new Promise((resolve, reject) => {
    const hash = createHash('sha256');
    const engine = serve({
      post(reply) {
        if (reply.kind === 'failed') reject(new Error(reply.error.message));
        if (reply.kind !== 'result') return;
        const { codes, numbers, strings, shapes } = reply.patch;
        hash
          .update(codes)
          .update(numbers)
          .update(JSON.stringify([strings, shapes]));
        if (reply.isLast) resolve(hash.digest('hex'));
      },
      now: () => performance.now(),
      yield: () => new Promise((next) => setImmediate(next)),
    });
    engine.receive({ kind: 'load', request: 1, revision: 0, site });
  });
}
