import { Button, Modal, NumberInput } from '@mantine/core';
import { useState } from 'react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Adjustable, WorldOptions } from '../../../core/formats/world/world-options.ts';
import type { Scenery } from '../../../core/site/schema/scenery.ts';
import { listRecords } from '../../../core/site/site.ts';
import type { ImportPreview as Preview } from '../../store/import-store.ts';
import { useImportStore } from '../../store/import-store.ts';
import { useFormat } from '../../ui/format.ts';
import { useApp } from '../app-context.ts';
import { ProblemCard } from '../problem-card.tsx';
import css from './import-preview.module.css';
import { ImportSketch } from './import-sketch.tsx';
import type { SketchSpot } from './import-sketch.tsx';
import { sketchView } from './plan-sketch.ts';

/** Findings that are listed; all of them are kept in the site. */
const SHOWN = 8;
const BOUNDS: Readonly<Record<Adjustable['option'], readonly [least: number, most: number]>> = {
  metresPerUnit: [1e-6, 1e6],
  storeys: [1, 200],
  floorHeightM: [0.1, 1000],
};

/** What an import found and guessed, before it is taken: figures can be set right, a length can be measured on the plan. */
export function ImportPreview(): ReactElement {
  const { t } = useTranslation();
  const { files } = useApp();
  const preview = useImportStore((state) => state.preview);
  return (
    <Modal
      opened={preview !== null}
      onClose={() => files.imports.cancel()}
      title={preview === null ? '' : t('import.title', { file: preview.file })}
      size={820}
      closeButtonProps={{ 'aria-label': t('import.cancel') }}
      transitionProps={{ duration: 0 }}
      overlayProps={{ transitionProps: { duration: 0 } }}
    >
      {preview === null ? null : <Body preview={preview} />}
    </Modal>
  );
}

function Body({ preview }: { preview: Preview }): ReactElement {
  const { t } = useTranslation();
  const format = useFormat();
  const { files } = useApp();
  const reading = useImportStore((state) => state.reading !== null);
  const [spots, setSpots] = useState<readonly SketchSpot[]>([]);
  const { site, adjustable, findings, options, problems } = preview;
  const scale = adjustable.find(({ option }) => option === 'metresPerUnit');
  const view = sketchView(site, 1, 1);
  const measures = scale !== undefined;

  function correct(change: WorldOptions): void {
    setSpots([]);
    void files.imports.correct({ ...options, ...change });
  }

  return (
    <div className={css.body} aria-busy={reading}>
      <div className={css.plan}>
        <ImportSketch
          site={site}
          spots={spots}
          onSpot={measures ? (spot) => setSpots((before) => (before.length >= 2 ? [spot] : [...before, spot])) : null}
        />
        <p className={css.size}>{t('import.size', { width: format.number(view.widthM), depth: format.number(view.depthM) })}</p>
        {scale === undefined ? null : (
          <Measure spots={spots} scale={scale} onScale={(metresPerUnit) => correct({ metresPerUnit })} />
        )}
      </div>
      <div className={css.facts}>
        <Counts preview={preview} />
        {adjustable.map((each) => (
          <AdjustField
            key={`${each.option} ${each.value}`}
            field={each}
            onChange={(value) => correct({ [each.option]: value })}
          />
        ))}
        {problems.map((problem) => (
          <ProblemCard key={`${problem.code} ${problem.place ?? ''}`} problem={problem} />
        ))}
        <h3 className={css.heading}>{t('notice.guesses')}</h3>
        <ul className={css.findings}>
          {findings.slice(0, SHOWN).map(({ text, source }) => (
            <li key={text}>
              {text} <span className={css.soft}>{source}</span>
            </li>
          ))}
          {findings.length > SHOWN ? <li>{t('notice.more', { count: findings.length - SHOWN })}</li> : null}
        </ul>
        <div className={css.buttons}>
          <Button variant="default" onClick={() => files.imports.cancel()}>
            {t('import.cancel')}
          </Button>
          <Button loading={reading} onClick={() => files.imports.take()} data-autofocus>
            {t('import.take')}
          </Button>
        </div>
      </div>
    </div>
  );
}

function Counts({ preview: { site } }: { preview: Preview }): ReactElement {
  const { t } = useTranslation();
  const format = useFormat();
  const floors = listRecords(site, 'places').filter(({ kind }) => kind === 'floor').length;
  const counts = new Map<Scenery['kind'], number>();
  for (const { kind, shapes } of listRecords(site, 'scenery')) counts.set(kind, (counts.get(kind) ?? 0) + shapes.count);
  return (
    <ul className={css.counts}>
      {floors > 0 ? <li>{t('import.floors', { count: floors, number: format.count(floors) })}</li> : null}
      {[...counts].map(([kind, count]) => (
        <li key={kind}>
          {t(`choice.${kind}`)} <span className={css.soft}>{format.count(count)}</span>
        </li>
      ))}
    </ul>
  );
}

function AdjustField({ field, onChange }: { field: Adjustable; onChange: (value: number) => void }): ReactElement {
  const { t } = useTranslation();
  const [value, setValue] = useState<number | string>(Number(field.value.toPrecision(6)));
  const [least, most] = BOUNDS[field.option];
  const sound = typeof value === 'number' && value >= least && value <= most;
  const done = (): void => {
    if (sound && Math.abs(value / field.value - 1) > 1e-5) onChange(value);
  };
  return (
    <NumberInput
      label={t(`import.option.${field.option}`)}
      description={t(`import.basis.${field.basis}`)}
      error={sound ? undefined : t('import.range', { least, most })}
      value={value}
      onChange={setValue}
      onBlur={done}
      onKeyDown={(event) => {
        if (event.key === 'Enter') done();
      }}
      decimalScale={field.option === 'storeys' ? 0 : 8}
      hideControls
    />
  );
}

/** The length between the two spots as it is in truth gives the scale. */
function Measure({
  spots,
  scale,
  onScale,
}: {
  spots: readonly SketchSpot[];
  scale: Adjustable;
  onScale: (metresPerUnit: number) => void;
}): ReactElement {
  const { t } = useTranslation();
  const format = useFormat();
  const [length, setLength] = useState<number | string>('');
  const [a, b] = spots;
  if (a === undefined || b === undefined) return <p className={css.hint}>{t('import.measure')}</p>;
  const measuredM = Math.hypot(b.xM - a.xM, b.yM - a.yM);
  const sound = typeof length === 'number' && length > 0 && measuredM > 0;
  return (
    <form
      className={css.measure}
      onSubmit={(event) => {
        event.preventDefault();
        if (sound) onScale((scale.value * length) / measuredM);
      }}
    >
      <NumberInput
        label={t('import.length', { now: format.number(measuredM) })}
        value={length}
        onChange={setLength}
        min={0}
        decimalScale={4}
        hideControls
        data-autofocus
      />
      <Button type="submit" variant="default" disabled={!sound}>
        {t('import.apply')}
      </Button>
    </form>
  );
}
