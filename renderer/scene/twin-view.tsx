import { useComputedColorScheme } from '@mantine/core';
import { useReducedMotion } from '@mantine/hooks';
import { Canvas, useThree } from '@react-three/fiber';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { ReactElement, RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { PCFShadowMap } from 'three';
import type { Site } from '../../core/site/site.ts';
import { hiddenHere, useHiddenStore } from '../store/hidden-store.ts';
import { useInteractionStore } from '../store/interaction-store.ts';
import type { RecordRef } from '../store/interaction-store.ts';
import { usePlacingStore, useShownMoves } from '../store/placing-store.ts';
import { useResultsStore } from '../store/results-store.ts';
import { useShownPieces } from '../store/sizing-store.ts';
import { useViewStore } from '../store/view-store.ts';
import type { Scheme } from '../ui/scales.ts';
import { colouring, focusOf } from './colouring.ts';
import { guardContext } from './context-guard.ts';
import { accessStrands, findingMarks, groupMarks, linkStrands, symbolTints } from './dress.ts';
import type { Dress } from './dress.ts';
import type { LabelPainter } from './labels/label-painter.ts';
import type { FitBox } from './layout/fit.ts';
import { levelHeightM, PLATE_TIERS } from './layout/levels.ts';
import { siteWithFloors } from './layout/shown-floors.ts';
import { siteWithout } from './layout/shown-records.ts';
import { entryOf, modelCache } from './layout/model.ts';
import type { SceneModel } from './layout/model.ts';
import { feetAt } from './layout/symbols.ts';
import { Callout } from './overlay/callout.tsx';
import { EditOverlay } from './overlay/edit-overlay.tsx';
import { HoverTip } from './overlay/hover-tip.tsx';
import { ScaleBar } from './overlay/scale-bar.tsx';
import { WayWalk } from './overlay/way-walk.tsx';
import { moveMarks, moveStrands } from './moves.ts';
import { pieceMarks } from './pieces.ts';
import { PALETTES } from './palette.ts';
import type { Palette } from './palette.ts';
import { SelectedAreas } from './parts/aim.tsx';
import { Beads } from './parts/beads.tsx';
import { CoverageDiscs } from './parts/coverage.tsx';
import { CameraRig } from './parts/camera-rig.tsx';
import { EntryStore } from './parts/entry-store.tsx';
import { FrameWatcher } from './parts/frame-watcher.tsx';
import { Labels } from './parts/labels.tsx';
import { LiveAim, LivePlates, MarkedLinks, Rings } from './parts/live.tsx';
import { Marks } from './parts/marks.tsx';
import { Places } from './parts/places.tsx';
import { SceneryPart } from './parts/scenery.tsx';
import { createShared, SharedContext } from './parts/shared.ts';
import { Shades } from './parts/shades.tsx';
import { Stage } from './parts/stage.tsx';
import { Strands } from './parts/strands.tsx';
import { Symbols } from './parts/symbols.tsx';
import type { OverlayFigures } from './overlay-figures.ts';
import type { SceneState } from './picking.ts';
import type { PictureParts } from './picture.ts';
import { usePictures } from './use-pictures.ts';
import { useOverlayFigures } from './use-overlay-figures.ts';
import { useLabelSources } from './use-label-sources.ts';
import type { LabelFacts } from './use-label-sources.ts';
import { useSceneDoor } from './use-scene-door.ts';
import { useSceneHands } from './use-scene-hands.ts';
import css from './twin.module.css';

/** A long lens, as for a photograph of a model: little perspective, straight walls. */
const FIELD_OF_VIEW_DEG = 28;

export function TwinView({ site: whole }: { site: Site }): ReactElement {
  const floors = useViewStore((state) => state.floors);
  const hidden = useHiddenStore(hiddenHere);
  const site = useMemo(() => siteWithout(siteWithFloors(whole, floors), hidden), [whole, floors, hidden]);
  const { t } = useTranslation();
  const screenScheme = useComputedColorScheme('light');
  const [pictureScheme, setPictureScheme] = useState<Scheme | null>(null);
  const scheme = pictureScheme ?? screenScheme;
  const palette = PALETTES[scheme];
  const still = useReducedMotion();
  const lift = useViewStore((state) => state.lift);
  const camera = useViewStore((state) => state.camera);
  const selection = useInteractionStore((state) => state.selection);
  const [shared] = useState(createShared);
  const [toModel] = useState(modelCache);
  const element = useRef<HTMLDivElement>(null);
  const painter = useRef<LabelPainter | null>(null);
  const drawing = useRef<Pick<PictureParts, 'gl' | 'scene' | 'camera'> | null>(null);

  const model = toModel(site);
  const feet = useMemo(() => feetAt(model.symbols, lift, (level) => levelHeightM(model.ground, level, lift)), [model, lift]);
  const figures = useOverlayFigures(site);
  const dress = useDress(site, model, palette, scheme, figures);
  const tints = useMemo(() => symbolTints(dress), [dress]);
  const links = useMemo(() => linkStrands(dress), [dress]);
  const accesses = useMemo(() => accessStrands(dress), [dress]);
  const groups = useMemo(() => groupMarks(dress), [dress]);
  const warnings = useMemo(() => findingMarks(dress), [dress]);
  const findings = useResultsStore((state) => state.findings);
  const moves = useShownMoves();
  const regarded = usePlacingStore((placing) => placing.regarded);
  const moving = useMemo(() => moveStrands(dress, moves, regarded), [dress, moves, regarded]);
  const pieces = useShownPieces();
  const ghosts = useMemo(
    () => [...moveMarks(dress, moves, regarded), ...pieceMarks(dress, pieces)],
    [dress, moves, regarded, pieces],
  );
  const wholeBox = useMemo((): FitBox => {
    const { widthM, depthM } = model.ground;
    const plates = levelHeightM(model.ground, PLATE_TIERS.length, lift) + model.ground.radiusM * 0.03;
    // Floors that are drawn apart may stand higher than the plates.
    const top = model.symbols.reduce((most, { physical }) => Math.max(most, physical[1] + model.ground.radiusM * 0.1), plates);
    return { min: [-widthM / 2, 0, -depthM / 2], max: [widthM / 2, top, depthM / 2] };
  }, [model, lift]);
  const selected = useMemo(() => boxAround(model, feet, selection), [model, feet, selection]);
  const flowDetail = useResultsStore((state) => state.flowDetail);
  const facts = useMemo(
    (): LabelFacts => ({
      site,
      model,
      feet,
      way: dress.focus === null ? null : { detail: flowDetail, nodes: dress.focus.nodes, groups: dress.focus.groups },
      findings,
      moves,
      regarded,
      pieces,
    }),
    [site, model, feet, dress, flowDetail, findings, moves, regarded, pieces],
  );

  const scene = useMemo((): SceneState => ({ site, model, feet, lift, view: shared.view }), [site, model, feet, lift, shared]);
  const state = useRef(scene);
  // Before the first frame that draws it.
  useLayoutEffect(() => {
    state.current = scene;
  }, [scene]);

  const hands = useSceneHands(element, state, shared);
  useSceneDoor(
    element,
    state,
    painter,
    usePictures({ shared, model, drawing, painter, scheme, still, askScheme: setPictureScheme }),
  );

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
          gl={{ antialias: true, stencil: true, powerPreference: 'high-performance' }}
        >
          <SharedContext value={shared}>
            <DrawingDoor onReady={(parts) => (drawing.current = parts)} />
            <CameraRig
              preset={camera.preset}
              request={camera.request}
              whole={wholeBox}
              selected={selected}
              reducedMotion={still}
            />
            <FrameWatcher />
            <EntryStore entries={model.entries} ground={model.ground} lift={lift} />
            <Stage ground={model.ground} palette={palette} />
            <Places site={site} ground={model.ground} palette={palette} />
            <SceneryPart site={site} ground={model.ground} palette={palette} />
            <LivePlates state={scene} lift={lift} palette={palette} />
            <Shades symbols={model.symbols} strength={palette.shade} />
            <CoverageDiscs cells={figures.cells} model={model} palette={palette} />
            <Symbols entries={model.entries} feet={feet} tints={tints} uniforms={null} />
            <Strands strands={accesses} order={1} straight />
            <Strands strands={links} order={3} />
            <Beads strands={links} still={still} />
            <MarkedLinks dress={dress} still={still} />
            <Strands strands={moving} order={4} />
            <SelectedAreas site={site} model={model} lift={lift} palette={palette} selection={selection} />
            <LiveAim scene={scene} element={element} palette={palette} />
            <Marks marks={groups} />
            <Marks marks={warnings} onTop />
            <Rings model={model} palette={palette} />
            <Marks marks={ghosts} onTop />
            <SceneLabels facts={facts} state={state} palette={palette} onPainter={(one) => (painter.current = one)} />
          </SharedContext>
        </Canvas>
      </div>
      <ScaleBar view={shared.view} />
      <EditOverlay state={state} />
      <Callout state={state} />
      <HoverTip site={site} pointer={hands.pointer} />
      <WayWalk
        site={site}
        onLook={({ collection, id }) => {
          const entry = entryOf(model, collection, id);
          if (entry === null || entry >= model.symbols.length) return;
          shared.pilot?.lookAt(feet[entry * 3] ?? 0, feet[entry * 3 + 1] ?? 0, feet[entry * 3 + 2] ?? 0, !still);
        }}
      />
      <span id="scene-keys" hidden>
        {t('scene.keys')}
      </span>
    </div>
  );
}

