import { Modal } from '@mantine/core';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { closeDialog, useEditStore } from '../store/edit-store.ts';
import type { Section } from './actions/action.ts';
import { ACTIONS } from './actions/actions.ts';
import { shortcutText } from './actions/keyboard.ts';
import css from './shortcut-sheet.module.css';

const IS_MAC = navigator.platform.startsWith('Mac');
const SECTIONS: readonly Section[] = ['site', 'edit', 'arrange', 'view', 'report'];
/** What a hand does with the mouse and no action stands for. */
const GESTURES = ['pick', 'toggle', 'box', 'carry', 'link', 'type', 'menu', 'pan'] as const;

/** Every action with its keys, as the table of actions has them. */
export function ShortcutSheet(): ReactElement {
  const { t } = useTranslation();
  const open = useEditStore((state) => state.dialog === 'shortcuts');
  return (
    <Modal
      opened={open}
      onClose={closeDialog}
      title={t('shortcuts.title')}
      size={1080}
      transitionProps={{ duration: 0 }}
      returnFocus
    >
      {open ? <Sheet /> : null}
    </Modal>
  );
}

function Sheet(): ReactElement {
  const { t } = useTranslation();
  return (
    <div className={css.sheet}>
      {SECTIONS.map((section) => (
        <section key={section} className={css.section} aria-labelledby={`shortcuts-${section}`}>
          <h3 id={`shortcuts-${section}`} className={css.head}>
            {t(`menu.${section}`)}
          </h3>
          <dl className={css.list}>
            {ACTIONS.filter((action) => action.section === section).map((action) => (
              <div key={action.id} className={css.row} data-action={action.id}>
                <dt>{t(`action.${action.id}`)}</dt>
                <dd>
                  {action.shortcuts.map((shortcut) => (
                    <kbd key={shortcut} className={css.key}>
                      {shortcutText(shortcut, IS_MAC)}
                    </kbd>
                  ))}
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
      <section className={css.section} aria-labelledby="shortcuts-mouse">
        <h3 id="shortcuts-mouse" className={css.head}>
          {t('shortcuts.mouse')}
        </h3>
        <dl className={css.list}>
          {GESTURES.map((gesture) => (
            <div key={gesture} className={css.row}>
              <dt>{t(`shortcuts.gesture.${gesture}`)}</dt>
              <dd>
                <kbd className={css.key}>{t(`shortcuts.how.${gesture}`)}</kbd>
              </dd>
            </div>
          ))}
        </dl>
      </section>
    </div>
  );
}
