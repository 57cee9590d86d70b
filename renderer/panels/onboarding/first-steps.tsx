import { Button, CloseButton } from '@mantine/core';
import { IconCircle, IconCircleCheckFilled } from '@tabler/icons-react';
import { useMemo } from 'react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { showPanel } from '../../store/dock-store.ts';
import type { PanelId } from '../../store/dock-store.ts';
import { select } from '../../store/interaction-store.ts';
import { useSiteStore } from '../../store/site-store.ts';
import { useViewStore } from '../../store/view-store.ts';
import { firstSteps } from './steps-done.ts';
import type { FirstStep } from './steps-done.ts';
import css from './first-steps.module.css';

const PANEL: Readonly<Record<FirstStep, PanelId>> = { place: 'catalog', connect: 'catalog', objective: 'inspector' };

/** Three steps from an empty site to its first answer. It goes when they are done, or when told to. */
export function FirstSteps(): ReactElement | null {
  const { t } = useTranslation();
  const site = useSiteStore((state) => state.site);
  const closed = useViewStore((state) => state.firstStepsClosed);
  const steps = useMemo(() => (site === null ? [] : firstSteps(site)), [site]);
  const current = steps.find(({ done }) => !done);
  if (closed || current === undefined || site === null) return null;

  function help(step: FirstStep): void {
    if (step === 'objective' && site !== null) {
      const [flow] = Object.keys(site.flows);
      if (flow === undefined) return showPanel('catalog');
      select({ collection: 'flows', id: flow });
    }
    showPanel(PANEL[step]);
  }

  return (
    <section className={css.card} aria-label={t('firstSteps.title')} data-scene-control="">
      <div className={css.head}>
        <h2 className={css.title}>{t('firstSteps.title')}</h2>
        <CloseButton
          size="sm"
          aria-label={t('firstSteps.close')}
          onClick={() => useViewStore.setState({ firstStepsClosed: true })}
        />
      </div>
      <ol className={css.steps}>
        {steps.map(({ step, done }) => (
          <li key={step} className={css.step} data-done={done} aria-current={step === current.step ? 'step' : undefined}>
            {done ? (
              <IconCircleCheckFilled size={16} role="img" aria-label={t('firstSteps.done')} />
            ) : (
              <IconCircle size={16} role="img" aria-label={t('firstSteps.open')} />
            )}
            <div className={css.words}>
              <strong>{t(`firstSteps.${step}.title`)}</strong>
              {step === current.step ? (
                <>
                  <span>{t(`firstSteps.${step}.text`)}</span>
                  <Button variant="light" size="compact-xs" className={css.button ?? ''} onClick={() => help(step)}>
                    {t(`firstSteps.${step}.button`)}
                  </Button>
                </>
              ) : null}
            </div>
          </li>
        ))}
      </ol>
    </section>
  );
}
