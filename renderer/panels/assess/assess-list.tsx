import { IconChevronRight } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { AssessmentName } from '../../../core/engine/assessments.ts';
import { FIRST_CHOICE } from './assess-choice.tsx';
import { TermHelp } from '../help/term-help.tsx';
import css from './assess.module.css';
import { AssessmentSection } from './assessment-section.tsx';
import { SimulationSection } from './simulation-section.tsx';

/** Order in which an architect asks them. */
const QUESTIONS = [
  'relief',
  'timing',
  'availability',
  'failures',
  'autonomy',
  'takeover',
  'runway',
  'burst',
  'cost',
  'comparison',
  'energy',
  'data',
  'rollout',
  'training',
  'variants',
] as const satisfies readonly AssessmentName[];

type Entry = (typeof QUESTIONS)[number] | 'simulation';

/** Questions beside latency and load. Each is computed when it is opened, and again after each change while it is open. */
export function AssessList(): ReactElement {
  const [open, setOpen] = useState<ReadonlySet<Entry>>(new Set());
  const [choice, setChoice] = useState(FIRST_CHOICE);
  return (
    <div className={css.list}>
      {[...QUESTIONS, 'simulation' as const].map((name) => (
        <Fold
          key={name}
          name={name}
          open={open.has(name)}
          onToggle={() => {
            const next = new Set(open);
            if (!next.delete(name)) next.add(name);
            setOpen(next);
          }}
        >
          {name === 'simulation' ? <SimulationSection /> : <AssessmentSection name={name} choice={choice} onChoose={setChoice} />}
        </Fold>
      ))}
    </div>
  );
}

function Fold({
  name,
  open,
  onToggle,
  children,
}: {
  name: Entry;
  open: boolean;
  onToggle: () => void;
  children: ReactElement;
}): ReactElement {
  const { t } = useTranslation();
  const id = `assess-${name}`;
  const section = useRef<HTMLElement>(null);

  /** What opens comes to the top, so that its answer is seen and not only its name. */
  function toggle(): void {
    onToggle();
    if (!open) requestAnimationFrame(() => section.current?.scrollIntoView({ block: 'start' }));
  }

  return (
    <section ref={section} className={css.fold}>
      <h3 className={css.foldTitle}>
        <button type="button" className={css.foldButton} aria-expanded={open} aria-controls={id} onClick={toggle}>
          <span className={css.caret} data-open={open}>
            <IconChevronRight size={12} aria-hidden />
          </span>
          <span className={css.foldName}>{t(`assess.question.${name}`)}</span>
          <span className={css.foldHint} title={t(`assess.hint.${name}`)}>
            {t(`assess.hint.${name}`)}
          </span>
        </button>
        <TermHelp term={`question.${name}`} />
      </h3>
      <div id={id} role="region" aria-label={t(`assess.question.${name}`)} hidden={!open}>
        {open ? children : null}
      </div>
    </section>
  );
}
