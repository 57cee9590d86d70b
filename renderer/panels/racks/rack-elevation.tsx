import { useEffect, useRef, useState } from 'react';
import type { KeyboardEvent, ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Problem } from '../../../core/base/problem.ts';
import { nearestRackUnit } from '../../../core/site/rack.ts';
import { getRecord } from '../../../core/site/site.ts';
import { useCatalogStore } from '../../store/catalog-store.ts';
import { dispatch } from '../../store/document.ts';
import { select, useInteractionStore } from '../../store/interaction-store.ts';
import type { DropTarget } from '../../store/interaction-store.ts';
import { useSiteStore } from '../../store/site-store.ts';
import { useFormat } from '../../ui/format.ts';
import { useProblemText } from '../../ui/problem-text.ts';
import { useCarry } from '../carry.ts';
import { FreeSlot } from './free-slot.tsx';
import { RackDevice } from './rack-device.tsx';
import { nextFreeUnit } from './rack-model.ts';
import { UNIT_PX } from './unit-px.ts';
import type { RackItem, RackView } from './rack-model.ts';
import css from './racks.module.css';

interface ElevationProps {
  readonly view: RackView;
  readonly side: 'front' | 'rear';
  readonly current: boolean;
  readonly before: RackView | null;
  readonly after: RackView | null;
}

/**
 * One rack, unit by unit, the highest on top. Arrows go from slot to slot and to the rack beside; with Alt they take the hardware along,
 * over what is in between. Enter on a free slot fills it.
 */
export function RackElevation({ view, side, current, before, after }: ElevationProps): ReactElement {
  const { t } = useTranslation();
  const carry = useCarry();
  const textOf = useProblemText();
  const body = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState<number | null>(null);
  const [refusal, setRefusal] = useState<Problem | null>(null);
  const root = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (current) root.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [current]);
  const { rack, units, tier } = view;
  const slots = [
    ...view.items.flatMap((item) => (item.unit === null ? [] : [{ unit: item.unit, item }])),
    ...view.free.map((unit) => ({ unit, item: null })),
  ].toSorted((a, b) => b.unit - a.unit);
  const loose = view.items.filter(({ unit }) => unit === null);
  const at = Math.max(
    0,
    slots.findIndex(({ unit }) => unit === active),
  );

  function focus(rackId: string, unit: number): void {
    const section = body.current?.closest('section');
    const found = [...(section?.querySelectorAll<HTMLElement>(`[data-rack="${rackId}"] [data-slot]`) ?? [])];
    const away = (slot: HTMLElement): number => Math.abs(Number(slot.dataset['slot']) - unit);
    found.toSorted((a, b) => away(a) - away(b))[0]?.focus();
  }

  /** Moves hardware by the same command as a drag. */
  function move(item: RackItem, target: RackView, unit: number | null): void {
    const drop: DropTarget = {
      kind: 'place',
      placeId: target.rack.id,
      tier: target.tier,
      positionM: null,
      ...(unit === null ? {} : { rackUnit: unit }),
    };
    const command = carry.command({ kind: 'node', nodeId: item.node.id }, drop);
    const result = command.status === 'failed' ? command : dispatch(command.value);
    setRefusal(result.status === 'failed' ? result.error : null);
    if (result.status === 'failed') return;
    select({ collection: 'nodes', id: item.node.id });
    if (target === view && unit !== null) setActive(unit);
    requestAnimationFrame(() => focus(target.rack.id, unit ?? item.unit ?? 1));
  }

  function onKeyDown(event: KeyboardEvent): void {
    const slot = slots[at];
    if (slot === undefined || event.ctrlKey || event.metaKey || !event.key.startsWith('Arrow')) return;
    event.preventDefault();
    event.stopPropagation();
    const upDown = event.key === 'ArrowUp' ? 1 : event.key === 'ArrowDown' ? -1 : 0;
    const beside = event.key === 'ArrowLeft' ? before : event.key === 'ArrowRight' ? after : null;
    if (!event.altKey) {
      const next = slots[at - upDown];
      if (upDown !== 0 && next !== undefined) focus(rack.id, next.unit);
      if (beside !== null) focus(beside.rack.id, slot.unit);
      return;
    }
    if (slot.item === null) return;
    if (upDown !== 0) {
      const unit = nextFreeUnit(view, slot.item, upDown);
      if (unit !== null) move(slot.item, view, unit);
    } else if (beside !== null) {
      const site = useSiteStore.getState().site;
      move(slot.item, beside, site === null ? null : nearestRackUnit(site, beside.rack, slot.unit, slot.item.heightU));
    }
  }

  return (
    <div ref={root} className={css.rack} data-current={current} data-rack={rack.id}>
      <button
        type="button"
        className={css.rackHead}
        aria-pressed={current}
        data-record={`places/${rack.id}`}
        onClick={() => select({ collection: 'places', id: rack.id })}
      >
        <span className={css.rackName}>{rack.name}</span>
        <span className={css.soft}>{t('racks.filled', { filled: view.filled, units })}</span>
      </button>
      {refusal === null ? null : (
        <p className={css.refusal} role="alert">{`${textOf(refusal).message} ${textOf(refusal).remedy}`}</p>
      )}
      <div
        ref={body}
        className={css.units}
        role="list"
        aria-label={t('racks.rackOf', { name: rack.name, units })}
        style={{ height: units * UNIT_PX }}
        onKeyDown={onKeyDown}
        onFocus={(event) =>
          setActive(Number((event.target as HTMLElement).closest<HTMLElement>('[data-at]')?.dataset['at'] ?? active))
        }
      >
        {slots.map(({ unit, item }, index) =>
          item === null ? (
            <FreeSlot key={unit} view={view} unit={unit} tier={tier} tabbable={index === at} />
          ) : (
            <RackDevice key={item.node.id} view={view} item={item} side={side} tabbable={index === at} />
          ),
        )}
        <DropGhost view={view} />
      </div>
      {loose.length === 0 ? null : (
        <div className={css.loose} role="list" aria-label={t('racks.loose')}>
          <span className={css.soft}>{t('racks.loose')}</span>
          {loose.map((item) => (
            <RackDevice key={item.node.id} view={view} item={item} side={side} tabbable />
          ))}
        </div>
      )}
    </div>
  );
}

