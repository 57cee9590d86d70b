import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { SourceNote } from '../../../core/site/schema/common.ts';
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
