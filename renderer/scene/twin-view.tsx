import { useComputedColorScheme } from '@mantine/core';
import { useReducedMotion } from '@mantine/hooks';
import { Canvas, useThree } from '@react-three/fiber';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { PCFShadowMap } from 'three';
import type { Site } from '../../core/site/site.ts';
import { useInteractionStore } from '../store/interaction-store.ts';
import type { RecordRef } from '../store/interaction-store.ts';
import { usePlacingStore, useShownMoves } from '../store/placing-store.ts';
import { useResultsStore } from '../store/results-store.ts';
import { useShownPieces } from '../store/sizing-store.ts';
import { useViewStore } from '../store/view-store.ts';
import { useFormat } from '../ui/format.ts';
import type { Scheme } from '../ui/scales.ts';
import { toCss } from '../ui/scales.ts';
import { pointerSpot, useCarriedType } from './carried.ts';
import { colouring, focusOf, leastSlacks } from './colouring.ts';
import { guardContext } from './context-guard.ts';
import { accessStrands, groupMarks, linkStrands, markedStrands, statusMarks, symbolTints } from './dress.ts';
import type { Dress } from './dress.ts';
import { labelCandidates } from './labels/candidates.ts';
import { createLabelLayer } from './labels/label-layer.ts';
import type { LabelLayer } from './labels/label-layer.ts';
import type { FitBox } from './layout/fit.ts';
import { levelHeightM, levelOf, PLATE_TIERS } from './layout/levels.ts';
import { siteWithFloors } from './layout/shown-floors.ts';
import { modelCache } from './layout/model.ts';
import { feetAt } from './layout/symbols.ts';
import { Callout } from './overlay/callout.tsx';
import { HoverTip } from './overlay/hover-tip.tsx';
import { ScaleBar } from './overlay/scale-bar.tsx';
import { moveLabels, moveMarks, moveStrands } from './moves.ts';
import { PALETTES } from './palette.ts';
import { pieceLabels, pieceMarks } from './pieces.ts';
import { Aim, SelectedAreas } from './parts/aim.tsx';
import { CameraRig } from './parts/camera-rig.tsx';
import { FrameWatcher } from './parts/frame-watcher.tsx';
import { Marks } from './parts/marks.tsx';
import { Places } from './parts/places.tsx';
import { Plates } from './parts/plates.tsx';
import { SceneryPart } from './parts/scenery.tsx';
import { createShared, SharedContext } from './parts/shared.ts';
import { Shades } from './parts/shades.tsx';
import { Stage } from './parts/stage.tsx';
import { Strands } from './parts/strands.tsx';
import { Symbols } from './parts/symbols.tsx';
import type { SceneState } from './picking.ts';
import { takePicture } from './picture.ts';
import type { PictureParts } from './picture.ts';
import { useSceneDoor } from './use-scene-door.ts';
import { useSceneHands } from './use-scene-hands.ts';
import css from './twin.module.css';

/** A long lens, as for a photograph of a model: little perspective, straight walls. */
const FIELD_OF_VIEW_DEG = 28;
/** For the overlays that do not colour by slack: it takes a look at every flow. */
const NO_SLACKS: ReadonlyMap<string, number> = new Map();

