import { useState } from 'react';
import type { DragEvent, ReactElement, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useApp } from './app-context.ts';
import css from './drop-zone.module.css';

/** Takes files that are dropped anywhere on the window. */
export function DropZone({ children }: { children: ReactNode }): ReactElement {
  const { t } = useTranslation();
  const { takeFiles } = useApp();
  const [over, setOver] = useState(false);

  function onDragOver(event: DragEvent): void {
    if (!event.dataTransfer.types.includes('Files')) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = 'copy';
    setOver(true);
  }

  function onDrop(event: DragEvent): void {
    setOver(false);
    if (event.dataTransfer.files.length === 0) return;
    event.preventDefault();
    void takeFiles([...event.dataTransfer.files]);
  }

  return (
    <div className={css.zone} onDragOver={onDragOver} onDragLeave={() => setOver(false)} onDrop={onDrop}>
      {children}
      {over ? <div className={css.over}>{t('start.drop')}</div> : null}
    </div>
  );
}
