import type { RecordOf, Site } from '../../core/site/site.ts';
import { getRecord } from '../../core/site/site.ts';
import type { RecordRef } from '../store/interaction-store.ts';
import { findingColour, mixRgb } from '../ui/scales.ts';
import type { Rgb, Scheme } from '../ui/scales.ts';
import { DIMMED, worstSeverity } from './colouring.ts';
import type { ColourFacts, Colouring, Focus } from './colouring.ts';
import { toLinear } from './geometry/mesh-data.ts';
import type { SceneModel } from './layout/model.ts';
import type { SceneSymbol } from './layout/symbols.ts';
import { SHAPE_NUMBERS } from './materials/mark-material.ts';
import type { Palette } from './palette.ts';
import type { Mark, Stand } from './parts/marks.tsx';
import type { Strand, StrandEnd } from './parts/strands.tsx';

/** What the current overlay, focus and theme make of the model. */
export interface Dress {
  readonly site: Site;
  readonly model: SceneModel;
  readonly feet: Float32Array;
  readonly facts: ColourFacts;
  readonly colours: Colouring;
  readonly focus: Focus | null;
  readonly palette: Palette;
  readonly scheme: Scheme;
}

/** Colours of all symbols, three linear numbers each. */
export function symbolTints({ model, colours, focus, palette }: Dress): Float32Array {
  const tints = new Float32Array(model.symbols.length * 3);
  for (const [index, symbol] of model.symbols.entries()) {
    const isNode = symbol.collection === 'nodes';
    const own = isNode ? colours.node(symbol.id, symbol.tier) : palette.pad;
    const dimmed = focus !== null && !(isNode && focus.nodes.has(symbol.id));
    tints.set(toLinear(dimmed ? mixRgb(palette.ground, own, isNode ? DIMMED : 0.6) : own), index * 3);
  }
  return tints;
}

/** Narrowest and widest strand, px: capacities span six orders of magnitude, so width follows their logarithm. */
const STRAND_PX = { least: 0.9, most: 4.2 };

/** Beyond so many strands they get thinner, or they would hide what they join. */
const MANY_STRANDS = 40;

/** Strands of all links; those on the selected flow's way last, so that they lie on top. */
export function linkStrands(dress: Dress): Strand[] {
  const { site, model, facts, colours, focus, palette } = dress;
  const crowd = Math.max(0.45, Math.min(1, Math.sqrt(MANY_STRANDS / Math.max(1, model.links.length))));
  const strands = model.links.map((link): { readonly strand: Strand; readonly onWay: boolean } => {
    const onWay = focus?.links.has(link.id) ?? false;
    const { colour, violated } = colours.link(link.id);
    const record = getRecord(site, 'links', link.id);
    const medium = record === undefined ? undefined : getRecord(site, 'media', record.mediumId);
    const result = facts.links.get(link.id);
    const capacityMbps =
      Math.max(result?.capacityUpMbps ?? 0, result?.capacityDownMbps ?? 0) || (medium?.bandwidthDownMbps ?? 100);
    const dashed =
      medium?.kind === 'microwave' ||
      medium?.kind === 'satellite' ||
      medium?.kind === 'cellular' ||
      medium?.kind === 'wifi' ||
      medium?.kind === 'lora';
    const ink = onWay && !violated ? palette.accent : colour;
    return {
      onWay,
      strand: {
        from: endOf(dress, link.from),
        to: endOf(dress, link.to),
        widthPx: onWay ? strandWidthPx(capacityMbps) + 1.5 : Math.max(STRAND_PX.least, strandWidthPx(capacityMbps) * crowd),
        archM: archM(dress, link.from, link.to),
        opacity: focus === null ? (violated ? 1 : 0.85 * Math.sqrt(crowd)) : onWay ? 1 : DIMMED,
        dashPx: dashed ? 5 : 0,
        colour: toLinear(ink),
      },
    };
  });
  return strands.toSorted((a, b) => Number(a.onWay) - Number(b.onWay)).map(({ strand }) => strand);
}

/** Strands of the links that are selected or hovered, once more and stronger. */
export function markedStrands(dress: Dress, refs: readonly RecordRef[]): Strand[] {
  return dress.model.links
    .filter((link) => refs.some((ref) => ref.collection === 'links' && ref.id === link.id))
    .map((link) => ({
      from: endOf(dress, link.from),
      to: endOf(dress, link.to),
      widthPx: STRAND_PX.most + 1,
      archM: archM(dress, link.from, link.to),
      opacity: 0.9,
      dashPx: 0,
      colour: toLinear(dress.colours.link(link.id).violated ? dress.colours.link(link.id).colour : dress.palette.accent),
    }));
}

