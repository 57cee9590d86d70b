import type { PointerEvent, ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { isSelected, select, useInteractionStore } from '../../store/interaction-store.ts';
import { useResultsStore } from '../../store/results-store.ts';
import { useFormat } from '../../ui/format.ts';
import { LimitBar } from '../../ui/limit-bar.tsx';
import { Silhouette } from '../../ui/silhouette.tsx';
import { StatusMark } from '../../ui/status-mark.tsx';
import { useCarry } from '../carry.ts';
import { UNIT_PX } from './unit-px.ts';
import type { RackChip, RackItem, RackView } from './rack-model.ts';
import css from './racks.module.css';

/** Chips in one line of a device before the rest is counted. */
const SHOWN_CHIPS = 3;

interface DeviceProps {
  readonly view: RackView;
  readonly item: RackItem;
  readonly side: 'front' | 'rear';
  readonly tabbable: boolean;
}

/** Hardware in its slot. In front: what runs on it and its fullest resource; behind: its ports and its power. */
export function RackDevice({ view, item, side, tabbable }: DeviceProps): ReactElement {
  const { t } = useTranslation();
  const carry = useCarry();
  const { node, unit, heightU } = item;
  const ref = { collection: 'nodes', id: node.id } as const;
  const selected = useInteractionStore((state) => isSelected(state, ref));
  const targeted = useInteractionStore(
    (state) =>
      state.interaction.kind === 'dragging' &&
      state.interaction.target?.kind === 'node' &&
      state.interaction.target.nodeId === node.id,
  );
  const worst = useResultsStore((state) => {
    const findings = state.findings.get(`nodes/${node.id}`);
    return findings === undefined ? null : findings.some((finding) => finding.severity === 'error') ? 'saturated' : 'near';
  });
  const where = unit === null ? t('racks.noUnit') : t('racks.at', { from: unit, to: unit + heightU - 1 });
  return (
    <div
      role="listitem"
      className={css.device}
      data-at={unit ?? undefined}
      data-record={`nodes/${node.id}`}
      data-selected={selected}
      data-targeted={targeted}
      data-loose={unit === null}
      data-drop-node={node.id}
      data-drop-place={view.rack.id}
      data-drop-tier={view.tier}
      data-drop-unit={unit ?? undefined}
      style={unit === null ? undefined : { bottom: (unit - 1) * UNIT_PX, height: heightU * UNIT_PX }}
      onPointerDown={(event) => carry.start({ kind: 'node', nodeId: node.id }, event)}
    >
      <span className={css.unit}>{unit === null ? '' : unit}</span>
      <button
        type="button"
        className={css.deviceName}
        data-slot={unit ?? undefined}
        tabIndex={tabbable ? 0 : -1}
        aria-pressed={selected}
        aria-label={`${node.name}, ${item.typeName}, ${where}`}
        title={`${node.name}\n${item.typeName}\n${where}`}
        onClick={(event) => select(ref, event.ctrlKey || event.metaKey)}
      >
        <Silhouette name={item.silhouette} size={14} />
        <span className={css.name}>{node.name}</span>
      </button>
      {side === 'front' ? <Front item={item} tabbable={tabbable} /> : <Rear item={item} />}
      {worst === null ? null : <StatusMark status={worst} size={10} />}
    </div>
  );
}

function Front({ item, tabbable }: { item: RackItem; tabbable: boolean }): ReactElement {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <>
      <span className={css.chips}>
        {item.chips.slice(0, SHOWN_CHIPS * item.heightU).map((chip) => (
          <Chip key={chip.placementId} chip={chip} tabbable={tabbable} />
        ))}
        {item.chips.length > SHOWN_CHIPS * item.heightU ? (
          <span className={css.soft}>
            {t('board.more', { number: format.count(item.chips.length - SHOWN_CHIPS * item.heightU) })}
          </span>
        ) : null}
      </span>
      {item.fullest === null || item.tightest === null ? null : (
        <span className={css.load}>
          <LimitBar share={item.fullest} label={`${t(`dimension.${item.tightest}`)} ${format.percent(item.fullest)}`} />
        </span>
      )}
    </>
  );
}

/** What runs here, to be dragged to another server. */
function Chip({ chip, tabbable }: { chip: RackChip; tabbable: boolean }): ReactElement {
  const carry = useCarry();
  const ref = { collection: 'placements', id: chip.placementId } as const;
  const selected = useInteractionStore((state) => isSelected(state, ref));
  return (
    <button
      type="button"
      className={css.chip}
      tabIndex={tabbable ? 0 : -1}
      aria-pressed={selected}
      title={chip.name}
      data-record={`placements/${chip.placementId}`}
      onPointerDown={(event: PointerEvent) => {
        // The device below would otherwise be dragged with it.
        event.stopPropagation();
        carry.start({ kind: 'placement', placementId: chip.placementId }, event);
      }}
      onClick={() => select(ref)}
    >
      {chip.replicas > 1 ? `${chip.name} × ${chip.replicas}` : chip.name}
    </button>
  );
}

function Rear({ item }: { item: RackItem }): ReactElement {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <span className={css.rear}>
      {item.ports.map((ports, index) => {
        const label = t('racks.ports', {
          kind: t(`choice.${ports.kind}`),
          speed: speedText(ports.bandwidthMbps, format.number),
          used: format.count(ports.used),
          count: format.count(ports.count),
        });
        return (
          <span key={`${ports.kind} ${index}`} className={css.port} data-full={ports.used > ports.count} title={label}>
            {label}
          </span>
        );
      })}
      <span className={css.soft}>{t('racks.watts', { value: format.number(item.maxPowerW) })}</span>
    </span>
  );
}

function speedText(mbps: number, number: (value: number) => string): string {
  return mbps >= 1000 ? `${number(mbps / 1000)}G` : `${number(mbps)}M`;
}
