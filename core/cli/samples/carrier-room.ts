import type { RecordOf } from '../../site/site.ts';
import type { SampleSite } from './sample-site.ts';

export const KUBERNETES = { platform: { runtime: 'kubernetes', overheadComputeUnits: null, overheadMemoryGiB: null } } as const;
export const K3S = { platform: { runtime: 'k3s', overheadComputeUnits: null, overheadMemoryGiB: null } } as const;
export const KVM = { platform: { runtime: 'kvm', overheadComputeUnits: null, overheadMemoryGiB: null } } as const;

/** A room of a carrier with a router and the servers behind it. */
export interface Room {
  readonly id: string;
  readonly name: string;
  readonly router: string;
  readonly server: string;
}

interface RoomPlan {
  readonly id: string;
  readonly name: string;
  readonly level: NonNullable<RecordOf<'places'>['roomLevel']>;
  readonly xM: number;
  readonly yM: number;
  readonly tier: RecordOf<'nodes'>['tier'];
  readonly router: string;
  readonly server: string;
  readonly powerW: number;
  readonly parentId?: string;
  readonly fields?: Partial<Pick<RecordOf<'nodes'>, 'platform' | 'tenant'>>;
}

/** Side of the building by level, m. */
const SIDE_M = { access: 12, aggregation: 24, 'heavy-aggregation': 40, core: 60 } as const;

/** Adds a room: a building with two feeds and eight hours of battery above the access, a router, and a server or cluster behind it. */
export function drawRoom(sample: SampleSite, plan: RoomPlan): Room {
  const { id, name, level, xM, yM, tier, powerW } = plan;
  const side = SIDE_M[level];
  sample.place(id, name, 'building', {
    tier,
    roomLevel: level,
    positionM: { xM, yM, zM: 0 },
    sizeM: { widthM: side, depthM: side * 0.7, heightM: 0 },
    limits: { powerW, coolingW: powerW, rackUnits: null, floorLoadKg: null },
    pue: level === 'access' ? 1.7 : 1.4,
    upsH: level === 'access' ? 3 : 8,
    powerFeeds: level === 'access' ? ['Feed A'] : ['Feed A', 'Feed B'],
    ...(plan.parentId === undefined ? {} : { parentId: plan.parentId }),
  });
  const word = plan.router.startsWith('gnb-') ? '5G site' : 'router';
  const router = sample.node(`${id}-router`, `${name}, ${word}`, plan.router, tier === 'on-site-edge' ? 'near-edge' : tier, {
    placeId: id,
    positionM: { xM: -side / 4, yM: 0, zM: 0 },
  });
  const server = sample.node(`${id}-server`, `${name}, servers`, plan.server, tier, {
    placeId: id,
    positionM: { xM: side / 4, yM: 0, zM: 0 },
    ...(plan.fields ?? K3S),
  });
  sample.link(server, router, 'fibre-100g', { lengthM: 20 });
  return { id, name, router, server };
}

/** Point on a circle around another, counted clockwise from north. */
export function around(xM: number, yM: number, radiusM: number, turns: number): { readonly xM: number; readonly yM: number } {
  const angle = turns * 2 * Math.PI;
  return { xM: Math.round(xM + radiusM * Math.sin(angle)), yM: Math.round(yM + radiusM * Math.cos(angle)) };
}
