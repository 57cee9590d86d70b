import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import english from '../../../assets/locales/report.en.json' with { type: 'json' };
import chinese from '../../../assets/locales/report.zh-CN.json' with { type: 'json' };
import { assert } from '../../base/assert.ts';
import type { Problem } from '../../base/problem.ts';
import type { Result } from '../../base/result.ts';
import { failed, ok } from '../../base/result.ts';
import { renderReport } from '../../report/html.ts';
import { buildReport } from '../../report/model.ts';
import type { ReportAssessments } from '../../report/section-assessments.ts';
import type { ReportLanguage, ReportTexts } from '../../report/words.ts';
import { askQuestions } from '../ask-engine.ts';
import type { Arguments, Command, Terminal } from '../command.ts';
import { EXIT, pathFrom, printProblems } from '../command.ts';
import { printPdf } from '../print-pdf.ts';
import { loadCatalog } from '../load-catalog.ts';
import { readPicture } from '../read-picture.ts';
import { readSite } from '../read-site.ts';
import { writeTextFile } from '../write-file.ts';

const TEXTS: Readonly<Record<ReportLanguage, ReportTexts>> = { en: english, 'zh-CN': chinese };

/** Questions whose answers a report shows. */
const REPORTED = ['availability', 'autonomy', 'cost', 'comparison', 'energy', 'runway'] as const;

export const reportCommand: Command = {
  name: 'report',
  usage: '<site.edgewright.json> --out <report.html>',
  summary: 'The report on a site as one HTML page, and as a PDF if asked.',
  options: {
    out: { type: 'string', help: 'where the page goes' },
    pdf: { type: 'string', help: 'where the PDF goes; needs Chromium' },
    language: { type: 'string', help: 'en (default) or zh-CN' },
    picture: { type: 'string', help: 'a picture of the twin: PNG, JPEG or WebP' },
    undated: { type: 'boolean', help: 'leave out the date, so that equal sites give equal bytes' },
  },
  takes: 1,
  async run(given, terminal) {
    const { out, pdf } = given.options;
    const language = languageOf(given);
    if (language === null || (typeof out !== 'string' && typeof pdf !== 'string')) {
      terminal.note(
        language === null
          ? '--language is en or zh-CN.\n'
          : 'Say where the report goes: --out <report.html> or --pdf <report.pdf>.\n',
      );
      return EXIT.usage;
    }
    const page = await pageOf(given, language, terminal);
    if (page.status === 'failed') {
      printProblems(terminal, page.error);
      return EXIT.refused;
    }
    // The PDF comes first: where it can't be made nothing is written.
    const printed = typeof pdf === 'string' ? await printPdf(page.value, process.env['EDGEWRIGHT_CHROMIUM'], pdf) : null;
    if (printed?.status === 'failed') {
      printProblems(terminal, [printed.error]);
      return EXIT.refused;
    }
    const files: (readonly [path: string, content: string | Uint8Array])[] = [];
    if (typeof out === 'string') files.push([out, page.value]);
    if (typeof pdf === 'string' && printed !== null) files.push([pdf, printed.value]);
    for (const [path, content] of files) {
      const written = await writeTextFile(pathFrom(terminal, path), path, content);
      if (written.status === 'failed') {
        printProblems(terminal, [written.error]);
        return EXIT.refused;
      }
      terminal.out(`${path}\n`);
    }
    return EXIT.done;
  },
};

function languageOf({ options }: Arguments): ReportLanguage | null {
  const asked = options['language'] ?? 'en';
  return asked === 'en' || asked === 'zh-CN' ? asked : null;
}

async function pageOf(
  given: Arguments,
  language: ReportLanguage,
  terminal: Terminal,
): Promise<Result<string, readonly Problem[]>> {
  const [path = ''] = given.positionals;
  const file = await readSite(terminal, path);
  if (file.status === 'failed') return file;
  const asked = given.options['picture'];
  const picture = typeof asked === 'string' ? await readPicture(pathFrom(terminal, asked), asked) : ok(null);
  if (picture.status === 'failed') return failed([picture.error]);
  const catalog = loadCatalog();
  if (catalog.status === 'failed') return catalog;
  const options = { hardwareTypes: [...catalog.value.hardwareTypes.values()] };
  const questions = REPORTED.map((assessment) => ({ kind: 'assess', assessment, options }) as const);
  const { evaluation, answers } = await askQuestions(file.value.site, questions, terminal);
  const told = answers.flatMap((answer) =>
    answer.kind === 'assess' ? [[answer.assessment.name, answer.assessment.result]] : [],
  );
  const model = buildReport(file.value.site, evaluation, {
    language,
    texts: TEXTS[language],
    picture: picture.value,
    generatedAt: given.options['undated'] === true ? null : new Date().toISOString(),
    applicationVersion: await applicationVersion(),
    assessments: Object.fromEntries(told) as ReportAssessments,
  });
  return ok(renderReport(model, { fontDataUrl: await fontDataUrl() }));
}

async function applicationVersion(): Promise<string> {
  const description: unknown = JSON.parse(await readFile(new URL('../../../package.json', import.meta.url), 'utf8'));
  assert(typeof description === 'object' && description !== null && 'version' in description, 'package.json has a version');
  return String(description.version);
}

/** Inter for Latin letters and figures, so that a report looks alike everywhere; null where it is not installed. */
async function fontDataUrl(): Promise<string | null> {
  try {
    const path = createRequire(import.meta.url).resolve('@fontsource-variable/inter/files/inter-latin-wght-normal.woff2');
    return `data:font/woff2;base64,${(await readFile(path)).toString('base64')}`;
  } catch {
    return null;
  }
}