/** Thin strands from device groups to the node that gives them access. */
export function accessStrands(dress: Dress): Strand[] {
  const { model, focus, palette, colours } = dress;
  const faint = model.groups.length > 200 ? 0.22 : 0.45;
  return model.groups.flatMap((group): Strand[] => {
    if (group.attachedTo === null) return [];
    const inFocus = focus?.groups.has(group.id) ?? false;
    return [
      {
        from: { foot: group.middle, offset: [0, 0, 0], pitchM: 1, pitchPx: 0, roomM: 0 },
        to: endOf(dress, group.attachedTo),
        widthPx: inFocus ? 2.5 : 1,
        archM: 0,
        opacity: focus === null ? faint : inFocus ? 1 : faint * DIMMED,
        dashPx: 0,
        colour: toLinear(inFocus ? palette.accent : mixRgb(palette.strand, colours.group(group.id), 0.5)),
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
  return model.groups.flatMap((group): Mark[] => {
    const dimmed = focus !== null && !focus.groups.has(group.id);
    const colour = toLinear(dimmed ? mixRgb(palette.ground, colours.group(group.id), 0.4) : colours.group(group.id));
    const [x, y, z] = group.middle;
    return group.marks.map(([east, south]) => ({
      stand: freeStand([x + east, y + model.ground.radiusM * 0.002, z + south]),
      sizeM,
      leastPx: 4.5,
      mostPx: 11,
      shape: GROUP_SHAPES[group.kind] ?? SHAPE_NUMBERS.circle,
      colour,
      opacity: 0.9,
      upShare: 0,
      raisePx: 0,
      asidePx: 0,
    }));
  });
}

/** Shapes over nodes on which something was found, and rings around what is selected, hovered or aimed at. */
export function statusMarks(
  dress: Dress,
  rings: readonly { readonly ref: RecordRef; readonly kind: 'selected' | 'hovered' | 'aimed' | 'refused' }[],
): Mark[] {
  const { model, facts, focus, palette, scheme } = dress;
  const marks: Mark[] = [];
  for (const [index, symbol] of model.symbols.entries()) {
    const severity = worstSeverity(facts.findings.get(`${symbol.collection}/${symbol.id}`));
    if (severity === null || (focus !== null && !focus.nodes.has(symbol.id))) continue;
    const sizePx = severity === 'error' ? 12 : 10;
    marks.push({
      stand: standOf(dress, index),
      sizeM: 0,
      leastPx: sizePx,
      mostPx: sizePx,
      shape: severity === 'error' ? SHAPE_NUMBERS.triangle : SHAPE_NUMBERS['half-circle'],
      colour: toLinear(findingColour(severity, scheme)),
      opacity: 1,
      upShare: 1,
      raisePx: sizePx * 0.5 + 1,
      asidePx: 0,
    });
  }
  for (const { ref, kind } of rings) {
    const index = model.indexOf.get(`${ref.collection}/${ref.id}`);
    const group = ref.collection === 'deviceGroups' ? model.groups.find((one) => one.id === ref.id) : undefined;
    if (index === undefined && group === undefined) continue;
    const ink: Rgb = kind === 'refused' ? palette.refused : palette.accent;
    marks.push({
      stand: index === undefined ? freeStand(group?.middle ?? [0, 0, 0]) : standOf(dress, index),
      sizeM: group === undefined ? ringShare(model.symbols[index ?? -1]) : group.radiusM * 2.2,
      leastPx: 22,
      mostPx: 400,
      shape: SHAPE_NUMBERS.halo,
      colour: toLinear(ink),
      opacity: kind === 'hovered' ? 0.55 : 1,
      upShare: 0.5,
      raisePx: 0,
      asidePx: 0,
    });
  }
  return marks;
}

/** Ring about a symbol, as a multiple of its size (see Mark.sizeM); about a unit in a rack, of the unit. */
function ringShare(symbol: SceneSymbol | undefined): number {
  if (symbol === undefined) return 0;
  return symbol.collection === 'nodes' && symbol.offset[1] > 0 ? -0.42 : -1.3;
}

/** A spot of its own, not of a symbol. */
export function freeStand(at: readonly [number, number, number]): Stand {
  return { foot: at, offset: [0, 0, 0], pitchM: 1, pitchPx: 0, sizeM: 0, leastPx: 0, roomM: 0, heightShare: 0 };
}

export function standOf(dress: Dress, index: number): Stand {
  const symbol = dress.model.symbols[index];
  const foot = footAt(dress, index);
  return symbol === undefined ? freeStand(foot) : { ...symbol, foot };
}

function footAt({ feet }: Dress, index: number): readonly [number, number, number] {
  return [feet[index * 3] ?? 0, feet[index * 3 + 1] ?? 0, feet[index * 3 + 2] ?? 0];
}

export function endOf(dress: Dress, index: number): StrandEnd {
  const symbol: SceneSymbol | undefined = dress.model.symbols[index];
  return {
    foot: footAt(dress, index),
    offset: symbol === undefined ? [0, 0, 0] : [symbol.offset[0], symbol.offset[1] + symbol.sizeM * 0.06, symbol.offset[2]],
    pitchM: symbol?.pitchM ?? 1,
    pitchPx: symbol?.pitchPx ?? 0,
    roomM: symbol?.roomM ?? 0,
  };
}

/** Level strands arch a little, so that they do not lie in each other or in the walls; steep ones hang straight. */
export function archM(dress: Dress, from: number, to: number): number {
  const [a, b] = [footAt(dress, from), footAt(dress, to)];
  const acrossM = Math.hypot(a[0] - b[0], a[2] - b[2]);
  const steepness = Math.abs(a[1] - b[1]) / Math.max(acrossM, 1e-6);
  return acrossM * 0.09 * Math.max(0, 1 - 4 * steepness);
}
