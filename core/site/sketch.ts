import { listRecords } from './site.ts';
import type { RecordOf, Site } from './site.ts';
import type { BoundsM } from './geometry.ts';
import { boundsM, groupPositionM, nodePositionM, placeFootprintM } from './geometry.ts';
import type { PositionM, Tier } from './schema/common.ts';

/** Size of the sheet that a sketch is drawn on, in its own units; y points down. */
export const SKETCH_SIZE = { width: 200, height: 96 } as const;

/** A small drawing of a site: its ground, a plate for each higher tier in use, what stands on them. Each text is an SVG path. */
export interface SiteSketch {
  /** The ground first, then a plate a tier, lowest first. */
  readonly plates: readonly string[];
  /** Outlines of places on the ground. */
  readonly places: string;
  readonly links: string;
  /** Middles of device groups, as strokes of no length. */
  readonly groups: string;
  /** Feet of nodes, as strokes of no length. */
  readonly nodes: string;
}

type Level = 'ground' | Exclude<Tier, 'device' | 'on-site-edge'>;

const LEVELS: readonly Level[] = ['ground', 'near-edge', 'regional', 'central'];
/** Most of a kind that a drawing of this size can hold; of more, every n-th is drawn. */
const MOST = 160;
/** Half the width and height of the ground, a square seen from a corner. */
const HALF = { width: 92, height: 26 } as const;
/** A plate is this much smaller than the ground. */
const PLATE_SHARE = 0.62;
const GROUND_Y = SKETCH_SIZE.height - HALF.height - 2;
const TOP_Y = HALF.height * PLATE_SHARE + 2;

/** Draws a site for a card, from where its places, nodes and groups stand; what lies off the ground is drawn at its edge. */
export function sketchOf(site: Site): SiteSketch {
  const nodes = listRecords(site, 'nodes');
  const groups = listRecords(site, 'deviceGroups');
  const used = LEVELS.filter((level) => level === 'ground' || nodes.some((node) => levelOf(node) === level));
  const box = groundOf(site, nodes, groups);
  const at = (position: PositionM, level: Level): string => point(share(position, box), used.indexOf(level), used.length);
  const feet = new Map(nodes.map((node) => [node.id, at(nodePositionM(site, node), levelOf(node))]));
  const corners = [
    [-1, -1],
    [1, -1],
    [1, 1],
    [-1, 1],
  ] as const;
  return {
    plates: used.map((_, index) => outline(corners.map((corner) => point(corner, index, used.length)))),
    places: thinned(listRecords(site, 'places'))
      .map((place) => outline(placeFootprintM(site, place).map((corner) => at(corner, 'ground'))))
      .join(''),
    links: thinned(listRecords(site, 'links'))
      .map(({ fromNodeId, toNodeId }) => ({ from: feet.get(fromNodeId), to: feet.get(toNodeId) }))
      .map(({ from, to }) => (from === undefined || to === undefined || from === to ? '' : `M${from}L${to}`))
      .join(''),
    groups: dots(thinned(groups).map((group) => at(groupPositionM(site, group), 'ground'))),
    nodes: dots(thinned(nodes).flatMap(({ id }) => feet.get(id) ?? [])),
  };
}

function levelOf({ tier }: RecordOf<'nodes'>): Level {
  return tier === 'device' || tier === 'on-site-edge' ? 'ground' : tier;
}

/** What is on site decides the ground; a site without any is drawn around all that it has. */
function groundOf(site: Site, nodes: readonly RecordOf<'nodes'>[], groups: readonly RecordOf<'deviceGroups'>[]): BoundsM | null {
  const near = nodes.filter((node) => levelOf(node) === 'ground').map((node) => nodePositionM(site, node));
  const points = [...near, ...groups.map((group) => groupPositionM(site, group))];
  return boundsM(points.length > 0 ? points : nodes.map((node) => nodePositionM(site, node)));
}

/** Position on the ground: -1 to 1 along both of its sides, at one scale. */
function share({ xM, yM }: PositionM, box: BoundsM | null): readonly [number, number] {
  if (box === null) return [0, 0];
  const halfM = Math.max(box.max.xM - box.min.xM, box.max.yM - box.min.yM) / 2 || 1;
  const along = (value: number, least: number, most: number): number =>
    Math.max(-0.94, Math.min(0.94, ((value - (least + most) / 2) / halfM) * 0.9));
  return [along(xM, box.min.xM, box.max.xM), along(yM, box.min.yM, box.max.yM)];
}

function point([across, up]: readonly [number, number], index: number, levels: number): string {
  const size = index === 0 ? 1 : PLATE_SHARE;
  const y = levels === 1 ? GROUND_Y : GROUND_Y + ((TOP_Y - GROUND_Y) * index) / (levels - 1);
  const x = SKETCH_SIZE.width / 2 + ((across - up) / 2) * HALF.width * size;
  return `${tenth(x)} ${tenth(y - ((across + up) / 2) * HALF.height * size)}`;
}

function tenth(value: number): number {
  return Math.round(value * 10) / 10;
}

function outline(corners: readonly string[]): string {
  return corners.length === 0 ? '' : `M${corners.join('L')}Z`;
}

function dots(points: readonly string[]): string {
  return [...new Set(points)].map((one) => `M${one}h0`).join('');
}

function thinned<T>(list: readonly T[]): readonly T[] {
  const step = Math.ceil(list.length / MOST);
  return step <= 1 ? list : list.filter((_, index) => index % step === 0);
}
