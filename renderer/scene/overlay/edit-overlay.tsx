import { useEffect, useMemo, useRef } from 'react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { shortestRoute, straightM } from '../../../core/network/distance.ts';
import { useEditStore } from '../../store/edit-store.ts';
import type { DrawnSpot, MeasurePoint } from '../../store/edit-store.ts';
import { useInteractionStore } from '../../store/interaction-store.ts';
import { useFormat } from '../../ui/format.ts';
import { toScene } from '../layout/ground.ts';
import { levelHeightM, levelOf } from '../layout/levels.ts';
import { symbolSpot } from '../picking.ts';
import type { SceneState } from '../picking.ts';
import css from '../twin.module.css';

interface OverlayProps {
  readonly state: { readonly current: SceneState };
}

const GHOST_PX = 5;

/** What editing draws over the scene: the frame of a selection, ghosts of copies, what is measured. */
export function EditOverlay({ state }: OverlayProps): ReactElement {
  return (
    <>
      <Box />
      <Ghosts state={state} />
      <Measured state={state} />
    </>
  );
}

function Box(): ReactElement | null {
  const interaction = useInteractionStore((store) => store.interaction);
  if (interaction.kind !== 'boxing') return null;
  const { from, to } = interaction;
  return (
    <div
      className={css.box}
      style={{
        left: Math.min(from.x, to.x),
        top: Math.min(from.y, to.y),
        width: Math.abs(to.x - from.x),
        height: Math.abs(to.y - from.y),
      }}
    />
  );
}

function Ghosts({ state }: OverlayProps): ReactElement | null {
  const ghosts = useEditStore((store) => store.ghosts);
  const path = useRef<SVGPathElement>(null);
  useEffect(() => {
    const draw = (): void => {
      const marks = ghosts.flatMap((ghost) => {
        const spot = screenSpot(state.current, ghost);
        if (spot === null) return [];
        const { xPx, yPx } = spot;
        return [`M${xPx} ${yPx - GHOST_PX}l${GHOST_PX} ${GHOST_PX}l${-GHOST_PX} ${GHOST_PX}l${-GHOST_PX} ${-GHOST_PX}z`];
      });
      path.current?.setAttribute('d', marks.join(''));
    };
    draw();
    return state.current.view.onFrame(draw);
  }, [ghosts, state]);
  if (ghosts.length === 0) return null;
  return (
    <svg className={css.over} aria-hidden="true">
      <path ref={path} className={css.ghost} />
    </svg>
  );
}

/** A straight line with its length; beside it the way over the links. */
function Measured({ state }: OverlayProps): ReactElement | null {
  const { t } = useTranslation();
  const format = useFormat();
  const points = useEditStore((store) => store.points);
  const measuring = useEditStore((store) => store.measuring);
  const line = useRef<SVGPathElement>(null);
  const label = useRef<HTMLDivElement>(null);
  const { site } = state.current;
  const [a, b] = points;
  const words = useMemo(() => {
    if (a === undefined || b === undefined) return '';
    const straight = t('edit.measure.straight', { length: format.number(straightM(a.positionM, b.positionM), 4) });
    const route = a.ref?.collection === 'nodes' && b.ref?.collection === 'nodes' ? shortestRoute(site, a.ref.id, b.ref.id) : null;
    if (route === null) return straight;
    return `${straight} · ${t('edit.measure.route', { length: format.number(route.lengthM, 4), count: route.linkIds.length })}`;
  }, [a, b, site, t, format]);
  useEffect(() => {
    const draw = (): void => {
      const spots = points.flatMap((point) => screenSpot(state.current, point) ?? []);
      const [start, end] = spots;
      const marks = spots.map(({ xPx, yPx }) => `M${xPx - 4} ${yPx}h8M${xPx} ${yPx - 4}v8`).join('');
      const between = start === undefined || end === undefined ? '' : `M${start.xPx} ${start.yPx}L${end.xPx} ${end.yPx}`;
      line.current?.setAttribute('d', `${between}${marks}`);
      if (label.current === null) return;
      label.current.style.visibility = between === '' ? 'hidden' : 'visible';
      if (start === undefined || end === undefined) return;
      const [x, y] = [Math.round((start.xPx + end.xPx) / 2), Math.round((start.yPx + end.yPx) / 2)];
      label.current.style.transform = `translate(${x}px, ${y}px) translate(-50%, -130%)`;
    };
    draw();
    return state.current.view.onFrame(draw);
  }, [points, state, words]);
  if (!measuring) return null;
  return (
    <>
      <svg className={css.over} aria-hidden="true">
        <path ref={line} className={css.measure} />
      </svg>
      <div ref={label} className={css.length} aria-hidden="true">
        {words}
      </div>
    </>
  );
}

/** Where a spot is drawn: a node's where its symbol stands now, another's on its plate. */
function screenSpot(state: SceneState, spot: DrawnSpot | MeasurePoint): { readonly xPx: number; readonly yPx: number } | null {
  const { model, view, lift } = state;
  const ref = 'ref' in spot ? spot.ref : null;
  const index = ref === null ? undefined : model.indexOf.get(`${ref.collection}/${ref.id}`);
  if (index !== undefined) return symbolSpot(state, index);
  const [x, y, z] = toScene(model.ground, spot.positionM);
  const height = spot.tier === null ? y : levelHeightM(model.ground, levelOf(spot.tier), lift);
  return view.project(x, height, z);
}
