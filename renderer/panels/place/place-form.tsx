import { Button, MultiSelect, NumberInput, SegmentedControl, Select } from '@mantine/core';
import { IconPlayerPlay } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Weights } from '../../../core/place/site/options.ts';
import { listRecords } from '../../../core/site/site.ts';
import { startPlacing, usePlacingStore, WEIGHT_PRESETS, wishPlacing } from '../../store/placing-store.ts';
import type { PlacingMode } from '../../store/placing-store.ts';
import { useSiteStore } from '../../store/site-store.ts';
import { useFormat } from '../../ui/format.ts';
import css from './place.module.css';

type Preset = keyof typeof WEIGHT_PRESETS;
const MODES: readonly PlacingMode[] = ['place', 'improve'];
const AIMS = ['cost', 'performance', 'energy'] as const satisfies readonly (keyof Weights)[];

/** What the search was told, in a line; the form is a press away. */
export function PlaceSummary({ onOptions }: { onOptions: () => void }): ReactElement {
  const { t } = useTranslation();
  const format = useFormat();
  const { mode, weights, workloadIds, seconds, seed } = usePlacingStore((state) => state.wishes);
  const count = workloadIds?.length ?? 0;
  const text = [
    t(`place.modes.${mode}`),
    t(`place.preset.${presetOf(weights) ?? 'own'}`),
    ...(workloadIds === null ? [] : [t('place.inAll', { count, number: format.count(count) })]),
    t('place.chart.at', { seconds: format.count(seconds) }),
    t('place.seedIs', { seed }),
  ].join(' · ');
  return (
    <div className={css.summary}>
      <span title={text}>{text}</span>
      <Button size="compact-xs" variant="default" onClick={onOptions}>
        {t('place.options')}
      </Button>
      <Button size="compact-xs" variant="default" onClick={startPlacing}>
        {t('place.again')}
      </Button>
    </div>
  );
}

/** What the search is told: what may move, what counts, which workloads, how long. */
export function PlaceForm(): ReactElement {
  const { t } = useTranslation();
  const wishes = usePlacingStore((state) => state.wishes);
  const site = useSiteStore((state) => state.site);
  const preset = presetOf(wishes.weights);
  const isAimless = AIMS.every((aim) => wishes.weights[aim] === 0);
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
      <p className={css.hint}>{t(`place.modeHint.${wishes.mode}`)}</p>
      <div className={css.aims}>
        <Select
          label={t('place.aim')}
          value={preset ?? 'own'}
          allowDeselect={false}
          onChange={(value) => {
            if (value !== null && value in WEIGHT_PRESETS) wishPlacing({ weights: WEIGHT_PRESETS[value as Preset] });
          }}
          data={[
            ...Object.keys(WEIGHT_PRESETS).map((value) => ({ value, label: t(`place.preset.${value}`) })),
            ...(preset === null ? [{ value: 'own', label: t('place.preset.own') }] : []),
          ]}
        />
        {AIMS.map((aim) => (
          <NumberInput
            key={aim}
            label={t(`place.weight.${aim}`)}
            value={Math.round(wishes.weights[aim] * 100)}
            onChange={(value) => wishPlacing({ weights: { ...wishes.weights, [aim]: clamp(value, 0, 100) / 100 } })}
            min={0}
            max={100}
            step={10}
            hideControls
            suffix=" %"
          />
        ))}
      </div>
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
      <div className={css.run}>
        <NumberInput
          label={t('place.seconds')}
          value={wishes.seconds}
          onChange={(value) => wishPlacing({ seconds: clamp(value, 1, 3600) })}
          min={1}
          max={3600}
          suffix=" s"
        />
        <NumberInput
          label={t('place.seed')}
          value={wishes.seed}
          onChange={(value) => wishPlacing({ seed: Math.floor(clamp(value, 0, 1e9)) })}
          min={0}
          max={1e9}
          allowDecimal={false}
        />
        <Button type="submit" leftSection={<IconPlayerPlay size={14} />} disabled={site === null || isAimless}>
          {t('place.start')}
        </Button>
      </div>
      {isAimless ? (
        <p className={css.hint} role="alert">
          {t('place.aimless')}
        </p>
      ) : null}
    </form>
  );
}

function presetOf(weights: Weights): Preset | null {
  const found = Object.entries(WEIGHT_PRESETS).find(([, preset]) => AIMS.every((aim) => preset[aim] === weights[aim]));
  return (found?.[0] as Preset | undefined) ?? null;
}

function clamp(value: string | number, least: number, most: number): number {
  return Math.min(most, Math.max(least, Number(value) || 0));
}