/** Where what is carried would come to stand; where it cannot, the nearest slot that takes it. */
function DropGhost({ view }: { view: RackView }): ReactElement | null {
  const { t } = useTranslation();
  const format = useFormat();
  const interaction = useInteractionStore((state) => state.interaction);
  const refused = useInteractionStore((state) => state.refusal !== null);
  const site = useSiteStore((state) => state.site);
  const types = useCatalogStore((state) => state.hardwareTypes);
  if (site === null || interaction.kind !== 'dragging') return null;
  const { target, subject } = interaction;
  if (target?.kind !== 'place' || target.placeId !== view.rack.id || target.rackUnit === undefined) return null;
  const movingId = subject.kind === 'node' ? subject.nodeId : null;
  const typeId =
    subject.kind === 'hardware'
      ? subject.typeId
      : movingId === null
        ? null
        : (getRecord(site, 'nodes', movingId)?.typeId ?? null);
  const type = typeId === null ? undefined : (getRecord(site, 'hardwareTypes', typeId) ?? types.get(typeId));
  if (type === undefined || type.rackUnits === null || type.rackUnits <= 0) return null;
  const heightU = Math.ceil(type.rackUnits);
  const unit = refused ? nearestRackUnit(site, view.rack, target.rackUnit, heightU, movingId) : target.rackUnit;
  if (unit === null) return null;
  return (
    <div
      className={css.ghost}
      data-nearest={refused}
      style={{ bottom: (unit - 1) * UNIT_PX, height: heightU * UNIT_PX }}
      aria-hidden="true"
    >
      {refused ? t('racks.nearest', { unit: format.count(unit) }) : ''}
    </div>
  );
}
