import { Button } from '@mantine/core';
import { useState } from 'react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { dispatch } from '../../store/document.ts';
import { select, useInteractionStore } from '../../store/interaction-store.ts';
import { useSiteStore } from '../../store/site-store.ts';
import { useFormat } from '../../ui/format.ts';
import { LimitBar, PartsBar } from '../../ui/limit-bar.tsx';
import { StatusMark } from '../../ui/status-mark.tsx';
import { Explainable } from '../explain/explainable.tsx';
import { parseSubject } from '../record-name.ts';
import css from './assess.module.css';
import { assumptionText } from './assumption-text.ts';
import { ROWS_AT_MOST } from './present.ts';
import type { AssessRow, AssessSection, Presented } from './present.ts';

/** An assessment: its finding, then figures against their limits, then what was assumed. */
export function PresentedView({ presented, isOld }: { presented: Presented; isOld: boolean }): ReactElement {
  const { t } = useTranslation();
  const format = useFormat();
  const { headline, mark, sections, assumptions } = presented;
  return (
    <div className={css.answer} data-old={isOld} aria-busy={isOld}>
      <p className={css.headline}>
        {mark === null ? null : <StatusMark status={mark} />}
        <span>{headline}</span>
      </p>
      {sections.map((section) => (
        <Section key={section.key} section={section} />
      ))}
      {assumptions.length === 0 ? null : (
        <details className={css.assumptions}>
          <summary>{t('assess.assumptions', { count: assumptions.length, number: format.count(assumptions.length) })}</summary>
          <ul>
            {assumptions.map((one) => (
              <li key={one.code}>
                {assumptionText(t, one)}
                <span className={css.source}>{one.source}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}

function Section({ section: { title, rows, empty } }: { section: AssessSection }): ReactElement {
  const { t } = useTranslation();
  const format = useFormat();
  const [all, setAll] = useState(false);
  const shown = all ? rows : rows.slice(0, ROWS_AT_MOST);
  return (
    <div>
      <h4 className={css.section}>{title}</h4>
      {rows.length === 0 ? <p className={css.empty}>{empty ?? t('assess.nothing')}</p> : null}
      <ul className={css.rows} aria-label={title}>
        {shown.map((row) => (
          <Row key={row.key} row={row} />
        ))}
      </ul>
      {shown.length === rows.length ? null : (
        <button type="button" className={css.more} onClick={() => setAll(true)}>
          {t('assess.more', { count: rows.length - shown.length, number: format.count(rows.length - shown.length) })}
        </button>
      )}
    </div>
  );
}

function Row({ row }: { row: AssessRow }): ReactElement {
  const site = useSiteStore((state) => state.site);
  const ref = site === null || row.subject === null || row.subject === undefined ? null : parseSubject(site, row.subject);
  const selected = useInteractionStore(
    (state) => ref !== null && state.selection.some((one) => one.collection === ref.collection && one.id === ref.id),
  );
  return (
    <li className={css.row} data-selected={selected} data-selects={ref !== null}>
      <span className={css.line}>
        {row.mark === undefined ? null : <StatusMark status={row.mark} />}
        {row.swatch === undefined ? null : <span className={css.swatch} style={{ background: `var(--ew-part-${row.swatch})` }} />}
        {ref === null ? (
          <span className={css.name} title={row.name}>
            {row.name}
          </span>
        ) : (
          <button type="button" className={css.name} title={row.name} aria-pressed={selected} onClick={() => select(ref)}>
            {row.name}
          </button>
        )}
        {row.share === null || row.share === undefined ? null : (
          <span className={css.bar}>
            <LimitBar share={row.share} label={`${row.name}: ${row.value} ${row.unit ?? ''}`.trim()} />
          </span>
        )}
        {row.portion === null || row.portion === undefined ? null : (
          <span className={css.portion} aria-hidden>
            <span style={{ width: `${Math.min(1, row.portion) * 100}%` }} />
          </span>
        )}
        {row.remedy === undefined ? null : <Apply remedy={row.remedy} />}
        <span className={css.value}>
          {row.explain === undefined ? (
            <Figure row={row} />
          ) : (
            <Explainable subject={row.explain} name={row.name}>
              <Figure row={row} />
            </Explainable>
          )}
        </span>
      </span>
      {row.parts === undefined ? null : <PartsBar parts={row.parts} label={row.name} />}
      {row.why === undefined || row.why === '' ? null : (
        <span className={css.why} title={row.why}>
          {row.why}
        </span>
      )}
    </li>
  );
}

/** Carries a remedy out. */
function Apply({ remedy }: { remedy: NonNullable<AssessRow['remedy']> }): ReactElement {
  const { t } = useTranslation();
  const readOnly = useSiteStore((state) => state.readOnly !== null);
  return (
    <Button
      className={css.apply ?? ''}
      size="compact-xs"
      variant="default"
      disabled={readOnly}
      aria-label={t('assess.applyNamed', { name: remedy.label })}
      onClick={() => dispatch({ kind: 'batch', label: remedy.label.slice(0, 200), commands: [...remedy.commands] })}
    >
      {t('assess.apply')}
    </Button>
  );
}

function Figure({ row: { value, unit } }: { row: AssessRow }): ReactElement {
  return (
    <>
      {value}
      {unit === undefined || unit === '' ? null : <span className={css.unit}>{`\u2009${unit}`}</span>}
    </>
  );
}
