import type { Block, Crossing, Streets } from './city-streets.ts';
import type { SampleSite } from './sample-site.ts';

/** Districts from south-west to north-east. */
export const DISTRICTS = ['Harbour', 'Station', 'Old town', 'University', 'Market', 'East gate'] as const;
/** Its crossings have small cabinets and no fibre everywhere. */
export const OLD_TOWN = 2;

/** A district with its middle, m, from which everything in it is measured. */
export interface District {
  readonly id: string;
  readonly name: string;
  readonly xM: number;
  readonly yM: number;
  readonly crossings: readonly Crossing[];
  readonly blocks: readonly Block[];
}

export function districtsOf(streets: Streets): District[] {
  return DISTRICTS.map((name, index) => {
    const crossings = streets.crossings.filter(({ district }) => district === index);
    const blocks = streets.blocks.filter(({ district }) => district === index);
    const middle = (values: readonly number[]): number => Math.round((Math.min(...values) + Math.max(...values)) / 2);
    const [xM, yM] = [middle(crossings.map((one) => one.xM)), middle(crossings.map((one) => one.yM))];
    return { id: `district-${index + 1}`, name, xM, yM, crossings, blocks };
  });
}

export function crossingId({ column, row }: Crossing): string {
  return `${String(column + 1).padStart(2, '0')}-${String(row + 1).padStart(2, '0')}`;
}

/** City, districts, crossings, blocks, a room of the carrier in each district and the command centre. */
export function drawPlaces(sample: SampleSite, districts: readonly District[]): void {
  sample.place('city', 'City', 'city', { sizeM: { widthM: 3200, depthM: 2700, heightM: 0 }, residencyZone: 'cn' });
  for (const district of districts) {
    const { id, name, xM, yM, crossings, blocks } = district;
    const half = (values: readonly number[], middle: number): number =>
      Math.max(...values.map((value) => Math.abs(value - middle)));
    sample.place(id, name, 'district', {
      parentId: 'city',
      positionM: { xM, yM, zM: 0 },
      sizeM: {
        widthM:
          2 *
            half(
              crossings.map((one) => one.xM),
              xM,
            ) +
          140,
        depthM:
          2 *
            half(
              crossings.map((one) => one.yM),
              yM,
            ) +
          120,
        heightM: 0,
      },
    });
    for (const crossing of crossings) {
      sample.place(`crossing-${crossingId(crossing)}`, `Crossing ${crossingId(crossing)}`, 'intersection', {
        parentId: id,
        tier: 'on-site-edge',
        positionM: { xM: crossing.xM - xM, yM: crossing.yM - yM, zM: 0 },
        sizeM: { widthM: 24, depthM: 24, heightM: 0 },
      });
    }
    for (const block of blocks) {
      sample.place(`block-${block.column + 1}-${block.row + 1}`, `Block ${block.column + 1}-${block.row + 1}`, 'block', {
        parentId: id,
        positionM: { xM: block.xM - xM, yM: block.yM - yM, zM: 0 },
        sizeM: { widthM: block.widthM, depthM: block.depthM, heightM: block.heightM },
        outline: block.outline,
      });
    }
    sample.place(`${id}-room`, `${name}, edge room`, 'room', {
      parentId: id,
      tier: 'near-edge',
      roomLevel: 'aggregation',
      positionM: { xM: 60, yM: 40, zM: 0 },
      sizeM: { widthM: 8, depthM: 10, heightM: 4 },
      limits: { powerW: 9000, coolingW: 9000, rackUnits: 42, floorLoadKg: null },
      pue: 1.5,
      upsH: 8,
      powerFeeds: ['Feed A', 'Feed B'],
    });
  }
  sample.place('command-centre', 'Traffic command centre', 'building', {
    parentId: 'city',
    tier: 'near-edge',
    roomLevel: 'heavy-aggregation',
    positionM: { xM: -40, yM: -20, zM: 0 },
    sizeM: { widthM: 60, depthM: 45, heightM: 24 },
    limits: { powerW: 60000, coolingW: 60000, rackUnits: 120, floorLoadKg: null },
    pue: 1.4,
    upsH: 8,
    powerFeeds: ['Feed A', 'Feed B'],
  });
}
