import { useEffect, useMemo } from 'react';
import type { ReactElement } from 'react';
import { Color, DoubleSide } from 'three';
import { placeFootprintM } from '../../../core/site/geometry.ts';
import { freeRackUnit } from '../../../core/site/rack.ts';
import type { RecordOf, Site } from '../../../core/site/site.ts';
import { getRecord } from '../../../core/site/site.ts';
import type { DragSubject, DropTarget, RecordRef } from '../../store/interaction-store.ts';
import { toLinear } from '../geometry/mesh-data.ts';
import { buildSheet } from '../geometry/sheet.ts';
import { packEntries } from '../layout/entries.ts';
import type { Entries } from '../layout/entries.ts';
import { toScene } from '../layout/ground.ts';
import { placeSymbol } from '../layout/layout-symbols.ts';
import { inSlot } from '../layout/rack-slot.ts';
import { levelHeightM, levelOf } from '../layout/levels.ts';
import type { SceneModel } from '../layout/model.ts';
import { sizedSymbol } from '../layout/symbol-size.ts';
import type { Silhouette } from '../layout/symbol-size.ts';
import type { SceneSymbol } from '../layout/symbols.ts';
import type { EntryUniforms } from '../materials/entry-glsl.ts';
import type { Palette } from '../palette.ts';
import { entryTexture } from './entry-store.tsx';
import { useShared } from './shared.ts';
import { Strands } from './strands.tsx';
import { Symbols } from './symbols.tsx';

export interface AimProps {
  readonly site: Site;
  readonly model: SceneModel;
  readonly feet: Float32Array;
  readonly lift: number;
  readonly palette: Palette;
  readonly subject: DragSubject;
  readonly target: DropTarget | null;
  /** Hardware that is carried; null for software and links. */
  readonly type: RecordOf<'hardwareTypes'> | null;
  readonly refused: boolean;
  /** Spot of the ground under the pointer in scene coordinates, for the loose end of a link. */
  readonly pointer: () => readonly [number, number, number] | null;
}

/** What shows where a drop would go: the area lit, the ghost of the hardware, the strand of a link. */
export function Aim(props: AimProps): ReactElement {
  const { site, model, lift, palette, subject, target, refused } = props;
  const ink = toLinear(refused ? palette.refused : palette.accent);
  const place = target?.kind === 'place' && target.placeId !== null ? getRecord(site, 'places', target.placeId) : undefined;
  const isArea = place !== undefined && placeSymbol(site, model.ground, place) === null;
  return (
    <>
      {isArea ? <LitArea site={site} model={model} lift={lift} place={place} ink={ink} /> : null}
      {props.type === null ? null : place?.kind === 'rack' ? (
        <SlotGhost {...props} rack={place} ink={ink} />
      ) : (
        <Ghost {...props} ink={ink} />
      )}
      {subject.kind === 'link-end' ? <LooseStrand {...props} fromNodeId={subject.fromNodeId} ink={ink} /> : null}
    </>
  );
}

/** Areas that are selected; symbols have rings instead. */
export function SelectedAreas({
  site,
  model,
  lift,
  palette,
  selection,
}: Pick<AimProps, 'site' | 'model' | 'lift' | 'palette'> & { readonly selection: readonly RecordRef[] }): ReactElement {
  const ink = toLinear(palette.accent);
  return (
    <>
      {selection.map((ref) => {
        const place = ref.collection === 'places' ? getRecord(site, 'places', ref.id) : undefined;
        return place === undefined || placeSymbol(site, model.ground, place) !== null ? null : (
          <LitArea key={ref.id} site={site} model={model} lift={lift} place={place} ink={ink} />
        );
      })}
    </>
  );
}

type Ink = readonly [number, number, number];

function LitArea({
  site,
  model,
  lift,
  place,
  ink,
}: {
  site: Site;
  model: SceneModel;
  lift: number;
  place: RecordOf<'places'>;
  ink: Ink;
}): ReactElement {
  const { ground } = model;
  const geometry = useMemo(
    () => buildSheet(placeFootprintM(site, place).map((corner) => toScene(ground, corner))),
    [site, place, ground],
  );
  useEffect(() => () => geometry.dispose(), [geometry]);
  const height = levelHeightM(ground, levelOf(place.tier ?? 'on-site-edge'), lift) + ground.radiusM * 0.006;
  return (
    <mesh geometry={geometry} position={[0, height, 0]} renderOrder={2} raycast={unseen}>
      <meshBasicMaterial color={new Color(...ink)} transparent opacity={0.22} depthWrite={false} side={DoubleSide} />
    </mesh>
  );
}

function unseen(): void {}

