import { useEffect, useMemo, useRef } from 'react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { getRecord, listRecords } from '../../../core/site/site.ts';
import { useInteractionStore } from '../../store/interaction-store.ts';
import { symbolSpot } from '../picking.ts';
import type { SceneState } from '../picking.ts';
import { startCarry } from '../registry.ts';
import css from '../twin.module.css';

/** More services than this stay in the inspector. */
const MOST_CHIPS = 6;

/** Beside the one selected node: what runs on it, to be dragged to another node, and the end of a new link. */
export function Callout({ state }: { state: { readonly current: SceneState } }): ReactElement | null {
  const { t } = useTranslation();
  const selection = useInteractionStore((store) => store.selection);
  const box = useRef<HTMLDivElement>(null);
  const [only] = selection;
  const nodeId = selection.length === 1 && only?.collection === 'nodes' ? only.id : null;
  const { site, view } = state.current;
  const placements = useMemo(
    () => (nodeId === null ? [] : listRecords(site, 'placements').filter((placement) => placement.nodeId === nodeId)),
    [site, nodeId],
  );
  useEffect(() => {
    if (nodeId === null) return undefined;
    const follow = (): void => {
      const element = box.current;
      const index = state.current.model.indexOf.get(`nodes/${nodeId}`);
      if (element === null || index === undefined) return;
      const spot = symbolSpot(state.current, index);
      const visible = spot !== null && spot.xPx > 0 && spot.yPx > 0 && spot.xPx < view.widthPx && spot.yPx < view.heightPx;
      element.style.visibility = visible ? 'visible' : 'hidden';
      if (!visible) return;
      const right = spot.xPx + spot.halfPx + 16;
      const left = right + element.offsetWidth > view.widthPx ? spot.xPx - spot.halfPx - 16 - element.offsetWidth : right;
      const top = Math.min(Math.max(4, spot.yPx - 13), view.heightPx - element.offsetHeight - 4);
      element.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`;
    };
    follow();
    return view.onFrame(follow);
  }, [nodeId, placements, state, view]);
  if (nodeId === null || getRecord(site, 'nodes', nodeId) === undefined) return null;
  return (
    <div ref={box} className={css.callout} data-scene-control="">
      {placements.slice(0, MOST_CHIPS).map((placement) => (
        <button
          key={placement.id}
          type="button"
          className={css.chip}
          data-placement={placement.id}
          title={t('scene.moveService')}
          onPointerDown={(event) => startCarry({ kind: 'placement', placementId: placement.id }, event.nativeEvent)}
        >
          <svg width="8" height="8" viewBox="0 0 8 8" aria-hidden="true">
            <rect x="0.5" y="0.5" width="7" height="7" rx="1.5" fill="currentColor" opacity="0.6" />
          </svg>
          <span className={css.chipName}>{getRecord(site, 'services', placement.serviceId)?.name ?? placement.serviceId}</span>
        </button>
      ))}
      {placements.length > MOST_CHIPS ? <span className={css.more}>{`+${placements.length - MOST_CHIPS}`}</span> : null}
      <button
        type="button"
        className={css.chip}
        data-link={nodeId}
        title={t('scene.linkHint')}
        onPointerDown={(event) => startCarry({ kind: 'link-end', fromNodeId: nodeId }, event.nativeEvent)}
      >
        <svg width="10" height="8" viewBox="0 0 10 8" aria-hidden="true">
          <path d="M1 4h6M5 1.5 7.8 4 5 6.5" fill="none" stroke="currentColor" strokeWidth="1.4" />
        </svg>
        {t('scene.link')}
      </button>
    </div>
  );
}