/** Colours, marks and strands follow the answer, the overlay, the theme and a selected flow, and nothing else. */
function useDress(site: Site, model: SceneModel, palette: Palette, scheme: Scheme, figures: OverlayFigures): Dress {
  const overlay = useViewStore((state) => state.overlay);
  const dimension = useViewStore((state) => state.dimension);
  const animated = useViewStore((state) => state.animated);
  const selection = useInteractionStore((state) => state.selection);
  const nodes = useResultsStore((state) => state.nodes);
  const links = useResultsStore((state) => state.links);
  const flows = useResultsStore((state) => state.flows);
  const findings = useResultsStore((state) => state.findings);
  const flowDetail = useResultsStore((state) => state.flowDetail);
  const facts = useMemo(() => ({ nodes, links, flows, findings }), [nodes, links, flows, findings]);
  const focus = useMemo(() => focusOf(site, selection, flows, flowDetail), [site, selection, flows, flowDetail]);
  return useMemo(
    (): Dress => ({
      site,
      model,
      facts,
      colours: colouring(facts, { overlay, dimension }, scheme, palette, figures),
      focus,
      palette,
      scheme,
      animated,
    }),
    [site, model, facts, overlay, dimension, focus, palette, scheme, figures, animated],
  );
}

function SceneLabels({
  facts,
  state,
  palette,
  onPainter,
}: {
  facts: LabelFacts;
  state: RefObject<SceneState>;
  palette: Palette;
  onPainter: (painter: LabelPainter | null) => void;
}): ReactElement {
  return <Labels sources={useLabelSources(facts)} state={state} palette={palette} onPainter={onPainter} />;
}

