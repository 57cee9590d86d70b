import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { SourceNote } from '../../../core/site/schema/common.ts';
import type { Assumption } from '../../../core/site/schema/header.ts';
import { select } from '../../store/interaction-store.ts';
import { useSiteStore } from '../../store/site-store.ts';
import { useFormat } from '../../ui/format.ts';
import { parseSubject, subjectName } from '../record-name.ts';
import css from './inspector.module.css';

/** Where figures come from. The address is shown, never followed: the application makes no requests. */
export function Sources({ sources }: { sources: readonly SourceNote[] }): ReactElement {
  const { t } = useTranslation();
  if (sources.length === 0) return <p className={css.none}>{t('inspector.noSources')}</p>;
  return (
    <ul className={css.sources} aria-label={t('field.sources')}>
      {sources.map((source) => (
        <li key={`${source.title}${source.url ?? ''}${source.fields.join()}`}>
          <span>{source.date === null ? source.title : `${source.title} (${source.date})`}</span>
          {source.url === null ? null : <span className={css.address}>{source.url}</span>}
          {source.note === '' ? null : <span className={css.none}>{source.note}</span>}
        </li>
      ))}
    </ul>
  );
}

/** More are only scrolled past; the report lists them all. */
const SHOWN_ASSUMPTIONS = 200;

/** What an import or a template had to guess; each leads to the record it concerns. */
export function Assumptions({ assumptions }: { assumptions: readonly Assumption[] }): ReactElement {
  const { t } = useTranslation();
  const format = useFormat();
  const site = useSiteStore((state) => state.site);
  const more = assumptions.length - SHOWN_ASSUMPTIONS;
  return (
    <details className={css.assumptions}>
      <summary>{t('inspector.assumptions', { count: assumptions.length, number: format.count(assumptions.length) })}</summary>
      <ul className={css.sources}>
        {assumptions.slice(0, SHOWN_ASSUMPTIONS).map(({ subject, text, source }) => (
          <li key={`${subject ?? ''}${text}`}>
            <span>{text}</span>
            <span className={css.address}>{source}</span>
            {subject === null || site === null || parseSubject(site, subject) === null ? null : (
              <button type="button" className={css.subject} onClick={() => select(parseSubject(site, subject))}>
                {subjectName(site, subject)}
              </button>
            )}
          </li>
        ))}
      </ul>
      {more > 0 ? <p className={css.none}>{t('notice.more', { count: more })}</p> : null}
    </details>
  );
}
