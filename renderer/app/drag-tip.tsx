import { useMemo } from 'react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../ui/format.ts';
import { portsOf } from '../../core/site/ports.ts';
import { getRecord } from '../../core/site/site.ts';
import type { Site } from '../../core/site/site.ts';
import { useInteractionStore } from '../store/interaction-store.ts';
import type { DropTarget, TypedSpot } from '../store/interaction-store.ts';
import { useViewStore } from '../store/view-store.ts';
import { useSiteStore } from '../store/site-store.ts';
import { useProblemText } from '../ui/problem-text.ts';
import { Consequences } from './drag-consequences.tsx';
import css from './drag-tip.module.css';
import { useSubjectName } from './subject-name.ts';

/** Beside the pointer while something is carried: what it is, and what dropping it here would do. */
export function DragTip(): ReactElement | null {
  const interaction = useInteractionStore((state) => state.interaction);
  const preview = useInteractionStore((state) => state.preview);
  const refusal = useInteractionStore((state) => state.refusal);
  const site = useSiteStore((state) => state.site);
  const textOf = useProblemText();
  const name = useSubjectName(interaction.kind === 'dragging' ? interaction.subject : null);
  if (interaction.kind !== 'dragging' || site === null) return null;
  const { xPx, yPx } = interaction.pointer;
  return (
    <div className={css.tip} style={{ transform: besides(xPx, yPx) }} data-refused={refusal !== null}>
      <strong className={css.name}>{name}</strong>
      <Coordinates target={interaction.target} typed={interaction.typed} />
      {interaction.subject.kind === 'link-end' ? (
        <FreePorts site={site} fromId={interaction.subject.fromNodeId} target={interaction.target} />
      ) : null}
      {refusal === null ? null : <span className={css.refusal}>{`${textOf(refusal).message} ${textOf(refusal).remedy}`}</span>}
      {preview === null ? null : <Consequences preview={preview} site={site} carried={name} />}
    </div>
  );
}

/** Where it would stand in the site frame: typed coordinates as fields, else figures that follow the hand. */
function Coordinates({ target, typed }: { target: DropTarget | null; typed: TypedSpot | null }): ReactElement | null {
  const { t } = useTranslation();
  const format = useFormat();
  const snapping = useViewStore((state) => state.snapping);
  const gridM = useViewStore((state) => state.gridM);
  if (target?.kind !== 'place' || target.positionM === null) return null;
  const { xM, yM } = target.positionM;
  return (
    <span className={css.coordinates}>
      {(['x', 'y'] as const).map((field) => (
        <span key={field} className={css.coordinate} data-typed={typed !== null} data-active={typed?.field === field}>
          <span className={css.axis}>{field}</span>
          {typed === null ? format.exact(Math.round((field === 'x' ? xM : yM) * 100) / 100) : typed[field]}
          <span className={css.axis}>{t('edit.metre')}</span>
        </span>
      ))}
      <span className={css.axis}>
        {typed === null && snapping
          ? t('edit.grid', { width: format.exact(gridM) })
          : t(typed === null ? 'edit.typeHint' : 'edit.typedHint')}
      </span>
    </span>
  );
}

/** Ports left at both ends of a link that is drawn. */
function FreePorts({ site, fromId, target }: { site: Site; fromId: string; target: DropTarget | null }): ReactElement {
  const { t } = useTranslation();
  const toId = target?.kind === 'node' ? target.nodeId : null;
  const rows = useMemo(
    () => [fromId, ...(toId === null ? [] : [toId])].map((id) => ({ id, ports: portsOf(site, id) })),
    [site, fromId, toId],
  );
  return (
    <>
      {rows.map(({ id, ports }) => {
        const count = ports.reduce((sum, port) => sum + port.count, 0);
        const free = ports.reduce((sum, port) => sum + Math.max(0, port.count - port.used), 0);
        const name = getRecord(site, 'nodes', id)?.name ?? id;
        return count === 0 ? null : (
          <span key={id} className={free === 0 ? css.refusal : undefined}>
            {t('edit.ports', { name, free, count })}
          </span>
        );
      })}
    </>
  );
}

/** Room the tip may need, px. */
const TIP_WIDTH_PX = 336;
const TIP_HEIGHT_PX = 240;
const GAP_PX = 16;

/** Right below the pointer; on the other side of it where the window ends. */
function besides(xPx: number, yPx: number): string {
  const toLeft = xPx + GAP_PX + TIP_WIDTH_PX > window.innerWidth;
  const toTop = yPx + GAP_PX + TIP_HEIGHT_PX > window.innerHeight;
  const x = toLeft ? `calc(${xPx - GAP_PX}px - 100%)` : `${xPx + GAP_PX}px`;
  const y = toTop ? `calc(${yPx - GAP_PX}px - 100%)` : `${yPx + GAP_PX}px`;
  return `translate(${x}, ${y})`;
}
