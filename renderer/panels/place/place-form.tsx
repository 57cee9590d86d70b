import { MultiSelect, SegmentedControl, Select, Slider } from '@mantine/core';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Weights } from '../../../core/place/site/options.ts';
import { listRecords } from '../../../core/site/site.ts';
import type { WeightPreset } from '../../../core/site/weight-presets.ts';
import { presetOf, WEIGHT_PRESETS } from '../../../core/site/weight-presets.ts';
import { startPlacing, usePlacingStore, wishPlacing } from '../../store/placing-store.ts';
import type { PlacingMode } from '../../store/placing-store.ts';
import { useSiteStore } from '../../store/site-store.ts';
import { useFormat } from '../../ui/format.ts';
import place from './place.module.css';
import css from './search-form.module.css';
import { SearchRun, SearchSummary } from './search-form.tsx';
import { hasHappened, WhatFails } from './replace/what-fails.tsx';

const MODES: readonly PlacingMode[] = ['place', 'improve', 'explore', 'replace'];
const AIMS = ['cost', 'performance', 'energy'] as const satisfies readonly (keyof Weights)[];

/** What the search was told, in a line; the form is a press away. */
export function PlaceSummary({ onOptions }: { onOptions: () => void }): ReactElement {
  const { t } = useTranslation();
  const format = useFormat();
  const wishes = usePlacingStore((state) => state.wishes);
  const { mode, workloadIds, seconds, seed } = wishes;
  const count = workloadIds?.length ?? 0;
  const parts = [
    t(`place.modes.${mode}`),
    ...(mode === 'explore' ? [] : [t(`place.preset.${presetOf(wishes) ?? 'own'}`)]),
    ...(workloadIds === null ? [] : [t('place.inAll', { count, number: format.count(count) })]),
    t('place.chart.at', { seconds: format.count(seconds) }),
    t('place.seedIs', { seed }),
  ];
  return <SearchSummary parts={parts} onOptions={onOptions} onAgain={startPlacing} />;
}

/** What the search is told: what may move, what counts, which workloads, how long. */
export function PlaceForm(): ReactElement {
  const { t } = useTranslation();
  const wishes = usePlacingStore((state) => state.wishes);
  const site = useSiteStore((state) => state.site);
  const isAimless = wishes.mode !== 'explore' && AIMS.every((aim) => wishes.weights[aim] === 0);
  const lacksCause = wishes.mode === 'replace' && !hasHappened(site, wishes);
  return (
    <form
      className={css.form}
      onSubmit={(event) => {
        event.preventDefault();
        startPlacing();
      }}
    >
      <SegmentedControl
        fullWidth
        aria-label={t('place.mode')}
        value={wishes.mode}
        onChange={(value) => wishPlacing({ mode: value as PlacingMode })}
        data={MODES.map((mode) => ({ value: mode, label: t(`place.modes.${mode}`) }))}
      />
      <p className={place.hint}>{t(`place.modeHint.${wishes.mode}`)}</p>
      {wishes.mode === 'replace' ? <WhatFails site={site} wishes={wishes} /> : null}
      {wishes.mode === 'explore' ? null : <Aims />}
      <MultiSelect
        label={t('place.workloads')}
        placeholder={wishes.workloadIds === null ? t('place.allWorkloads') : ''}
        value={[...(wishes.workloadIds ?? [])]}
        onChange={(value) => wishPlacing({ workloadIds: value.length === 0 ? null : value })}
        data={site === null ? [] : listRecords(site, 'workloads').map(({ id, name }) => ({ value: id, label: name }))}
        searchable
        clearable
        limit={200}
      />
      <SearchRun wishes={wishes} onWish={wishPlacing} disabled={site === null || isAimless || lacksCause} />
      {lacksCause ? <p className={place.hint}>{t('place.causeless')}</p> : null}
      {isAimless ? (
        <p className={place.hint} role="alert">
          {t('place.aimless')}
        </p>
      ) : null}
    </form>
  );
}

/** A preset, and a slider for each aim and for the price of moves. */
function Aims(): ReactElement {
  const { t } = useTranslation();
  const wishes = usePlacingStore((state) => state.wishes);
  const preset = presetOf(wishes);
  return (
    <>
      <Select
        label={t('place.aim')}
        value={preset ?? 'own'}
        allowDeselect={false}
        onChange={(value) => {
          if (value !== null && value in WEIGHT_PRESETS) wishPlacing(WEIGHT_PRESETS[value as WeightPreset]);
        }}
        data={[
          ...Object.keys(WEIGHT_PRESETS).map((value) => ({ value, label: t(`place.preset.${value}`) })),
          ...(preset === null ? [{ value: 'own', label: t('place.preset.own') }] : []),
        ]}
      />
      <div className={css.sliders}>
        {AIMS.map((aim) => (
          <Share
            key={aim}
            label={t(`place.weight.${aim}`)}
            value={wishes.weights[aim]}
            onChange={(value) => wishPlacing({ weights: { ...wishes.weights, [aim]: value } })}
          />
        ))}
        <Share label={t('place.weight.keep')} value={wishes.keep} onChange={(keep) => wishPlacing({ keep })} />
      </div>
    </>
  );
}

function Share({ label, value, onChange }: { label: string; value: number; onChange: (value: number) => void }): ReactElement {
  const format = useFormat();
  return (
    <div className={css.share}>
      <span>{label}</span>
      <Slider
        size="xs"
        min={0}
        max={1}
        step={0.05}
        value={value}
        label={null}
        thumbLabel={label}
        onChange={(next) => onChange(Math.round(next * 100) / 100)}
      />
      <span className={css.shareValue}>{format.percent(value)}</span>
    </div>
  );
}
