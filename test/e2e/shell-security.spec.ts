import { expect, test } from '@playwright/test';

test('the start page asks no other host and breaks no security policy', async ({ page, baseURL }) => {
  const foreign: string[] = [];
  const broken: string[] = [];
  page.on('request', (request) => {
    const isOurs = request.url().startsWith(baseURL ?? '-') || /^(blob|data):/.test(request.url());
    if (!isOurs) foreign.push(request.url());
  });
  page.on('console', (message) => {
    if (/Content Security Policy|TrustedHTML|TrustedScript|Permissions-Policy/.test(message.text())) broken.push(message.text());
  });
  page.on('pageerror', (error) => broken.push(error.message));
  await page.goto('/');
  await expect(page.locator('#root')).not.toBeEmpty();
  await page.waitForLoadState('networkidle');
  expect(foreign).toEqual([]);
  expect(broken).toEqual([]);
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
});

test('markup in a string, foreign workers, inline scripts and eval are refused', async ({ page }) => {
  await page.goto('/');
  await expect(page.locator('#root')).not.toBeEmpty();
  const outcome = await page.evaluate(async () => {
    const attempt = (act: () => unknown): string => {
      try {
        act();
        return 'done';
      } catch (error) {
        return error instanceof Error ? error.name : 'thrown';
      }
    };
    const target = document.createElement('div');
    return {
      markup: attempt(() => (target.innerHTML = '<img src=x onerror=alert(1)>')),
      plainText: attempt(() => (target.innerHTML = 'plain')),
      ownWorker: attempt(() => new Worker('./assets/none.js', { type: 'module' }).terminate()),
      blobWorker: attempt(() => new Worker(URL.createObjectURL(new Blob([''])))),
      foreignWorker: attempt(() => new Worker('https://example.org/worker.js')),
      // In a task of its own: the protocol that calls this function lifts the ban for its own call.
      code: await new Promise((resolve) => setTimeout(() => resolve(attempt(() => new Function('return 1')())))),
      request: await fetch('https://example.org/').then(
        () => 'done',
        (error: unknown) => (error instanceof Error ? error.name : 'thrown'),
      ),
    };
  });
  expect(outcome).toEqual({
    markup: 'TypeError',
    plainText: 'done',
    ownWorker: 'done',
    blobWorker: 'TypeError',
    foreignWorker: 'TypeError',
    code: 'EvalError',
    request: 'TypeError',
  });
});
