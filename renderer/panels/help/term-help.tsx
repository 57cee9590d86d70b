import { Popover } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import { useState } from 'react';
import type { ReactElement, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { showPanel } from '../../store/dock-store.ts';
import css from './help.module.css';
import { TERMS } from './terms.ts';
import type { Term } from './terms.ts';

/** A word that says what it means when asked: by a click, or by Enter on it. Without children a question mark. */
export function TermHelp({ term, children }: { term: Term; children?: ReactNode }): ReactElement {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const label = t('help.of', { name: t(`${term}.name`, { ns: 'help' }) });
  return (
    <Popover opened={open} onChange={setOpen} width={300} withinPortal trapFocus returnFocus position="bottom-start">
      <Popover.Target>
        <button
          type="button"
          className={children === undefined ? css.mark : css.word}
          aria-label={children === undefined ? label : undefined}
          title={label}
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        >
          {children ?? <IconInfoCircle size={14} />}
        </button>
      </Popover.Target>
      <Popover.Dropdown>
        {open ? (
          <>
            <TermText term={term} />
            <button type="button" className={css.all} data-autofocus onClick={() => showPanel('help')}>
              {t('help.all')}
            </button>
          </>
        ) : null}
      </Popover.Dropdown>
    </Popover>
  );
}

/** What a term means, and the rules of the model specification behind it. */
export function TermText({ term }: { term: Term }): ReactElement {
  const { t } = useTranslation();
  return (
    <div className={css.text}>
      <strong>{t(`${term}.name`, { ns: 'help' })}</strong>
      <span>{t(`${term}.text`, { ns: 'help' })}</span>
      <span className={css.rules}>{t('help.rules', { rules: TERMS[term].join(', ') })}</span>
    </div>
  );
}
