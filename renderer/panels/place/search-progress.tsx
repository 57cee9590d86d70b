import { Button } from '@mantine/core';
import { IconPlayerStop } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../ui/format.ts';
import chart from './search-progress.module.css';

/** How much of its time a search has used, and the way to end it with the best so far. */
export function SearchProgress({
  seconds,
  total,
  isStopping,
  onStop,
}: {
  seconds: number;
  total: number;
  isStopping: boolean;
  onStop: () => void;
}): ReactElement {
  const { t } = useTranslation();
  const format = useFormat();
  const share = Math.min(1, seconds / total);
  return (
    <div className={chart.running}>
      <span
        className={chart.progress}
        role="progressbar"
        aria-label={t('place.progress')}
        aria-valuenow={Math.floor(share * 100)}
        aria-valuemin={0}
        aria-valuemax={100}
      >
        <span style={{ width: `${share * 100}%` }} />
      </span>
      <span className={chart.clock}>{t('place.clock', { seconds: format.number(seconds, 2), total: format.count(total) })}</span>
      <Button variant="default" leftSection={<IconPlayerStop size={14} />} disabled={isStopping} onClick={onStop} autoFocus>
        {t('place.stop')}
      </Button>
    </div>
  );
}