/** The slot of a rack that would be filled. */
function SlotGhost({
  site,
  model,
  feet,
  subject,
  type,
  rack,
  ink,
}: AimProps & { readonly rack: RecordOf<'places'>; readonly ink: Ink }): ReactElement | null {
  const units = Math.ceil(type?.rackUnits ?? 0);
  const movingId = subject.kind === 'node' ? subject.nodeId : null;
  const unit = useMemo(() => (units === 0 ? null : freeRackUnit(site, rack, units, movingId)), [site, rack, units, movingId]);
  const index = model.indexOf.get(`places/${rack.id}`) ?? -1;
  const frame = model.symbols[index];
  const symbol = useMemo(
    () => (frame === undefined || unit === null ? null : { ...frame, ...inSlot(unit, units) }),
    [frame, unit, units],
  );
  const foot = useMemo((): Spot | null => {
    return frame === undefined ? null : [feet[index * 3] ?? 0, feet[index * 3 + 1] ?? 0, feet[index * 3 + 2] ?? 0];
  }, [frame, feet, index]);
  return symbol === null || foot === null ? null : <OneSymbol symbol={symbol} foot={foot} ink={ink} />;
}

type Spot = readonly [number, number, number];

function Ghost({ model, lift, target, type, ink }: AimProps & { readonly ink: Ink }): ReactElement | null {
  const { ground } = model;
  const silhouette = type?.silhouette ?? null;
  const symbol = useMemo(() => (silhouette === null ? null : ghostSymbol(silhouette, ground.radiusM)), [silhouette, ground]);
  const at = target?.kind === 'place' ? target : null;
  const index = at === null || at.placeId === null ? undefined : model.indexOf.get(`places/${at.placeId}`);
  const foot = useMemo((): Spot | null => {
    if (at === null) return null;
    const height = levelHeightM(ground, levelOf(at.tier), lift);
    if (at.positionM !== null) {
      const [x, , z] = toScene(ground, { ...at.positionM, zM: 0 });
      return [x, height, z];
    }
    const pad = index === undefined ? undefined : model.symbols[index];
    return pad === undefined ? null : [pad.plate[0], height, pad.plate[1]];
  }, [at, ground, lift, index, model]);
  return foot === null || symbol === null ? null : <OneSymbol symbol={symbol} foot={foot} ink={ink} />;
}

/** A symbol that is not of the model: entries of its own, of which only the foot changes while it is carried. */
function OneSymbol({ symbol, foot, ink }: { symbol: SceneSymbol; foot: Spot; ink: Ink }): ReactElement {
  const shared = useShared();
  const own = useMemo(() => carriedEntry(symbol, shared.uniforms), [symbol, shared]);
  useEffect(() => () => own.dispose(), [own]);
  const feet = useMemo(() => own.moveTo(foot), [own, foot]);
  const [red, green, blue] = ink;
  const tints = useMemo(() => new Float32Array([red, green, blue]), [red, green, blue]);
  return <Symbols entries={own.entries} feet={feet} tints={tints} uniforms={own.uniforms} />;
}

interface CarriedEntry {
  readonly entries: Entries;
  readonly uniforms: EntryUniforms;
  /** Puts it there; the feet that go with it. */
  moveTo(foot: Spot): Float32Array;
  dispose(): void;
}

function carriedEntry(symbol: SceneSymbol, shared: EntryUniforms): CarriedEntry {
  const entries = packEntries([{ ...symbol, level: 0 }], []);
  const texture = entryTexture(entries);
  return {
    entries,
    uniforms: { ...shared, entries: { value: texture } },
    moveTo(foot) {
      entries.values.set(foot);
      texture.needsUpdate = true;
      return new Float32Array(foot);
    },
    dispose: () => texture.dispose(),
  };
}

function ghostSymbol(kind: Silhouette, radiusM: number): SceneSymbol {
  const { size, scale } = sizedSymbol(kind, radiusM);
  return {
    collection: 'nodes',
    id: 'ghost',
    kind,
    tier: 'on-site-edge',
    level: 0,
    physical: [0, 0, 0],
    plate: [0, 0],
    offset: [0, 0, 0],
    pitchM: 1,
    pitchPx: 0,
    ...size,
    scale,
    roomM: radiusM,
    stretch: 1,
    turnRad: 0,
  };
}

function LooseStrand({
  model,
  target,
  pointer,
  fromNodeId,
  ink,
}: AimProps & { readonly fromNodeId: string; readonly ink: Ink }): ReactElement | null {
  const from = model.indexOf.get(`nodes/${fromNodeId}`);
  const to = target?.kind === 'node' ? model.indexOf.get(`nodes/${target.nodeId}`) : undefined;
  const loose = to === undefined ? pointer() : null;
  if (from === undefined || (to === undefined && loose === null)) return null;
  const strand = {
    from,
    to: to ?? null,
    widthPx: 3,
    archShare: -1,
    opacity: 1,
    dashPx: to === undefined ? 6 : 0,
    colour: ink,
    load: 1,
    beadsPxPerS: 0,
  };
  return <Strands strands={[strand]} loose={loose} order={4} />;
}
