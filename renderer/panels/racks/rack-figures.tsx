import { useMemo } from 'react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Amount } from '../../../core/evaluate/result.ts';
import type { RecordOf, Site } from '../../../core/site/site.ts';
import { getRecord } from '../../../core/site/site.ts';
import { select } from '../../store/interaction-store.ts';
import { useResultsStore } from '../../store/results-store.ts';
import { useFormat } from '../../ui/format.ts';
import { LimitBar } from '../../ui/limit-bar.tsx';
import panel from '../panel.module.css';
import type { RackView } from './rack-model.ts';
import css from './racks.module.css';

/** What a place limits, in the order one asks for it. */
const DIMENSIONS = ['power', 'cooling', 'rackUnits', 'floorLoad'] as const;

/** A rack and every place around it: power, cooling, units and weight against their limits; the ports in use. */
export function RackFigures({ site, view }: { site: Site; view: RackView }): ReactElement {
  const { t } = useTranslation();
  const places = useResultsStore((state) => state.evaluation?.places);
  const around = useMemo(() => placesAround(site, view.rack), [site, view.rack]);
  const own = ownAmounts(site, view);
  return (
    <aside className={css.figures} aria-label={t('racks.figures', { name: view.rack.name })}>
      {around.map((place) => {
        const limited = places?.find((one) => one.id === place.id)?.amounts ?? {};
        const amounts: Readonly<Record<string, Limited>> = place === view.rack ? { ...own, ...limited } : limited;
        const shown = DIMENSIONS.filter((dimension) => amounts[dimension] !== undefined);
        return shown.length === 0 ? null : (
          <div key={place.id} className={css.place}>
            <button
              type="button"
              className={css.placeName}
              data-record={`places/${place.id}`}
              onClick={() => select({ collection: 'places', id: place.id })}
            >
              <span className={panel.name}>{place.name}</span>
              <span className={panel.soft}>{t(`choice.${place.kind}`)}</span>
            </button>
            {shown.map((dimension) => (
              <Figure key={dimension} name={t(`dimension.${dimension}`)} amount={amounts[dimension]} />
            ))}
            {place === view.rack ? <Figure name={t('racks.portsInUse')} amount={own['ports']} /> : null}
          </div>
        );
      })}
    </aside>
  );
}

/** An amount that nothing limits has no `available`. */
type Limited = Omit<Amount, 'available'> & { readonly available: number | null };

function Figure({ name, amount }: { name: string; amount: Limited | undefined }): ReactElement | null {
  const { t } = useTranslation();
  const format = useFormat();
  if (amount === undefined) return null;
  const { used, available, unit } = amount;
  const text =
    available === null
      ? t('racks.unlimited', { used: format.number(used), unit })
      : t('racks.of', { used: format.number(used), available: format.number(available), unit });
  return (
    <div className={css.figure}>
      <span className={panel.name}>{name}</span>
      {available === null || available <= 0 ? <span /> : <LimitBar share={used / available} label={`${name} ${text}`} />}
      <span className={css.amount}>{text}</span>
    </div>
  );
}

/** What stands in the rack itself, limit or not. */
function ownAmounts(site: Site, view: RackView): Readonly<Record<string, Limited>> {
  let weightKg = 0;
  let powerW = 0;
  let used = 0;
  let count = 0;
  for (const item of view.items) {
    weightKg += getRecord(site, 'hardwareTypes', item.node.typeId)?.weightKg ?? 0;
    powerW += item.maxPowerW;
    for (const ports of item.ports) {
      used += ports.used;
      count += ports.count;
    }
  }
  return {
    power: { used: powerW, available: null, unit: 'W' },
    rackUnits: { used: view.filled, available: view.units, unit: 'U' },
    floorLoad: { used: weightKg, available: null, unit: 'kg' },
    ports: { used, available: count, unit: '' },
  };
}

/** A place and all it lies in, innermost first. */
function placesAround(site: Site, rack: RecordOf<'places'>): RecordOf<'places'>[] {
  const places: RecordOf<'places'>[] = [];
  for (let at: RecordOf<'places'> | undefined = rack; at !== undefined && !places.includes(at);) {
    places.push(at);
    at = at.parentId === null ? undefined : getRecord(site, 'places', at.parentId);
  }
  return places;
}