export function TwinView({ site: whole }: { site: Site }): ReactElement {
  const floors = useViewStore((state) => state.floors);
  const site = useMemo(() => siteWithFloors(whole, floors), [whole, floors]);
  const { t } = useTranslation();
  const format = useFormat();
  const screenScheme = useComputedColorScheme('light');
  const [pictureScheme, setPictureScheme] = useState<Scheme | null>(null);
  const scheme = pictureScheme ?? screenScheme;
  const palette = PALETTES[scheme];
  const reducedMotion = useReducedMotion();
  const lift = useViewStore((state) => state.lift);
  const overlay = useViewStore((state) => state.overlay);
  const camera = useViewStore((state) => state.camera);
  const interaction = useInteractionStore((state) => state.interaction);
  const selection = useInteractionStore((state) => state.selection);
  const hovered = useInteractionStore((state) => state.hover);
  const refused = useInteractionStore((state) => state.refusal !== null);
  const results = useResultsStore();
  const [shared] = useState(createShared);
  const [toModel] = useState(modelCache);
  const element = useRef<HTMLDivElement>(null);
  const labelHost = useRef<HTMLDivElement>(null);
  const labels = useRef<LabelLayer | null>(null);
  const parts = useRef<Pick<PictureParts, 'gl' | 'scene' | 'camera'> | null>(null);

  const model = toModel(site);
  const feet = useMemo(() => feetAt(model.symbols, lift, (level) => levelHeightM(model.ground, level, lift)), [model, lift]);
  const slacks = useMemo(
    () => (overlay === 'slack' ? leastSlacks(site, results.flows) : NO_SLACKS),
    [overlay, site, results.flows],
  );
  const focus = useMemo(
    () => focusOf(site, selection, results.flows, results.flowDetail),
    [site, selection, results.flows, results.flowDetail],
  );
  const dress = useMemo((): Dress => {
    const colours = colouring(results, overlay, scheme, palette, slacks);
    return { site, model, feet, facts: results, colours, focus, palette, scheme };
  }, [site, model, feet, results, focus, palette, scheme, overlay, slacks]);
  const tints = useMemo(() => symbolTints(dress), [dress]);
  const links = useMemo(() => linkStrands(dress), [dress]);
  const marked = useMemo(
    () => markedStrands(dress, hovered === null ? selection : [...selection, hovered]),
    [dress, selection, hovered],
  );
  const accesses = useMemo(() => accessStrands(dress), [dress]);
  const groups = useMemo(() => groupMarks(dress), [dress]);
  const target = interaction.kind === 'dragging' ? interaction.target : null;
  const aimed = useMemo((): RecordRef | null => {
    if (target?.kind === 'node') return { collection: 'nodes', id: target.nodeId };
    return target?.kind === 'place' && target.placeId !== null ? { collection: 'places', id: target.placeId } : null;
  }, [target]);
  const status = useMemo(
    () =>
      statusMarks(dress, [
        ...selection.map((ref) => ({ ref, kind: 'selected' as const })),
        ...(hovered === null ? [] : [{ ref: hovered, kind: 'hovered' as const }]),
        ...(aimed === null ? [] : [{ ref: aimed, kind: refused ? ('refused' as const) : ('aimed' as const) }]),
      ]),
    [dress, selection, hovered, aimed, refused],
  );
  const moves = useShownMoves();
  const regarded = usePlacingStore((placing) => placing.regarded);
  const moving = useMemo(() => moveStrands(dress, moves, regarded), [dress, moves, regarded]);
  const pieces = useShownPieces();
  const ghosts = useMemo(
    () => [...moveMarks(dress, moves, regarded), ...pieceMarks(dress, pieces)],
    [dress, moves, regarded, pieces],
  );
  const carried = useCarriedType(site, interaction);
  const lit = target !== null && target.kind !== 'node' ? levelOf(target.tier) : null;
  const wholeBox = useMemo((): FitBox => {
    const { widthM, depthM } = model.ground;
    const top = levelHeightM(model.ground, PLATE_TIERS.length, lift) + model.ground.radiusM * 0.03;
    return { min: [-widthM / 2, 0, -depthM / 2], max: [widthM / 2, top, depthM / 2] };
  }, [model, lift]);
  const selected = useMemo(() => boxAround(model.ground.radiusM, selection, dress), [model, selection, dress]);

  const state = useRef<SceneState>({ site, model, feet, lift, view: shared.view });
  useEffect(() => {
    state.current = { site, model, feet, lift, view: shared.view };
  }, [site, model, feet, lift, shared]);

  const way = useMemo(
    () => (focus === null ? null : { detail: results.flowDetail, nodes: focus.nodes, groups: focus.groups }),
    [focus, results.flowDetail],
  );
  const names = useMemo(
    () => [
      ...moveLabels(
        { site, model, feet, lift, view: shared.view },
        {
          one: (name) => t('place.comes', { name }),
          several: (count) => t('place.comeSeveral', { count, number: format.count(count) }),
        },
        moves,
        regarded,
      ),
      ...pieceLabels({ site, model, feet, lift, view: shared.view }, pieces, ({ name, count }) =>
        t('size.comes', { name, count, number: format.count(count) }),
      ),
      ...labelCandidates(
        { site, model, feet, lift, view: shared.view },
        {
          tier: (tier) => t(`tier.${tier}`),
          devices: (count, name) => (count === 1 ? name : `${name} × ${format.count(count)}`),
          milliseconds: (value) => `${format.number(value)} ms`,
        },
        selection,
        hovered,
        way,
        results.findings,
      ),
    ],
    [site, model, feet, lift, shared, t, format, selection, hovered, way, results.findings, moves, regarded, pieces],
  );
  useEffect(() => {
    if (labelHost.current === null) return undefined;
    labels.current ??= createLabelLayer(labelHost.current);
    const layer = labels.current;
    const draw = (): void => layer.draw(names, { site, model, feet, lift, view: shared.view });
    draw();
    return shared.view.onFrame(draw);
  }, [names, site, model, feet, lift, shared]);
  useEffect(
    () => () => {
      labels.current?.clear();
      labels.current = null;
    },
    [],
  );

  const hands = useSceneHands(element, state, shared);
  useSceneDoor(element, state, async (request) => {
    if (request.scheme !== scheme) {
      setPictureScheme(request.scheme);
      await nextFrames(2);
    }
    const drawing = parts.current;
    const picture =
      drawing === null
        ? null
        : await takePicture(
            {
              ...drawing,
              labels: labels.current?.shown ?? [],
              text: { css: request.scheme === 'light' ? '#1e2124' : '#e3e5e7', halo: toCss(PALETTES[request.scheme].sky) },
            },
            request.widthPx,
            request.heightPx,
          );
    setPictureScheme(null);
    return picture;
  });

  return (
    <div
      ref={element}
      className={css.twin}
      tabIndex={0}
      role="application"
      aria-label={t('scene.label', { site: site.header.name })}
      aria-describedby="scene-keys"
      data-drop-scene=""
      {...hands.handlers}
    >
      <div className={css.canvas}>
        <Canvas
          frameloop="demand"
          dpr={[1, 2]}
          shadows={{ type: PCFShadowMap }}
          flat
          camera={{ fov: FIELD_OF_VIEW_DEG, position: [0, model.ground.radiusM * 2, model.ground.radiusM * 4] }}
          gl={{ antialias: true, powerPreference: 'high-performance' }}
        >
          <SharedContext value={shared}>
            <DrawingDoor onReady={(drawing) => (parts.current = drawing)} />
            <CameraRig
              preset={camera.preset}
              request={camera.request}
              whole={wholeBox}
              selected={selected}
              reducedMotion={reducedMotion}
            />
            <FrameWatcher />
            <Stage ground={model.ground} palette={palette} />
            <Places site={site} ground={model.ground} palette={palette} />
            <SceneryPart site={site} ground={model.ground} palette={palette} />
            <Plates ground={model.ground} lift={lift} palette={palette} lit={lit} />
            <Shades symbols={model.symbols} feet={feet} strength={palette.shade} />
            <Symbols symbols={model.symbols} feet={feet} tints={tints} />
            <Strands strands={accesses} order={1} />
            <Strands strands={links} order={3} />
            <Strands strands={marked} order={4} />
            <Strands strands={moving} order={4} />
            <SelectedAreas site={site} model={model} lift={lift} palette={palette} selection={selection} />
            {interaction.kind === 'dragging' ? (
              <Aim
                site={site}
                model={model}
                feet={feet}
                lift={lift}
                palette={palette}
                subject={interaction.subject}
                target={target}
                type={carried}
                refused={refused}
                pointer={() => pointerSpot(interaction, element, shared.view, 0)}
              />
            ) : null}
            <Marks marks={groups} />
            <Marks marks={status} onTop />
            <Marks marks={ghosts} onTop />
          </SharedContext>
        </Canvas>
      </div>
      <div ref={labelHost} className={css.labels} aria-hidden="true" />
      <ScaleBar view={shared.view} />
      <Callout state={state} />
      <HoverTip site={site} pointer={hands.pointer} />
      <span id="scene-keys" hidden>
        {t('scene.keys')}
      </span>
    </div>
  );
}

