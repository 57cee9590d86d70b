import { useState } from 'react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { MoveStep } from '../../../../core/place/site/result.ts';
import type { Site } from '../../../../core/site/site.ts';
import { select } from '../../../store/interaction-store.ts';
import { useFormat } from '../../../ui/format.ts';
import { StatusMark } from '../../../ui/status-mark.tsx';
import { recordName } from '../../record-name.ts';
import section from '../section.module.css';
import css from './step-list.module.css';

/** Rows before the rest is asked for. */
const ROWS = 20;

/** The order in which the moves are made without breaking a limit on the way, and where that takes an interruption. */
export function StepList({ site, steps }: { site: Site; steps: readonly MoveStep[] }): ReactElement | null {
  const { t } = useTranslation();
  const format = useFormat();
  const [all, setAll] = useState(false);
  if (steps.length === 0) return null;
  const interruptions = steps.filter(({ interrupts }) => interrupts).length;
  const shown = all ? steps : steps.slice(0, ROWS);
  return (
    <details className={section.section}>
      <summary className={section.summary}>
        <span>{t('place.order', { count: steps.length, number: format.count(steps.length) })}</span>
        {interruptions === 0 ? null : (
          <span className={css.interrupts}>
            <StatusMark status="missed" size={10} />
            {t('place.interruptions', { count: interruptions, number: format.count(interruptions) })}
          </span>
        )}
      </summary>
      <ol className={css.steps}>
        {shown.map((step, index) => (
          // A step has no name of its own: its number is what it is.
          <li key={index}>
            <button type="button" className={css.step} onClick={() => select({ collection: 'nodes', id: step.nodeId })}>
              {t(`place.orderStep.${step.kind}`, {
                service: recordName(site, 'services', step.serviceId),
                node: recordName(site, 'nodes', step.nodeId),
                replicas: format.count(step.replicas),
              })}
              {step.interrupts ? <span className={css.interrupts}>{t('place.interrupts')}</span> : null}
            </button>
          </li>
        ))}
      </ol>
      {shown.length === steps.length ? null : (
        <button type="button" className={css.more} onClick={() => setAll(true)}>
          {t('assess.more', { count: steps.length - shown.length, number: format.count(steps.length - shown.length) })}
        </button>
      )}
    </details>
  );
}
