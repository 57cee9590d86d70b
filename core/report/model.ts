import { assert } from '../base/assert.ts';
import type { Evaluation } from '../evaluate/result.ts';
import type { Site } from '../site/site.ts';
import { billOfMaterials } from '../catalog/bill.ts';
import type { ReportContext } from './context.ts';
import { groupFindings } from './order.ts';
import type { ReportModel } from './report-model.ts';
import { risksOf } from './risks.ts';
import { assessmentSections } from './section-assessments.ts';
import type { ReportAssessments } from './section-assessments.ts';
import { basisSection } from './section-basis.ts';
import { costSection } from './section-cost.ts';
import { findingsSection } from './section-findings.ts';
import { flowsSection } from './section-flows.ts';
import { linksSection } from './section-links.ts';
import { nodesSection } from './section-nodes.ts';
import { siteSection } from './section-site.ts';
import { indexSources } from './sources.ts';
import { keyFiguresOf, verdictOf } from './verdict.ts';
import { viewsSections } from './section-views.ts';
import type { ReportLanguage, ReportTexts, Words } from './words.ts';
import { makeWords } from './words.ts';

export interface ReportOptions {
  readonly language: ReportLanguage;
  /** Catalogue of that language: `assets/locales/report.<language>.json`. */
  readonly texts: ReportTexts;
  /** The twin as a PNG, JPEG or WebP `data:` address. */
  readonly picture: string | null;
  /** The same from each of the site's bookmarks, with its name. */
  readonly views?: readonly { readonly name: string; readonly dataUrl: string }[];
  /** ISO 8601 instant; null leaves the date out. */
  readonly generatedAt: string | null;
  readonly applicationVersion: string;
  /** What was asked besides; each answer makes a section. */
  readonly assessments?: ReportAssessments;
}

const PICTURE = /^data:image\/(?:png|jpeg|webp);base64,[A-Za-z0-9+/]+={0,2}$/;

/** The report on one answer: everything it says, in the order it says it. Equal input gives an equal model. */
export function buildReport(site: Site, evaluation: Evaluation, options: ReportOptions): ReportModel {
  const pictures = [options.picture, ...(options.views ?? []).map(({ dataUrl }) => dataUrl)];
  assert(
    pictures.every((picture) => picture === null || PICTURE.test(picture)),
    'the picture is a base64 data address of a PNG, JPEG or WebP',
  );
  const words = makeWords(options.language, options.texts);
  const bill = billOfMaterials(site);
  const context: ReportContext = {
    site,
    evaluation,
    words,
    groups: groupFindings(evaluation),
    bill,
    sources: indexSources(site, bill),
  };
  const verdict = verdictOf(context);
  return {
    language: options.language,
    title: site.header.name,
    subtitle: subtitleOf(site, words, options),
    verdict,
    keyFigures: keyFiguresOf(context),
    risksTitle: words.text(context.groups.length > 0 ? 'risks.title' : 'risks.title.margins'),
    risks: risksOf(context),
    picture: pictureOf(context, options.picture),
    sections: [
      findingsSection(context),
      flowsSection(context),
      nodesSection(context),
      linksSection(context),
      costSection(context),
      ...assessmentSections(context, options.assessments ?? {}),
      ...viewsSections(context, options.views ?? []),
      siteSection(context),
      basisSection(context),
    ],
    words: {
      figure: words.text('figure.label'),
      table: words.text('table.label'),
      footer: words.text('page.footer', { version: options.applicationVersion }),
    },
  };
}

function subtitleOf(site: Site, words: Words, options: ReportOptions): string {
  const parts = [words.text(`kind.${site.header.kind}`), site.header.customer];
  if (options.generatedAt !== null) parts.push(`${options.generatedAt.slice(0, 16).replace('T', ' ')} UTC`);
  return parts.filter((part) => part !== '').join(' · ');
}

function pictureOf({ words, evaluation }: ReportContext, dataUrl: string | null): ReportModel['picture'] {
  if (dataUrl === null) return null;
  const { nodes, links, deviceGroups } = evaluation.site;
  const counts = { nodes: words.whole(nodes), links: words.whole(links), groups: words.whole(deviceGroups) };
  return { dataUrl, caption: words.text('picture.caption', counts), alternative: words.text('picture.alternative') };
}
