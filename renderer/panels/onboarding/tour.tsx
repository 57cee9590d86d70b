import { Button } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { showPanel } from '../../store/dock-store.ts';
import type { PanelId } from '../../store/dock-store.ts';
import { usePlacingStore } from '../../store/placing-store.ts';
import { useSiteStore } from '../../store/site-store.ts';
import { leaveTour, stepTour, TOUR_STEPS, useTourStore } from '../../store/tour-store.ts';
import type { TourStep } from '../../store/tour-store.ts';
import { useViewStore } from '../../store/view-store.ts';
import css from './tour.module.css';

/** What a station points at, and the panel that has to show for it. */
const STATIONS: Readonly<Record<TourStep, { readonly panel: PanelId | null; readonly at: string }>> = {
  answer: { panel: 'results', at: '[data-tab-id="results"]' },
  overlay: { panel: null, at: '[data-tour="overlay"]' },
  drag: { panel: 'board', at: '[data-tabset-id]:has([data-tab-id="board"])' },
  racks: { panel: 'racks', at: '[data-tabset-id]:has([data-tab-id="racks"])' },
  place: { panel: 'place', at: '[data-tabset-id]:has([data-tab-id="place"])' },
  report: { panel: null, at: '[data-tour="report"]' },
};
/** How often the ring follows what it rings, ms. */
const FOLLOW_MS = 250;

/** A walk through a sample: it points, one does. It is left at any time, by its button or Escape. */
export function Tour(): ReactElement | null {
  const at = useTourStore((state) => state.at);
  const step = at === null ? undefined : TOUR_STEPS[at];
  return step === undefined ? null : <Station key={step} step={step} />;
}

function Station({ step }: { step: TourStep }): ReactElement {
  const { t } = useTranslation();
  const { panel, at } = STATIONS[step];
  const next = useRef<HTMLButtonElement>(null);
  const done = useDone(step);
  const number = TOUR_STEPS.indexOf(step) + 1;
  useEffect(() => {
    if (panel !== null) showPanel(panel);
    next.current?.focus();
    const leave = (event: KeyboardEvent): void => {
      if (event.key === 'Escape' && !event.defaultPrevented) leaveTour();
    };
    window.addEventListener('keydown', leave);
    return () => window.removeEventListener('keydown', leave);
  }, [panel]);
  return (
    <>
      <Ring at={at} />
      <section className={css.card} aria-label={t('tour.title')}>
        <p className={css.count}>{t('tour.count', { number, total: TOUR_STEPS.length })}</p>
        <h2 className={css.title}>
          {t(`tour.step.${step}.title`)}
          {done ? <IconCircleCheck size={16} aria-label={t('tour.done')} role="img" className={css.done ?? ''} /> : null}
        </h2>
        <p className={css.text} aria-live="polite">
          {t(`tour.step.${step}.text`)}
        </p>
        <div className={css.buttons}>
          <Button variant="subtle" color="gray" onClick={leaveTour}>
            {t('tour.leave')}
          </Button>
          <span className={css.space} />
          {number === 1 ? null : (
            <Button variant="default" onClick={() => stepTour(-1)}>
              {t('tour.back')}
            </Button>
          )}
          <Button ref={next} variant={done || number === 1 ? 'filled' : 'default'} onClick={() => stepTour(1)}>
            {t(number === TOUR_STEPS.length ? 'tour.end' : 'tour.next')}
          </Button>
        </div>
      </section>
    </>
  );
}

/** Whether what the station asks for has been done since it was reached. */
function useDone(step: TourStep): boolean {
  const overlay = useViewStore((state) => state.overlay);
  const revision = useSiteStore((state) => state.revision);
  const found = usePlacingStore((state) => state.result !== null);
  const [before] = useState({ overlay, revision });
  switch (step) {
    case 'overlay':
      return overlay !== before.overlay;
    case 'drag':
    case 'racks':
      return revision !== before.revision;
    case 'place':
      return found;
    default:
      return false;
  }
}

/** A frame around an element, wherever it goes. */
function Ring({ at }: { at: string }): ReactElement | null {
  const [box, setBox] = useState<DOMRect | null>(null);
  useEffect(() => {
    const look = (): void => setBox(document.querySelector(at)?.getBoundingClientRect() ?? null);
    look();
    const timer = setInterval(look, FOLLOW_MS);
    return () => clearInterval(timer);
  }, [at]);
  if (box === null || box.width === 0) return null;
  return (
    <div
      className={css.ring}
      aria-hidden="true"
      style={{ left: box.left - 2, top: box.top - 2, width: box.width + 4, height: box.height + 4 }}
    />
  );
}
