import type { RecordOf, Site } from '../../core/site/site.ts';
import { getRecord } from '../../core/site/site.ts';
import type { RecordRef } from '../store/interaction-store.ts';
import { findingColour, mixRgb } from '../ui/scales.ts';
import type { Scheme } from '../ui/scales.ts';
import { DIMMED, worstSeverity } from './colouring.ts';
import type { ColourFacts, Colouring, Focus } from './colouring.ts';
import { toLinear } from './geometry/mesh-data.ts';
import { entryOf } from './layout/model.ts';
import type { LinkEnds, SceneModel } from './layout/model.ts';
import type { SceneSymbol } from './layout/symbols.ts';
import { SHAPE_NUMBERS } from './materials/mark-material.ts';
import type { Palette } from './palette.ts';
import type { Mark } from './parts/marks.tsx';
import type { Strand } from './parts/strands.tsx';

/** What the current overlay, focus and theme make of the model. */
export interface Dress {
  readonly site: Site;
  readonly model: SceneModel;
  readonly facts: ColourFacts;
  readonly colours: Colouring;
  readonly focus: Focus | null;
  readonly palette: Palette;
  readonly scheme: Scheme;
  /** Whether traffic is seen to move on all links. */
  readonly animated: boolean;
}

/** Colours of all symbols, three linear numbers each. */
export function symbolTints({ model, colours, focus, palette }: Dress): Float32Array {
  const tints = new Float32Array(model.symbols.length * 3);
  for (const [index, symbol] of model.symbols.entries()) {
    const isNode = symbol.collection === 'nodes';
    const own = isNode ? colours.node(symbol.id, symbol.tier) : palette.pad;
    const dimmed = focus !== null && !(isNode && focus.nodes.has(symbol.id));
    tints.set(toLinear(dimmed ? mixRgb(palette.ground, own, DIMMED) : own), index * 3);
  }
  return tints;
}

/** Narrowest and widest strand, px: capacities span six orders of magnitude, so width follows their logarithm. */
const STRAND_PX = { least: 1.2, most: 7 };

/** Beyond so many strands they get thinner, or they would hide what they join. */
const MANY_STRANDS = 40;
/** So much thinner at most. */
const THINNEST = 0.35;

/** Media without a wire: their strands are broken. */
const RADIO: readonly string[] = ['microwave', 'satellite', 'cellular', 'wifi', 'lora'];

/** Strands of all links; those on the selected flow's way last, so that they lie on top. */
export function linkStrands(dress: Dress): Strand[] {
  const { model, focus } = dress;
  const crowd = Math.max(THINNEST, Math.min(1, Math.sqrt(MANY_STRANDS / Math.max(1, model.links.length))));
  const opacity = 0.85 * Math.sqrt(crowd);
  const [others, onWay]: [Strand[], Strand[]] = [[], []];
  for (const link of model.links) {
    const isOnWay = focus?.links.has(link.id) ?? false;
    (isOnWay ? onWay : others).push(linkStrand(dress, link, isOnWay, crowd, opacity));
  }
  return [...others, ...onWay];
}

function linkStrand(
  { site, facts, colours, focus, palette, animated }: Dress,
  link: LinkEnds,
  isOnWay: boolean,
  crowd: number,
  opacity: number,
): Strand {
  const { colour, violated, filled = false } = colours.link(link.id);
  const record = getRecord(site, 'links', link.id);
  const medium = record === undefined ? undefined : getRecord(site, 'media', record.mediumId);
  const result = facts.links.get(link.id);
  const capacityMbps = Math.max(result?.capacityUpMbps ?? 0, result?.capacityDownMbps ?? 0) || (medium?.bandwidthDownMbps ?? 100);
  const widthPx = strandWidthPx(capacityMbps);
  return {
    from: link.from,
    to: link.to,
    widthPx: isOnWay ? widthPx + 1.5 : Math.max(STRAND_PX.least, widthPx * crowd),
    archShare: 0,
    opacity: focus === null ? (violated ? 1 : opacity) : isOnWay ? 1 : DIMMED,
    dashPx: medium !== undefined && RADIO.includes(medium.kind) ? 5 : 0,
    colour: toLinear(isOnWay && !violated ? palette.accent : colour),
    load: filled ? 1 : result === undefined ? 0 : Math.max(result.utilisationUp, result.utilisationDown),
    beadsPxPerS:
      isOnWay || (animated && focus === null && carriesLoad(result))
        ? beadsPxPerS(result?.delayUpMs ?? null) * (focus?.backwards.has(link.id) === true ? -1 : 1)
        : 0,
  };
}

function carriesLoad(result: { readonly utilisationUp: number; readonly utilisationDown: number } | undefined): boolean {
  return result !== undefined && result.utilisationUp + result.utilisationDown > 0;
}

/** Beads of a link that takes a millisecond, px a second, and how much slower they are for ten times the delay. */
const BEADS = { atOneMs: 90, perDecade: 35, least: 14, most: 200 };

/** How fast the beads of a strand go: the shorter the delay, the faster; by its logarithm, as delays span five orders of magnitude. */
export function beadsPxPerS(delayMs: number | null): number {
  if (delayMs === null) return 0;
  const speed = BEADS.atOneMs - BEADS.perDecade * Math.log10(Math.max(delayMs, 1e-6));
  return Math.min(BEADS.most, Math.max(BEADS.least, speed));
}

