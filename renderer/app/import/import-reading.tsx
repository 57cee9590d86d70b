import { Button, Loader, Progress } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useImportStore } from '../../store/import-store.ts';
import { useFormat } from '../../ui/format.ts';
import { useApp } from '../app-context.ts';
import css from './import-preview.module.css';

/** Below this nobody would have time to read it. */
const SHOW_AFTER_MS = 400;

/** Says that files are being read, for how long by now, and lets one stop it. */
export function ImportReading(): ReactElement | null {
  const { t } = useTranslation();
  const format = useFormat();
  const { files, session } = useApp();
  const reading = useImportStore((state) => state.reading);
  const share = useImportStore((state) => state.share);
  const previewed = useImportStore((state) => state.preview !== null);
  const [seconds, setSeconds] = useState<number | null>(null);
  useEffect(() => {
    if (reading === null) return undefined;
    const started = performance.now();
    const tick = (): void => setSeconds(Math.floor((performance.now() - started) / 1000));
    const show = setTimeout(tick, SHOW_AFTER_MS);
    const timer = setInterval(tick, 1000);
    return () => {
      clearTimeout(show);
      clearInterval(timer);
      setSeconds(null);
    };
  }, [reading]);
  const stop = (): void => {
    files.imports.cancel();
    session.stopOpening();
  };
  if (reading === null || seconds === null || previewed) return null;
  return (
    <div className={css.reading} role="status">
      {share === null ? (
        <Loader size="xs" />
      ) : (
        <Progress className={css.share} size="sm" value={share * 100} aria-label={t('import.progress')} />
      )}
      <span>{t('import.reading', { file: reading, seconds: format.count(seconds) })}</span>
      <Button size="compact-xs" variant="default" onClick={stop}>
        {t('import.stop')}
      </Button>
    </div>
  );
}