/** Hands the renderer out for pictures, and watches over its context. */
function DrawingDoor({ onReady }: { onReady: (drawing: Pick<PictureParts, 'gl' | 'scene' | 'camera'> | null) => void }): null {
  const gl = useThree((three) => three.gl);
  const scene = useThree((three) => three.scene);
  const camera = useThree((three) => three.camera);
  useEffect(() => {
    withoutShaderChecks(gl);
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

/** Asking a shader for its errors waits for its compiler, at the start of a drag say; they are shown to whoever writes one. */
function withoutShaderChecks(gl: { readonly debug: { checkShaderErrors: boolean } }): void {
  gl.debug.checkShaderErrors = false;
}

/** Box around what is selected, never so small that one loses sight of where it is. */
function boxAround(model: SceneModel, feet: Float32Array, selection: readonly RecordRef[]): FitBox | null {
  const points = selection.flatMap(({ collection, id }): [number, number, number][] => {
    const entry = entryOf(model, collection, id);
    if (entry === null) return [];
    const group = model.groups[entry - model.symbols.length];
    return [group === undefined ? [feet[entry * 3] ?? 0, feet[entry * 3 + 1] ?? 0, feet[entry * 3 + 2] ?? 0] : [...group.middle]];
  });
  if (points.length === 0) return null;
  const room = model.ground.radiusM * 0.07;
  const side = (axis: 0 | 1 | 2, pick: (...values: number[]) => number, grow: number): number =>
    pick(...points.map((point) => point[axis])) + grow;
  return {
    min: [side(0, Math.min, -room), side(1, Math.min, 0), side(2, Math.min, -room)],
    max: [side(0, Math.max, room), side(1, Math.max, room * 0.6), side(2, Math.max, room)],
  };
}
