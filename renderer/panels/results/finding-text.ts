import type { TFunction } from 'i18next';
import type { Finding } from '../../../core/evaluate/result.ts';
import type { Site } from '../../../core/site/site.ts';
import { getRecord } from '../../../core/site/site.ts';
import { subjectName } from '../record-name.ts';

export interface FindingText {
  readonly title: string;
  readonly why: string;
  readonly remedy: string;
}

/** A finding in the language of the screen; the engine's own sentence where there is no translation of it. */
export function findingText(t: TFunction, site: Site, finding: Finding): FindingText {
  const { code, parameters } = finding.text;
  const values = { ...parameters };
  for (const [name, value] of Object.entries(parameters)) {
    if (typeof value === 'string') values[name] = nameOf(site, value);
  }
  return {
    title: t(`finding.${finding.kind}.title`),
    why: t(`finding.${code}.why`, { ...values, defaultValue: finding.why }),
    remedy: t(`finding.${code}.remedy`, { ...values, defaultValue: finding.remedy }),
  };
}

/** Parameters name records by `collection/id` or by id; a person knows them by name. */
function nameOf(site: Site, value: string): string {
  if (value.includes('/')) return subjectName(site, value);
  return getRecord(site, 'nodes', value)?.name ?? getRecord(site, 'services', value)?.name ?? value;
}
