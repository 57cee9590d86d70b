import { slug } from '../../base/ids.ts';
import { newHeader } from '../../site/defaults.ts';
import type { GeoPoint } from '../../site/schema/common.ts';
import { addPlace } from '../add-records.ts';
import type { Imported, ImportFinding } from '../import-result.ts';
import { cleanName, SiteAssembly } from '../site-assembly.ts';
import type { Spot } from './plane.ts';
import { areaM2, convexHull, extentOf, ringOf, roundM } from './plane.ts';
import { WorldLayers } from './world-layers.ts';

/** Most corners of an outline and most walls of a place; the schema's bounds. */
const MOST_CORNERS = 5_000;
const MOST_WALLS = 20_000;

export interface FloorWall {
  readonly from: Spot;
  readonly to: Spot;
}

export interface FloorPlan {
  readonly name: string;
  readonly elevationM: number;
  readonly heightM: number;
  /** In the frame of the building, m. Null: around all that stands on the floor. */
  readonly outline: readonly Spot[] | null;
  readonly walls: readonly FloorWall[];
  readonly rooms: readonly { readonly name: string; readonly kind: 'room' | 'zone'; readonly ring: readonly Spot[] }[];
  /** Other points that the floor has to hold. */
  readonly others: readonly Spot[];
}

/** A building with its floors, as places; what is drawn besides goes to `layers` under the floor's id. */
export class FloorAssembly {
  readonly assembly = new SiteAssembly();
  readonly layers = new WorldLayers();
  private readonly buildingId: string;
  private readonly title: string;
  private readonly points: Spot[] = [];
  private floors = 0;

  constructor(name: string | undefined, fallback: string, fileName: string) {
    this.title = cleanName(name ?? fallback, cleanName(fileName.replace(/^.*[/\\]/, '').replace(/\..*$/, ''), 'Building'));
    this.buildingId = this.assembly.freshId('places', this.title);
  }

  /** Gives the id of the floor, for what stands on it. */
  addFloor(plan: FloorPlan): string {
    const { name, elevationM, heightM, walls, rooms } = plan;
    const held = [...walls.flatMap(({ from, to }) => [from, to]), ...rooms.flatMap(({ ring }) => ring), ...plan.others];
    const outline = (plan.outline === null ? null : outlineOf(plan.outline)) ?? outlineOf(convexHull(held));
    this.points.push(...(outline ?? held));
    const extent = extentOf(outline ?? held) ?? { west: 0, east: 10, south: 0, north: 10 };
    const id = this.assembly.freshId('places', name);
    this.floors += 1;
    addPlace(this.assembly, {
      id,
      name: cleanName(name, `Floor ${this.floors}`),
      kind: 'floor',
      parentId: this.buildingId,
      positionM: { xM: 0, yM: 0, zM: roundM(elevationM) },
      sizeM: { widthM: roundM(extent.east - extent.west), depthM: roundM(extent.north - extent.south), heightM: roundM(heightM) },
      outline: outline?.map(({ xM, yM }) => ({ xM: roundM(xM), yM: roundM(yM) })) ?? null,
      walls: walls
        .filter(({ from, to }) => Math.hypot(to.xM - from.xM, to.yM - from.yM) > 0.01)
        .slice(0, MOST_WALLS)
        .map(({ from, to }) => ({ x1M: roundM(from.xM), y1M: roundM(from.yM), x2M: roundM(to.xM), y2M: roundM(to.yM) })),
    });
    if (walls.length > MOST_WALLS)
      this.note('dropped', `${walls.length - MOST_WALLS} walls of ${name}: a floor has at most ${MOST_WALLS}.`, 'import');
    for (const room of rooms) this.addRoom(id, room);
    return id;
  }

  note(kind: ImportFinding['kind'], text: string, source: string, place: string | null = null): void {
    this.assembly.find({ kind, subject: null, place, text, source });
  }

  finish(geoOrigin: GeoPoint | null, description: string, unitM?: number): Imported {
    this.layers.writeTo(this.assembly, unitM, (kind) => kind !== 'plan' || this.layers.count('wall') === 0);
    const outline = outlineOf(convexHull(this.points));
    const extent = extentOf(this.points) ?? { west: 0, east: 10, south: 0, north: 10 };
    addPlace(this.assembly, {
      id: this.buildingId,
      name: this.title,
      kind: 'building',
      geo: geoOrigin,
      sizeM: { widthM: roundM(extent.east - extent.west), depthM: roundM(extent.north - extent.south), heightM: 0 },
      outline: outline?.map(({ xM, yM }) => ({ xM: roundM(xM), yM: roundM(yM) })) ?? null,
    });
    const header = newHeader({
      id: slug(this.title, 'building').replaceAll('.', '-'),
      name: this.title,
      kind: 'factory',
      description,
      geoOrigin,
    });
    return this.assembly.finish(header);
  }

  private addRoom(floorId: string, { name, kind, ring }: FloorPlan['rooms'][number]): void {
    const outline = outlineOf(ring);
    const extent = outline === null ? null : extentOf(outline);
    if (outline === null || extent === null) return;
    // A room has its own frame, so that what stands in it moves with it.
    const middle = { xM: (extent.west + extent.east) / 2, yM: (extent.south + extent.north) / 2 };
    addPlace(this.assembly, {
      id: this.assembly.freshId('places', name),
      name: cleanName(name, 'Room'),
      kind,
      parentId: floorId,
      positionM: { xM: roundM(middle.xM), yM: roundM(middle.yM), zM: 0 },
      sizeM: { widthM: roundM(extent.east - extent.west), depthM: roundM(extent.north - extent.south), heightM: 0 },
      outline: outline.map(({ xM, yM }) => ({ xM: roundM(xM - middle.xM), yM: roundM(yM - middle.yM) })),
    });
  }
}

/** Null where there is no area, or more corners than a place may have. */
function outlineOf(spots: readonly Spot[]): readonly Spot[] | null {
  const ring = ringOf(spots);
  return ring === null || ring.length > MOST_CORNERS || areaM2(ring) < 0.01 ? null : ring;
}