/** Strands of the links that are selected or hovered, once more and stronger. */
export function markedStrands(dress: Dress, refs: readonly RecordRef[]): Strand[] {
  const ids = refs.filter((ref) => ref.collection === 'links').map((ref) => ref.id);
  if (ids.length === 0) return [];
  return dress.model.links
    .filter((link) => ids.includes(link.id))
    .map((link) => {
      const strand = linkStrand(dress, link, true, 1, 1);
      return {
        ...strand,
        widthPx: strand.widthPx + 1,
        beadsPxPerS: beadsPxPerS(dress.facts.links.get(link.id)?.delayUpMs ?? null),
      };
    });
}

/** Thin strands from device groups to the node that gives them access. */
export function accessStrands({ model, focus, palette, colours }: Dress): Strand[] {
  const faint = Math.max(0.1, Math.min(0.45, 3 / Math.sqrt(Math.max(1, model.groups.length))));
  return model.groups.flatMap((group, index): Strand[] => {
    if (group.attachedTo === null) return [];
    const inFocus = focus?.groups.has(group.id) ?? false;
    return [
      {
        from: model.symbols.length + index,
        to: group.attachedTo,
        widthPx: inFocus ? 2.5 : 1,
        archShare: -1,
        opacity: focus === null ? faint : inFocus ? 1 : faint * DIMMED,
        dashPx: 0,
        colour: toLinear(inFocus ? palette.accent : mixRgb(palette.strand, colours.group(group.id), 0.5)),
        load: 1,
        beadsPxPerS: 0,
      },
    ];
  });
}

export function strandWidthPx(capacityMbps: number): number {
  // 1 Mbps is a hair, 100 Gbps the widest.
  const share = Math.log10(Math.max(1, capacityMbps)) / 5;
  return STRAND_PX.least + Math.min(1, share) * (STRAND_PX.most - STRAND_PX.least);
}

const GROUP_SHAPES: Readonly<Partial<Record<RecordOf<'deviceGroups'>['kind'], number>>> = {
  camera: SHAPE_NUMBERS.triangle,
  plc: SHAPE_NUMBERS.square,
  robot: SHAPE_NUMBERS.square,
  machine: SHAPE_NUMBERS.square,
  display: SHAPE_NUMBERS.square,
  terminal: SHAPE_NUMBERS.square,
  agv: SHAPE_NUMBERS.diamond,
  vehicle: SHAPE_NUMBERS.diamond,
};

/** Fields of all device groups. */
export function groupMarks({ model, colours, focus, palette }: Dress): Mark[] {
  const sizeM = model.ground.radiusM * 0.0045;
  return model.groups.flatMap((group, index): Mark[] => {
    const dimmed = focus !== null && !focus.groups.has(group.id);
    const own = colours.group(group.id);
    const colour = toLinear(dimmed ? mixRgb(palette.ground, own, DIMMED) : own);
    const shape = GROUP_SHAPES[group.kind] ?? SHAPE_NUMBERS.circle;
    return group.marks.map((aside) => ({
      entry: model.symbols.length + index,
      aside,
      sizeM,
      leastPx: 4.5,
      mostPx: 11,
      shape,
      colour,
      opacity: 0.9,
      upShare: 0,
      raisePx: 0,
      asidePx: 0,
    }));
  });
}

/** Shapes over nodes on which something was found. */
export function findingMarks({ model, facts, focus, scheme }: Dress): Mark[] {
  return model.symbols.flatMap((symbol, entry): Mark[] => {
    const severity = worstSeverity(facts.findings.get(`${symbol.collection}/${symbol.id}`));
    if (severity === null || (focus !== null && !focus.nodes.has(symbol.id))) return [];
    const sizePx = severity === 'error' ? 12 : 10;
    return [
      {
        entry,
        aside: [0, 0],
        sizeM: 0,
        leastPx: sizePx,
        mostPx: sizePx,
        shape: severity === 'error' ? SHAPE_NUMBERS.triangle : SHAPE_NUMBERS['half-circle'],
        colour: toLinear(findingColour(severity, scheme)),
        opacity: 1,
        upShare: 1,
        raisePx: sizePx * 0.5 + 1,
        asidePx: 0,
      },
    ];
  });
}

export interface Ring {
  readonly ref: RecordRef;
  readonly kind: 'selected' | 'hovered' | 'aimed' | 'refused';
}

/** Rings around what is selected, hovered or aimed at. */
export function ringMarks(model: SceneModel, palette: Palette, rings: readonly Ring[]): Mark[] {
  return rings.flatMap(({ ref, kind }): Mark[] => {
    const entry = entryOf(model, ref.collection, ref.id);
    if (entry === null) return [];
    const group = model.groups[entry - model.symbols.length];
    return [
      {
        entry,
        aside: [0, 0],
        sizeM: group === undefined ? ringShare(model.symbols[entry]) : group.radiusM * 2.2,
        leastPx: 22,
        mostPx: 400,
        shape: SHAPE_NUMBERS.halo,
        colour: toLinear(kind === 'refused' ? palette.refused : palette.accent),
        opacity: kind === 'hovered' ? 0.55 : 1,
        upShare: 0.5,
        raisePx: 0,
        asidePx: 0,
      },
    ];
  });
}

/** Ring about a symbol, as a multiple of its size (see Mark.sizeM); about a unit in a rack, of the unit. */
function ringShare(symbol: SceneSymbol | undefined): number {
  if (symbol === undefined) return 0;
  return symbol.collection === 'nodes' && symbol.offset[1] > 0 ? -0.42 : -1.3;
}
