import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Problem } from '../base/problem.ts';
import { problem } from '../base/problem.ts';
import type { Result } from '../base/result.ts';
import { failed, ok } from '../base/result.ts';

/** A report of hundreds of pages prints in a few seconds; after this a browser hangs, ms. */
const PATIENCE_MS = 60_000;

/** The page as a PDF, printed by a headless Chromium in a profile of its own that is gone afterwards. `name` is for messages. */
export async function printPdf(page: string, chromium: string | undefined, name: string): Promise<Result<Uint8Array, Problem>> {
  if (chromium === undefined || chromium === '') {
    const remedy = 'Install Chromium or Chrome or name one in EDGEWRIGHT_CHROMIUM, or print the HTML file from any browser.';
    return failed(problem('pdf.no-browser', 'A PDF needs Chromium, and none was found.', remedy, { file: name }));
  }
  const folder = await mkdtemp(join(tmpdir(), 'edgewright-report-'));
  try {
    const source = join(folder, 'report.html');
    const target = join(folder, 'report.pdf');
    await writeFile(source, page);
    const said = await runProgram(chromium, [
      '--headless',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--no-first-run',
      // The sandbox of Chromium does not start for root; the page it prints is ours and has no scripts.
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      `--user-data-dir=${join(folder, 'profile')}`,
      '--no-pdf-header-footer',
      `--print-to-pdf=${target}`,
      pathToFileURL(source).href,
    ]);
    const bytes = said === null ? await readFile(target).catch(() => null) : null;
    if (bytes !== null && bytes.toString('latin1', 0, 5) === '%PDF-') return ok(bytes);
    const remedy = 'Try another browser in EDGEWRIGHT_CHROMIUM, or print the HTML file.';
    return failed(
      problem(
        'pdf.not-printed',
        `Chromium did not print the report${said === null ? '' : `: ${said}`}.`,
        remedy,
        { file: name },
        { reason: said ?? '' },
      ),
    );
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** Runs a program to its end; null when it went well, else why not. */
function runProgram(program: string, args: readonly string[]): Promise<string | null> {
  return new Promise((done) => {
    execFile(program, [...args], { timeout: PATIENCE_MS, killSignal: 'SIGKILL' }, (error) => {
      if (error === null) done(null);
      else if (error.killed === true) done(`no answer in ${PATIENCE_MS / 1000} s`);
      else done(typeof error.code === 'number' ? `exit code ${error.code}` : String(error.code ?? error.signal));
    });
  });
}
