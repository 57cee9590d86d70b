import type { Evaluation } from '../../../core/evaluate/result.ts';
import { csvFiles } from '../../../core/report/csv.ts';
import { renderReport } from '../../../core/report/html.ts';
import { buildReport } from '../../../core/report/model.ts';
import type { Bookmark } from '../../../core/site/schema/header.ts';
import type { Site } from '../../../core/site/site.ts';
import type { ReportAssessments } from '../../../core/report/section-assessments.ts';
import { sceneDoor } from '../../scene/registry.ts';
import englishTexts from '../../../assets/locales/report.en.json';
import chineseTexts from '../../../assets/locales/report.zh-CN.json';
import { useCatalogStore } from '../../store/catalog-store.ts';
import { askOnce } from '../../store/questions-store.ts';
import type { TableName } from './file-work.ts';

/** Printed over the width of an A4 page this gives about 200 dots an inch. */
const PICTURE = { widthPx: 1600, heightPx: 900, scheme: 'light' } as const;
/** Bytes that are turned into text at a time: `String.fromCharCode` takes its arguments on the stack. */
const CHUNK_BYTES = 0x8000;

export interface ReportSetting {
  readonly language: 'en' | 'zh-CN';
  readonly generatedAt: string;
  readonly applicationVersion: string;
  readonly assessments: ReportAssessments;
}

/** Questions whose answers a report shows. */
const REPORTED = ['availability', 'autonomy', 'cost', 'comparison', 'energy', 'runway'] as const;

/** Asks what a report shows besides; what has no answer is left out of it. */
export async function askForReport(): Promise<ReportAssessments> {
  const options = { hardwareTypes: [...useCatalogStore.getState().hardwareTypes.values()] };
  const answers = await Promise.all(REPORTED.map((assessment) => askOnce({ kind: 'assess', assessment, options })));
  const told = answers.flatMap((answer) =>
    answer?.kind === 'assess' ? [[answer.assessment.name, answer.assessment.result]] : [],
  );
  return Object.fromEntries(told) as ReportAssessments;
}

/** The report as one page, with the twin as it is seen now. */
export async function htmlReport(site: Site, evaluation: Evaluation, setting: ReportSetting): Promise<Blob> {
  const picture = await pictureOfTwin();
  const views: { name: string; dataUrl: string }[] = [];
  // One after the other: there is one camera.
  for (const bookmark of site.header.bookmarks ?? []) {
    const dataUrl = await pictureOfTwin(bookmark);
    if (dataUrl !== null) views.push({ name: bookmark.name, dataUrl });
  }
  const model = buildReport(site, evaluation, {
    ...setting,
    texts: setting.language === 'en' ? englishTexts : chineseTexts,
    picture,
    views,
  });
  return new Blob([renderReport(model, { fontDataUrl: null })], { type: 'text/html' });
}

export function csvTable(site: Site, evaluation: Evaluation, name: TableName): Blob {
  const file = csvFiles(site, evaluation).find((one) => one.name === `${name}.csv`);
  return new Blob([file?.text ?? ''], { type: 'text/csv' });
}

async function pictureOfTwin(from?: Bookmark): Promise<string | null> {
  const picture = (await sceneDoor()?.capture(from === undefined ? PICTURE : { ...PICTURE, from })) ?? null;
  return picture === null ? null : asDataUrl(picture.png);
}

/** A blob as a `data:` address. */
export async function asDataUrl(picture: Blob): Promise<string> {
  const bytes = new Uint8Array(await picture.arrayBuffer());
  let text = '';
  for (let start = 0; start < bytes.length; start += CHUNK_BYTES) {
    text += String.fromCharCode(...bytes.subarray(start, start + CHUNK_BYTES));
  }
  return `data:${picture.type};base64,${btoa(text)}`;
}
