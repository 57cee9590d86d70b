import { Select } from '@mantine/core';
import { useMemo } from 'react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { stackedFloors } from '../../core/site/floors.ts';
import { useSiteStore } from '../store/site-store.ts';
import { useViewStore } from '../store/view-store.ts';
import css from './twin-frame.module.css';

/** Chooses what is seen of a building of several floors; nothing where there is none. */
export function FloorPicker(): ReactElement | null {
  const { t } = useTranslation();
  const site = useSiteStore((state) => state.site);
  const floors = useViewStore((state) => state.floors);
  const stacked = useMemo(() => (site === null ? [] : stackedFloors(site)), [site]);
  if (stacked.length === 0) return null;
  const known = floors === 'apart' || stacked.some(({ id }) => id === floors);
  return (
    <Select
      w={132}
      className={css.floors ?? ''}
      aria-label={t('twin.floors')}
      allowDeselect={false}
      value={known ? floors : 'together'}
      onChange={(value) => useViewStore.setState({ floors: value ?? 'together' })}
      data={[
        { value: 'together', label: t('twin.floorsTogether') },
        { value: 'apart', label: t('twin.floorsApart') },
        ...stacked.map(({ id, name }) => ({ value: id, label: name })),
      ]}
    />
  );
}
