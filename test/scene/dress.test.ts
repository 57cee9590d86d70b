import { describe, expect, it } from 'vitest';
import type { Finding, FlowDetail, FlowResult, LinkResult, NodeResult } from '../../core/evaluate/result.ts';
import { colouring, focusOf, worstSeverity } from '../../renderer/scene/colouring.ts';
import type { ColourFacts, Focus } from '../../renderer/scene/colouring.ts';
import {
  accessStrands,
  beadsPxPerS,
  findingMarks,
  groupMarks,
  linkStrands,
  ringMarks,
  strandWidthPx,
  symbolTints,
} from '../../renderer/scene/dress.ts';
import type { Dress } from '../../renderer/scene/dress.ts';
import { toLinear } from '../../renderer/scene/geometry/mesh-data.ts';
import { leastSlacks, NO_FIGURES } from '../../renderer/scene/overlay-figures.ts';
import { buildModel } from '../../renderer/scene/layout/model.ts';
import { PALETTES } from '../../renderer/scene/palette.ts';
import type { Overlay } from '../../renderer/store/view-store.ts';
import { tierColour, unknownColour, utilisationColour, violatedColour } from '../../renderer/ui/scales.ts';
import { OVERLAYS } from '../../renderer/app/actions/view-actions.ts';
import { sceneSite } from './scene-site.ts';

const site = sceneSite();
const model = buildModel(site);

const NOTHING: ColourFacts = { nodes: new Map(), links: new Map(), flows: new Map(), findings: new Map() };

function node(id: string, compute: number): [string, NodeResult] {
  return [
    id,
    {
      id,
      tier: 'on-site-edge',
      utilisation: { compute, memory: 0.1 },
      amounts: {},
      tightest: 'compute',
      powerW: 1,
      placements: 1,
    },
  ];
}

function link(id: string, load: number): [string, LinkResult] {
  const both = { upMbps: 1, downMbps: 1, capacityUpMbps: 1000, capacityDownMbps: 1000, utilisationUp: load, utilisationDown: 0 };
  return [id, { id, ...both, delayUpMs: 1, delayDownMs: 1, flows: 1 }];
}

function flow(slack: number | null, status: FlowResult['status']): FlowResult {
  return { id: 'image', slack, status, servedBy: status === 'met' ? 'unit' : null } as FlowResult;
}

function finding(subject: string, severity: Finding['severity']): Finding {
  return { id: subject, kind: 'near-limit', severity, subject } as Finding;
}

function dress(facts: ColourFacts, overlay: Overlay, focus: Focus | null = null): Dress {
  const palette = PALETTES.light;
  const figures = { ...NO_FIGURES, values: leastSlacks(site, facts.flows) };
  const colours = colouring(facts, { overlay, dimension: null }, 'light', palette, figures);
  return { site, model, facts, colours, focus, palette, scheme: 'light', animated: false };
}

describe('colours', () => {
  it('without an answer nothing claims a figure', () => {
    const plain = colouring(NOTHING, { overlay: 'utilisation', dimension: null }, 'light', PALETTES.light, NO_FIGURES);
    expect(plain.node('unit', 'on-site-edge')).toEqual(unknownColour('light'));
    expect(plain.link('unit-gate').violated).toBe(false);
    expect(
      colouring(NOTHING, { overlay: 'findings', dimension: null }, 'light', PALETTES.light, NO_FIGURES).node(
        'unit',
        'on-site-edge',
      ),
    ).toEqual(unknownColour('light'));
  });

  it('show the fullest dimension, the tier, the worst finding', () => {
    const facts = {
      ...NOTHING,
      nodes: new Map([node('unit', 0.7)]),
      findings: new Map([['nodes/unit', [finding('nodes/unit', 'error')]]]),
    };
    const of = (overlay: Overlay) =>
      colouring(facts, { overlay, dimension: null }, 'light', PALETTES.light, NO_FIGURES).node('unit', 'on-site-edge');
    expect(of('utilisation')).toEqual(utilisationColour(0.7, 'light'));
    expect(of('tier')).toEqual(tierColour('on-site-edge', 'light'));
    expect(of('findings')).toEqual(violatedColour('light'));
  });

  it('show one dimension where one is chosen; a node without it has no figure', () => {
    const facts = { ...NOTHING, nodes: new Map([node('unit', 0.7)]) };
    const of = (dimension: string) =>
      colouring(facts, { overlay: 'utilisation', dimension }, 'light', PALETTES.light, NO_FIGURES).node('unit', 'on-site-edge');
    expect(of('memory')).toEqual(utilisationColour(0.1, 'light'));
    expect(of('accelerator-gpu')).toEqual(unknownColour('light'));
  });

  it('a link is red only beyond its limit, in every overlay', () => {
    for (const overlay of OVERLAYS) {
      const facts = { ...NOTHING, links: new Map([link('unit-gate', 1.2), link('unit-edge', 0.99)]) };
      const colours = colouring(facts, { overlay, dimension: null }, 'light', PALETTES.light, NO_FIGURES);
      expect(colours.link('unit-gate')).toEqual({ colour: violatedColour('light'), violated: true });
      expect(colours.link('unit-edge').violated).toBe(false);
    }
  });

  it('slack is the least of the flows that a node answers and a group asks', () => {
    expect(leastSlacks(site, new Map([['image', flow(0.4, 'met')]]))).toEqual(
      new Map([
        ['nodes/unit', 0.4],
        ['deviceGroups/cameras', 0.4],
      ]),
    );
    expect(leastSlacks(site, new Map([['image', flow(null, 'no-route')]])).get('deviceGroups/cameras')).toBe(-Infinity);
    expect(leastSlacks(site, new Map([['image', flow(null, 'unplaced')]])).size).toBe(0);
  });

  it('of two findings the error counts', () => {
    expect(worstSeverity(undefined)).toBeNull();
    expect(worstSeverity([finding('x', 'warning'), finding('x', 'error')])).toBe('error');
  });
});