/** Hands the renderer out for pictures, and watches over its context. */
function DrawingDoor({ onReady }: { onReady: (drawing: Pick<PictureParts, 'gl' | 'scene' | 'camera'> | null) => void }): null {
  const gl = useThree((three) => three.gl);
  const scene = useThree((three) => three.scene);
  const camera = useThree((three) => three.camera);
  useEffect(() => {
    onReady({ gl, scene, camera });
    return () => onReady(null);
  }, [gl, scene, camera, onReady]);
  useEffect(
    () =>
      guardContext(gl.domElement, {
        lost: (reason) => useViewStore.setState({ twinLost: reason }),
        restored: () => useViewStore.setState({ twinLost: null }),
      }),
    [gl],
  );
  return null;
}

/** Box around what is selected, never so small that one loses sight of where it is. */
function boxAround(radiusM: number, selection: readonly RecordRef[], { model, feet }: Dress): FitBox | null {
  const points = selection.flatMap((ref): [number, number, number][] => {
    const index = model.indexOf.get(`${ref.collection}/${ref.id}`);
    if (index !== undefined) return [[feet[index * 3] ?? 0, feet[index * 3 + 1] ?? 0, feet[index * 3 + 2] ?? 0]];
    const group = ref.collection === 'deviceGroups' ? model.groups.find((one) => one.id === ref.id) : undefined;
    return group === undefined ? [] : [[...group.middle]];
  });
  if (points.length === 0) return null;
  const room = radiusM * 0.07;
  const side = (axis: 0 | 1 | 2, pick: (...values: number[]) => number, grow: number): number =>
    pick(...points.map((point) => point[axis])) + grow;
  return {
    min: [side(0, Math.min, -room), side(1, Math.min, 0), side(2, Math.min, -room)],
    max: [side(0, Math.max, room), side(1, Math.max, room * 0.6), side(2, Math.max, room)],
  };
}

async function nextFrames(count: number): Promise<void> {
  for (let frame = 0; frame < count; frame += 1) await new Promise(requestAnimationFrame);
}
