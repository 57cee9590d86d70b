import { ActionIcon, Button, SegmentedControl, Select } from '@mantine/core';
import { IconServer2 } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { RecordOf, Site } from '../../../core/site/site.ts';
import { dispatch } from '../../store/document.ts';
import { select, useInteractionStore } from '../../store/interaction-store.ts';
import { useResultsStore } from '../../store/results-store.ts';
import { useSiteStore } from '../../store/site-store.ts';
import { Empty } from '../../ui/empty.tsx';
import panel from '../panel.module.css';
import { newRackCommand } from './new-rack.ts';
import { RackElevation } from './rack-elevation.tsx';
import { RackFigures } from './rack-figures.tsx';
import { rackOf, rackRows, rackView } from './rack-model.ts';
import type { RackRow } from './rack-model.ts';
import css from './racks.module.css';

/** Racks from the front or from behind, those of one room side by side, and what is left of their limits. */
export function RackPanel(): ReactElement | null {
  const { t } = useTranslation();
  const site = useSiteStore((state) => state.site);
  const results = useResultsStore((state) => state.nodes);
  const [chosen, setChosen] = useState<string | null>(null);
  const [side, setSide] = useState<'front' | 'rear'>('front');
  const rows = useMemo(() => (site === null ? [] : rackRows(site)), [site]);
  const wanted = useRackInSelection(site);
  const row = rows.find(({ racks }) => racks.some(({ id }) => id === (wanted ?? chosen))) ?? rows[0];
  const views = useMemo(
    () => (site === null || row === undefined ? [] : racksBeside(rows, row).map((rack) => rackView(site, rack, results))),
    [site, rows, row, results],
  );
  if (site === null) return null;
  const current = views.find(({ rack }) => rack.id === (wanted ?? chosen)) ?? views[0];

  function addRack(): void {
    if (site === null) return;
    const command = newRackCommand(site, row?.place ?? null, t('racks.newName'));
    if (dispatch(command).status === 'ok' && command.kind === 'place.add')
      select({ collection: 'places', id: command.record.id });
  }

  if (current === undefined) {
    return (
      <Empty title={t('racks.none')} hint={t('racks.noneHint')} action={<Button onClick={addRack}>{t('racks.add')}</Button>} />
    );
  }
  return (
    <section className={panel.panel} aria-label={t('racks.title')}>
      <div className={panel.tools}>
        <Select
          w={220}
          aria-label={t('racks.choose')}
          searchable
          allowDeselect={false}
          value={current.rack.id}
          onChange={(id) => {
            setChosen(id);
            if (id !== null) select({ collection: 'places', id });
          }}
          data={rows.map(({ place, racks }) => ({
            group: place?.name ?? t('racks.noPlace'),
            items: racks.map(({ id, name }) => ({ value: id, label: name })),
          }))}
        />
        <SegmentedControl
          aria-label={t('racks.side')}
          value={side}
          onChange={(value) => setSide(value === 'rear' ? 'rear' : 'front')}
          data={[
            { value: 'front', label: t('racks.front') },
            { value: 'rear', label: t('racks.rear') },
          ]}
        />
        <ActionIcon aria-label={t('racks.add')} title={t('racks.add')} onClick={addRack}>
          <IconServer2 size={16} />
        </ActionIcon>
        <span className={css.hint}>{t('racks.keys')}</span>
      </div>
      <div className={css.body}>
        <div className={css.racks}>
          {views.map((view, index) => (
            <RackElevation
              key={view.rack.id}
              view={view}
              side={side}
              current={view === current}
              before={views[index - 1] ?? null}
              after={views[index + 1] ?? null}
            />
          ))}
        </div>
        <RackFigures site={site} view={current} />
      </div>
    </section>
  );
}

/** So many racks are seen side by side whatever room they stand in; of more, only those of one room. */
const TOGETHER = 12;

function racksBeside(rows: readonly RackRow[], row: RackRow): readonly RecordOf<'places'>[] {
  const all = rows.flatMap(({ racks }) => racks);
  return all.length <= TOGETHER ? all : row.racks;
}

function useRackInSelection(site: Site | null): string | null {
  const first = useInteractionStore((state) => state.selection[0]);
  return site === null || first === undefined ? null : rackOf(site, first.collection, first.id);
}