describe('a selected flow', () => {
  const detail: FlowDetail = {
    flowId: 'image',
    hops: [
      { kind: 'access', id: 'cameras', nodeId: 'gate', direction: 'forth', meanMs: 1, breakdownMs: {} as never },
      { kind: 'link', id: 'unit-gate', nodeId: 'unit', direction: 'forth', meanMs: 1, breakdownMs: {} as never },
    ],
  };
  const flows = new Map([['image', flow(0.4, 'met')]]);
  const selection = [{ collection: 'flows' as const, id: 'image' }];

  it('keeps its way in colour', () => {
    const focus = focusOf(site, selection, flows, detail);
    expect(focus?.nodes).toEqual(new Set(['unit', 'gate']));
    expect(focus?.links).toEqual(new Set(['unit-gate']));
    expect(focus?.groups).toEqual(new Set(['cameras']));
    expect(focusOf(site, selection, flows, { ...detail, flowId: 'other' })?.links.size).toBe(0);
    expect(focusOf(site, [...selection, ...selection], flows, detail)).toBeNull();
    expect(focusOf(site, [{ collection: 'nodes', id: 'unit' }], flows, detail)).toBeNull();
  });

  it('dims everything else', () => {
    const facts = {
      ...NOTHING,
      nodes: new Map([node('unit', 0.9), node('edge', 0.9)]),
      links: new Map([link('unit-gate', 0.2)]),
    };
    const [full, dimmed] = [dress(facts, 'utilisation'), dress(facts, 'utilisation', focusOf(site, selection, flows, detail))];
    const tint = (one: Dress, ref: string): number[] => {
      const index = model.indexOf.get(ref) ?? -1;
      return [...symbolTints(one).subarray(index * 3, index * 3 + 3)];
    };
    expect(tint(dimmed, 'nodes/unit')).toEqual(tint(full, 'nodes/unit'));
    expect(tint(dimmed, 'nodes/edge')).not.toEqual(tint(full, 'nodes/edge'));
    const [onWay] = linkStrands(dimmed).toReversed();
    const [other] = linkStrands(dimmed);
    expect(onWay?.opacity).toBe(1);
    expect(other?.opacity).toBe(0.15);
    expect(onWay?.colour).toEqual(toLinear(PALETTES.light.accent));
    // The request passes this link from its end to its start, and so do its beads.
    expect(onWay?.beadsPxPerS).toBeLessThan(0);
    expect(other?.beadsPxPerS).toBe(0);
  });
});

describe('strands and marks', () => {
  it('are one a link, one an attached group, one a device', () => {
    const plain = dress(NOTHING, 'utilisation');
    expect(linkStrands(plain)).toHaveLength(2);
    expect(accessStrands(plain)).toHaveLength(1);
    expect(groupMarks(plain)).toHaveLength(40);
  });

  it('capacity widens a strand, never beyond its bounds', () => {
    const widths = [0, 1, 10, 100, 1000, 10_000, 100_000, 1e9].map(strandWidthPx);
    expect(widths).toEqual(widths.toSorted((a, b) => a - b));
    expect(widths.at(-1)).toBe(strandWidthPx(100_000));
  });

  it('a strand is filled as far as its link is loaded, in either direction', () => {
    const facts = { ...NOTHING, links: new Map([link('unit-gate', 0.4)]) };
    const loads = linkStrands(dress(facts, 'tier')).map((strand) => strand.load);
    expect(loads.toSorted()).toEqual([0, 0.4]);
  });

  it('beads go slower the longer the delay, and never stand still while there is one', () => {
    const speeds = [0.001, 0.1, 1, 10, 100, 1e6].map(beadsPxPerS);
    expect(speeds).toEqual(speeds.toSorted((a, b) => b - a));
    expect(speeds.at(-1)).toBeGreaterThan(0);
    expect(beadsPxPerS(null)).toBe(0);
  });

  it('a finding shows by a shape as well as by colour', () => {
    const facts = {
      ...NOTHING,
      findings: new Map([
        ['nodes/unit', [finding('nodes/unit', 'error')]],
        ['nodes/gate', [finding('nodes/gate', 'warning')]],
      ]),
    };
    const marks = findingMarks(dress(facts, 'tier'));
    expect(marks).toHaveLength(2);
    expect(new Set(marks.map((mark) => mark.shape)).size).toBe(2);
  });

  it('rings go around nodes, pads and groups, and not around what has no spot', () => {
    const rings = (['nodes/gate', 'places/room', 'deviceGroups/cameras', 'nodes/gone', 'workloads/quality'] as const).map(
      (key) => {
        const [collection, id] = key.split('/') as ['nodes', string];
        return { ref: { collection, id }, kind: 'selected' as const };
      },
    );
    expect(ringMarks(model, PALETTES.light, rings)).toHaveLength(3);
  });
});
