import { MultiSelect, NumberInput, Switch } from '@mantine/core';
import { useMemo } from 'react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Site } from '../../../core/site/site.ts';
import { listRecords } from '../../../core/site/site.ts';
import { useCatalogStore } from '../../store/catalog-store.ts';
import { EVERYTHING, startSizing, useSizingStore, wishSizing } from '../../store/sizing-store.ts';
import { useSiteStore } from '../../store/site-store.ts';
import { useFormat } from '../../ui/format.ts';
import form from '../place/search-form.module.css';
import { clamp, SearchRun, SearchSummary } from '../place/search-form.tsx';
import css from './size.module.css';

/** What was asked, in a line; the form is a press away. */
export function SizeSummary({ onOptions }: { onOptions: () => void }): ReactElement {
  const { t } = useTranslation();
  const format = useFormat();
  const currency = useSiteStore((state) => state.site?.header.currency ?? '');
  const wishes = useSizingStore((state) => state.wishes);
  const { budget, redundant, typeIds, placeIds, seconds, seed } = wishes;
  const some = (key: string, count: number): string[] =>
    count === 0 ? [] : [t(`size.summary.${key}`, { count, number: format.count(count) })];
  const parts = [
    budget === null ? t('size.noBudget') : t('size.summary.budget', { amount: format.count(budget), currency }),
    ...(redundant.length === 0 ? [] : [redundant.includes(EVERYTHING) ? t('size.summary.allRedundant') : t('size.redundant')]),
    ...some('types', typeIds.length),
    ...some('places', placeIds.length),
    t('place.chart.at', { seconds: format.count(seconds) }),
    t('place.seedIs', { seed }),
  ];
  return <SearchSummary parts={parts} onOptions={onOptions} onAgain={startSizing} />;
}

/** What may be bought, where, what it has to stand, and how long to look. */
export function SizeForm(): ReactElement {
  const { t } = useTranslation();
  const wishes = useSizingStore((state) => state.wishes);
  const site = useSiteStore((state) => state.site);
  const types = useTypeChoices(site);
  const currency = site?.header.currency ?? '';
  const percent = (value: string | number): number => clamp(value, 0, 90) / 100;
  return (
    <form
      className={form.form}
      onSubmit={(event) => {
        event.preventDefault();
        startSizing();
      }}
    >
      <div className={css.pair}>
        <NumberInput
          label={t('size.budget', { currency })}
          placeholder={t('size.noBudget')}
          value={wishes.budget ?? ''}
          onChange={(value) => wishSizing({ budget: value === '' ? null : clamp(value, 0, 1e12) })}
          min={0}
          thousandSeparator
          hideControls
        />
        <NumberInput
          label={t('size.spares')}
          value={wishes.spares}
          onChange={(value) => wishSizing({ spares: Math.floor(clamp(value, 0, 100)) })}
          min={0}
          max={100}
          allowDecimal={false}
        />
      </div>
      <MultiSelect
        label={t('size.redundant')}
        description={t('size.redundantHint')}
        placeholder={wishes.redundant.length === 0 ? t('size.nothingRedundant') : ''}
        value={[...wishes.redundant]}
        onChange={(value) =>
          wishSizing({ redundant: value.at(-1) === EVERYTHING ? [EVERYTHING] : value.filter((id) => id !== EVERYTHING) })
        }
        data={[
          { value: EVERYTHING, label: t('size.everything') },
          ...(site === null ? [] : listRecords(site, 'workloads').map(({ id, name }) => ({ value: id, label: name }))),
        ]}
        searchable
        clearable
      />
      <MultiSelect
        label={t('size.types')}
        placeholder={wishes.typeIds.length === 0 ? t('size.allTypes') : ''}
        value={[...wishes.typeIds]}
        onChange={(typeIds) => wishSizing({ typeIds })}
        data={types}
        searchable
        clearable
        limit={200}
      />
      <MultiSelect
        label={t('size.places')}
        placeholder={wishes.placeIds.length === 0 ? t('size.allPlaces') : ''}
        value={[...wishes.placeIds]}
        onChange={(placeIds) => wishSizing({ placeIds })}
        data={site === null ? [] : listRecords(site, 'places').map(({ id, name }) => ({ value: id, label: name }))}
        searchable
        clearable
        limit={200}
      />
      <div className={css.pair}>
        <NumberInput
          label={t('size.headroom')}
          value={Math.round(wishes.headroom * 100)}
          onChange={(value) => wishSizing({ headroom: percent(value) })}
          min={0}
          max={90}
          step={5}
          suffix=" %"
        />
        <NumberInput
          label={t('size.growth')}
          value={Math.round((wishes.growth - 1) * 100)}
          onChange={(value) => wishSizing({ growth: 1 + clamp(value, -90, 10_000) / 100 })}
          min={-90}
          max={10_000}
          step={10}
          suffix=" %"
        />
      </div>
      <Switch
        size="xs"
        label={t('size.keepsPlanned')}
        checked={wishes.keepsPlanned}
        onChange={(event) => wishSizing({ keepsPlanned: event.currentTarget.checked })}
      />
      <SearchRun wishes={wishes} onWish={wishSizing} disabled={site === null} />
    </form>
  );
}

/** Hardware that computes, of the catalog and of the site, by category. */
function useTypeChoices(site: Site | null): { group: string; items: { value: string; label: string }[] }[] {
  const { t } = useTranslation();
  const catalog = useCatalogStore((state) => state.hardwareTypes);
  return useMemo(() => {
    const all = new Map([...catalog, ...Object.entries(site?.hardwareTypes ?? {})]);
    const groups = new Map<string, { value: string; label: string }[]>();
    for (const { id, name, category, compute } of all.values()) {
      if (compute.threads === 0) continue;
      const group = t(`choice.${category}`);
      groups.set(group, [...(groups.get(group) ?? []), { value: id, label: name }]);
    }
    return [...groups].map(([group, items]) => ({ group, items }));
  }, [catalog, site, t]);
}
