import type { MouseEvent, PointerEvent, ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { RecordOf } from '../../../core/site/site.ts';
import { select, useInteractionStore } from '../../store/interaction-store.ts';
import { regardMove } from '../../store/placing-store.ts';
import { useResultsStore } from '../../store/results-store.ts';
import { useCarry } from '../carry.ts';
import { useFormat } from '../../ui/format.ts';
import { LimitBar } from '../../ui/limit-bar.tsx';
import { Silhouette } from '../../ui/silhouette.tsx';
import { StatusMark } from '../../ui/status-mark.tsx';
import panel from '../panel.module.css';
import type { BoardCard, BoardChip } from './board-model.ts';
import css from './tier-board.module.css';

/** Chips on a card before the rest is counted. */
const SHOWN_CHIPS = 4;

export function NodeCard({ card }: { card: BoardCard }): ReactElement {
  const { t } = useTranslation();
  const format = useFormat();
  const carry = useCarry();
  const { node } = card;
  const selected = useInteractionStore((state) =>
    state.selection.some((one) => one.collection === 'nodes' && one.id === node.id),
  );
  const targeted = useInteractionStore((state) => {
    const target = state.interaction.kind === 'dragging' ? state.interaction.target : null;
    return target !== null && target.kind === 'node' && target.nodeId === node.id;
  });
  const worst = useResultsStore((state) => {
    const findings = state.findings.get(`nodes/${node.id}`);
    return findings === undefined ? null : findings.some((finding) => finding.severity === 'error') ? 'saturated' : 'near';
  });
  return (
    <div
      role="listitem"
      className={css.card}
      data-drop-node={node.id}
      data-record={`nodes/${node.id}`}
      data-selected={selected}
      data-targeted={targeted}
      onPointerDown={(event) => carry.start({ kind: 'node', nodeId: node.id }, event)}
    >
      <button
        type="button"
        className={css.cardHead}
        aria-pressed={selected}
        title={`${node.name}\n${card.placeName}`}
        onClick={(event) => select({ collection: 'nodes', id: node.id }, adds(event))}
      >
        <Silhouette name={card.silhouette} size={16} />
        <span className={panel.name}>{node.name}</span>
        {worst === null ? null : <StatusMark status={worst} size={10} />}
      </button>
      {card.fullest === null || card.tightest === null ? null : (
        <div className={css.load}>
          <LimitBar share={card.fullest} label={`${t(`dimension.${card.tightest}`)} ${format.percent(card.fullest)}`} />
          <span className={panel.soft}>{format.percent(card.fullest)}</span>
        </div>
      )}
      {card.chips.length === 0 ? null : (
        <div className={css.chips}>
          {card.chips.slice(0, SHOWN_CHIPS).map((chip) => (
            <PlacementChip key={`${chip.turn} ${chip.placementId}`} chip={chip} />
          ))}
          {card.chips.length > SHOWN_CHIPS ? (
            <span className={panel.soft}>{t('board.more', { number: format.count(card.chips.length - SHOWN_CHIPS) })}</span>
          ) : null}
        </div>
      )}
    </div>
  );
}

function PlacementChip({ chip }: { chip: BoardChip }): ReactElement {
  const { t } = useTranslation();
  const carry = useCarry();
  const selected = useInteractionStore((state) =>
    state.selection.some((one) => one.collection === 'placements' && one.id === chip.placementId),
  );
  return (
    <button
      type="button"
      className={css.chip}
      aria-pressed={selected}
      data-placement={chip.placementId}
      data-record={chip.turn === 'comes' ? `services/${chip.serviceId}` : `placements/${chip.placementId}`}
      data-turn={chip.turn}
      onPointerDown={(event: PointerEvent) => {
        // The card below would otherwise be dragged with it.
        event.stopPropagation();
        // Of what comes there is nothing yet that could be carried.
        if (chip.turn !== 'comes') carry.start({ kind: 'placement', placementId: chip.placementId }, event);
      }}
      onPointerEnter={() => {
        if (chip.turn !== 'stays') regardMove(chip.placementId);
      }}
      onPointerLeave={() => regardMove(null)}
      onClick={(event) =>
        select(
          chip.turn === 'comes'
            ? { collection: 'services', id: chip.serviceId }
            : { collection: 'placements', id: chip.placementId },
          adds(event),
        )
      }
    >
      {chip.turn === 'stays' ? null : (
        <span role="img" aria-label={t(chip.turn === 'comes' ? 'place.arrives' : 'place.leaves')}>
          {chip.turn === 'comes' ? '+ ' : '→ '}
        </span>
      )}
      {chip.replicas > 1 ? `${chip.name} × ${chip.replicas}` : chip.name}
    </button>
  );
}

/** Whether a click adds to what is selected, or takes it away again. */
function adds(event: MouseEvent): boolean {
  return event.ctrlKey || event.metaKey || event.shiftKey;
}

/** A service that runs nowhere yet. */
export function ServiceChip({ service }: { service: RecordOf<'services'> }): ReactElement {
  const carry = useCarry();
  const selected = useInteractionStore((state) =>
    state.selection.some((one) => one.collection === 'services' && one.id === service.id),
  );
  return (
    <button
      type="button"
      className={css.chip}
      data-unplaced="true"
      data-service={service.id}
      data-record={`services/${service.id}`}
      aria-pressed={selected}
      onPointerDown={(event: PointerEvent) => carry.start({ kind: 'service', serviceId: service.id }, event)}
      onClick={(event) => select({ collection: 'services', id: service.id }, adds(event))}
    >
      {service.name}
    </button>
  );
}
