import type { Problem } from '../../core/base/problem.ts';
import { problem } from '../../core/base/problem.ts';
import type { Result } from '../../core/base/result.ts';
import { failed, ok } from '../../core/base/result.ts';
import { absolutePositionM, localPositionM, placeFrame } from '../../core/site/geometry.ts';
import { filledRackUnits, fitsRackUnit, freeRackUnit, nearestRackUnit, rackUnitsOf } from '../../core/site/rack.ts';
import type { PositionM, Tier } from '../../core/site/schema/common.ts';
import type { PlaceId } from '../../core/site/schema/common.ts';
import type { HardwareType } from '../../core/site/schema/hardware-type.ts';
import type { RecordOf, Site } from '../../core/site/site.ts';
import { getRecord, listRecords } from '../../core/site/site.ts';
import type { DropTarget } from '../store/interaction-store.ts';
import { gone } from './drop-problems.ts';

/** Where a node comes to stand. Position in the frame of the place. */
export interface Spot {
  readonly placeId: PlaceId | null;
  readonly tier: Tier;
  readonly positionM: PositionM;
  readonly rackUnit: number | null;
}

/** Distance between things that are put down without saying exactly where. */
const APART_M = 1;

/**
 * Where a drop puts a node of this type. `near` is where it comes from (site frame), for targets that only name a tier;
 * `movingId` is the node itself, which does not stand in its own way.
 */
export function findSpot(
  site: Site,
  type: HardwareType,
  target: DropTarget,
  near: PositionM | null,
  movingId: string | null,
): Result<Spot, Problem> {
  switch (target.kind) {
    case 'node': {
      const beside = getRecord(site, 'nodes', target.nodeId);
      if (beside === undefined) return gone(`nodes/${target.nodeId}`);
      return spotIn(site, type, beside.placeId, beside.tier, null, movingId);
    }
    case 'tier': {
      const place = nearestPlaceOfTier(site, target.tier, near);
      if (place !== null) return spotIn(site, type, place.id, target.tier, null, movingId);
      return ok({
        placeId: null,
        tier: target.tier,
        positionM: near ?? freePosition(site, null, target.tier, movingId),
        rackUnit: null,
      });
    }
    case 'place': {
      if (target.placeId === null) return spotIn(site, type, null, target.tier, target.positionM, movingId);
      const place = getRecord(site, 'places', target.placeId);
      if (place === undefined) return gone(`places/${target.placeId}`);
      return spotIn(site, type, place.id, target.tier, target.positionM, movingId, target.rackUnit ?? null);
    }
  }
}

function spotIn(
  site: Site,
  type: HardwareType,
  placeId: PlaceId | null,
  tier: Tier,
  atM: { readonly xM: number; readonly yM: number } | null,
  movingId: string | null,
  wantedUnit: number | null = null,
): Result<Spot, Problem> {
  const place = placeId === null ? undefined : getRecord(site, 'places', placeId);
  if (place?.kind === 'rack') return rackSpot(site, type, place, tier, movingId, wantedUnit);
  if (atM === null) return ok({ placeId, tier, positionM: freePosition(site, placeId, tier, movingId), rackUnit: null });
  const floorM = placeFrame(site, placeId).positionM.zM;
  const positionM = localPositionM(site, placeId, { xM: atM.xM, yM: atM.yM, zM: floorM });
  return ok({ placeId, tier, positionM: rounded(positionM), rackUnit: null });
}

function rackSpot(
  site: Site,
  type: HardwareType,
  rack: RecordOf<'places'>,
  tier: Tier,
  movingId: string | null,
  wantedUnit: number | null,
): Result<Spot, Problem> {
  if (type.rackUnits === null || type.rackUnits <= 0) {
    return failed(
      problem(
        'drop.not-rackable',
        `${type.name} does not fit into a rack.`,
        'Drop it beside the rack, or choose a rack-mounted type.',
        {
          place: `places/${rack.id}`,
        },
        { name: type.name },
      ),
    );
  }
  const heightU = Math.ceil(type.rackUnits);
  const nearest = wantedUnit === null ? null : nearestRackUnit(site, rack, wantedUnit, heightU, movingId);
  if (wantedUnit !== null && nearest !== null && !fitsRackUnit(site, rack, wantedUnit, heightU, movingId))
    return slotTaken(site, rack, wantedUnit, heightU, nearest, movingId);
  const rackUnit = wantedUnit === null ? freeRackUnit(site, rack, heightU, movingId) : nearest;
  if (rackUnit !== null) return ok({ placeId: rack.id, tier, positionM: { xM: 0, yM: 0, zM: 0 }, rackUnit });
  const filled = filledRackUnits(site, rack.id, movingId).size;
  const other = nearestRackWithRoom(site, rack, heightU, movingId);
  return failed(
    problem(
      'drop.rack-full',
      `${rack.name} has no ${heightU} free rack units in a row (${filled} of ${rackUnitsOf(rack)} are filled).`,
      other === null ? 'Move something out of it, or add a rack.' : `${other.name} has room for it.`,
      { place: `places/${rack.id}` },
      {
        ...(other === null ? {} : { which: 'elsewhere', other: other.name }),
        rack: rack.name,
        heightU,
        filled,
        units: rackUnitsOf(rack),
      },
    ),
  );
}

