import { useMemo } from 'react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { redo, undo } from '../../store/document.ts';
import { useSiteStore } from '../../store/site-store.ts';
import { Empty } from '../../ui/empty.tsx';
import { VirtualList } from '../../ui/virtual-list.tsx';
import panel from '../panel.module.css';
import { describeStep } from './describe-step.ts';
import css from './history-panel.module.css';

const STEP_PX = 28;

interface Step {
  /** Steps done when this one is the last; 0 is the beginning. */
  readonly depth: number;
  readonly text: string;
}

/** What was done, in order. Choosing a step goes back or forth to just after it. */
export function HistoryPanel(): ReactElement {
  const { t } = useTranslation();
  const history = useSiteStore((state) => state.history);
  const readOnly = useSiteStore((state) => state.readOnly !== null);
  const steps = useMemo<Step[]>(
    () => [
      { depth: 0, text: t('history.start') },
      ...[...history.past, ...history.future].map((entry, index) => ({ depth: index + 1, text: describeStep(t, entry) })),
    ],
    [history, t],
  );
  const present = history.past.length;

  function goTo(depth: number): void {
    for (let at = present; at > depth; at -= 1) undo();
    for (let at = present; at < depth; at += 1) redo();
  }

  return (
    <div className={panel.panel}>
      {steps.length === 1 ? (
        <Empty title={t('history.empty')} hint={t('history.emptyHint')} />
      ) : (
        <VirtualList
          rows={steps}
          rowKey={(step) => String(step.depth)}
          rowHeightPx={STEP_PX}
          revealKey={String(present)}
          role="list"
          aria-label={t('history.title')}
        >
          {(step) => (
            <div role="listitem">
              <button
                type="button"
                className={`${panel.row} ${css.step}`}
                data-undone={step.depth > present}
                aria-current={step.depth === present ? 'true' : undefined}
                disabled={readOnly}
                onClick={() => goTo(step.depth)}
              >
                <span className={css.dot} data-present={step.depth === present} />
                <span className={panel.name}>{step.text}</span>
                {step.depth > present ? <span className={panel.soft}>{t('history.undone')}</span> : null}
              </button>
            </div>
          )}
        </VirtualList>
      )}
    </div>
  );
}
