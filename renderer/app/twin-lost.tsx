import { Button } from '@mantine/core';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { TierBoard } from '../panels/board/tier-board.tsx';
import { useViewStore } from '../store/view-store.ts';
import css from './twin-lost.module.css';

/** The board in the place of the twin, with the reason and the way back. */
export function TwinLost({ reason }: { reason: string }): ReactElement {
  const { t } = useTranslation();
  return (
    <div className={css.centre}>
      <div className={css.reason} role="alert">
        <span>{t('twin.lost')}</span>
        <span className={css.detail}>{t(`twin.reason.${reason}`, { defaultValue: reason })}</span>
        <Button variant="default" size="compact-xs" onClick={() => useViewStore.setState({ twinLost: null })}>
          {t('twin.tryAgain')}
        </Button>
      </div>
      <div className={css.board}>
        <TierBoard />
      </div>
    </div>
  );
}