/** The slot is not free, another one of the rack is. */
function slotTaken(
  site: Site,
  rack: RecordOf<'places'>,
  wantedUnit: number,
  heightU: number,
  nearest: number,
  movingId: string | null,
): Result<Spot, Problem> {
  const top = wantedUnit + heightU - 1;
  const inWay = listRecords(site, 'nodes').find((node) => {
    if (node.placeId !== rack.id || node.rackUnit === null || node.id === movingId) return false;
    const height = Math.ceil(getRecord(site, 'hardwareTypes', node.typeId)?.rackUnits ?? 1);
    return node.rackUnit <= top && node.rackUnit + height > wantedUnit;
  });
  const parameters = { rack: rack.name, from: wantedUnit, to: top, heightU, nearest, units: rackUnitsOf(rack) };
  const remedy = `Drop it at U ${nearest}, the nearest free slot.`;
  const place = { place: `places/${rack.id}` };
  return inWay === undefined
    ? failed(
        problem(
          'drop.slot-taken',
          `${heightU} U from U ${wantedUnit} on reach beyond the top of ${rack.name} (${rackUnitsOf(rack)} U).`,
          remedy,
          place,
          { ...parameters, which: 'top' },
        ),
      )
    : failed(
        problem('drop.slot-taken', `${inWay.name} is in the way (U ${wantedUnit} to ${top}).`, remedy, place, {
          ...parameters,
          node: inWay.name,
        }),
      );
}

function nearestRackWithRoom(
  site: Site,
  full: RecordOf<'places'>,
  heightU: number,
  movingId: string | null,
): RecordOf<'places'> | null {
  const from = placeFrame(site, full.id).positionM;
  let best: RecordOf<'places'> | null = null;
  let bestM = Infinity;
  for (const rack of listRecords(site, 'places')) {
    if (rack.kind !== 'rack' || rack.id === full.id || freeRackUnit(site, rack, heightU, movingId) === null) continue;
    const to = placeFrame(site, rack.id).positionM;
    const distanceM = Math.hypot(to.xM - from.xM, to.yM - from.yM, to.zM - from.zM);
    if (distanceM >= bestM) continue;
    best = rack;
    bestM = distanceM;
  }
  return best;
}

/** First spot on a spiral about the middle that nothing else of the place and tier stands on. */
function freePosition(site: Site, placeId: string | null, tier: Tier, movingId: string | null): PositionM {
  const others = listRecords(site, 'nodes').filter(
    (node) => node.placeId === placeId && node.id !== movingId && (placeId !== null || node.tier === tier),
  );
  // Vogel's spiral: one turn of the golden angle a step keeps all spots apart.
  const goldenAngle = Math.PI * (3 - Math.sqrt(5));
  for (let step = 0; ; step += 1) {
    const radius = APART_M * 1.3 * Math.sqrt(step);
    const spot = { xM: radius * Math.cos(step * goldenAngle), yM: radius * Math.sin(step * goldenAngle), zM: 0 };
    const free = others.every((node) => Math.hypot(node.positionM.xM - spot.xM, node.positionM.yM - spot.yM) >= APART_M * 0.9);
    if (free) return rounded(spot);
  }
}

function nearestPlaceOfTier(site: Site, tier: Tier, near: PositionM | null): RecordOf<'places'> | null {
  let best: RecordOf<'places'> | null = null;
  let bestM = Infinity;
  for (const place of listRecords(site, 'places')) {
    if (place.tier !== tier || place.kind === 'rack') continue;
    const at = absolutePositionM(site, place.id, { xM: 0, yM: 0, zM: 0 });
    const distanceM = near === null ? 0 : Math.hypot(at.xM - near.xM, at.yM - near.yM, at.zM - near.zM);
    if (distanceM >= bestM) continue;
    best = place;
    bestM = distanceM;
  }
  return best;
}

/** Whole centimetres: a hand is not finer, and files stay readable. */
function rounded({ xM, yM, zM }: PositionM): PositionM {
  const centimetres = (value: number): number => Math.round(value * 100) / 100 + 0;
  return { xM: centimetres(xM), yM: centimetres(yM), zM: centimetres(zM) };
}
