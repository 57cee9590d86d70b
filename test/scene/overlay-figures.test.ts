import { describe, expect, it } from 'vitest';
import type { AvailabilityAssessment } from '../../core/evaluate/availability/result.ts';
import type { DataAssessment } from '../../core/evaluate/data/result.ts';
import type { EnergyAssessment } from '../../core/evaluate/energy/result.ts';
import type { Site } from '../../core/site/site.ts';
import { coverageOf } from '../../renderer/scene/coverage.ts';
import { isNumbered } from '../../renderer/scene/labels/candidates.ts';
import { NO_ANSWERS, overlayFigures } from '../../renderer/scene/overlay-figures.ts';
import { sceneSite } from './scene-site.ts';

const site = sceneSite();
const NO_FLOWS = new Map<string, never>();

/** The site with its device group attached so far away by a radio that reaches 100 m. */
function radioSite(awayM: number, spreadM: number): Site {
  const { groups, medium } = { groups: site.deviceGroups, medium: Object.values(site.media)[0] };
  const cameras = groups['cameras'];
  if (cameras === undefined || medium === undefined) throw new Error('the site has no cameras');
  return {
    ...site,
    media: { ...site.media, air: { ...medium, id: 'air' as never, kind: 'wifi', maxRangeM: 100 } },
    nodes: { ...site.nodes, gate: { ...site.nodes['gate'], placeId: null, positionM: { xM: 0, yM: 0, zM: 0 } } as never },
    deviceGroups: {
      cameras: {
        ...cameras,
        placeId: null,
        positionM: { xM: awayM, yM: 0, zM: 0 },
        spreadM,
        attachment: { nodeId: 'gate' as never, mediumId: 'air' as never, lengthM: null },
      },
    },
  };
}

describe('coverage', () => {
  it.each([
    [90, 10, 'covered'],
    [95, 10, 'partly'],
    [105, 10, 'partly'],
    [111, 10, 'beyond'],
  ])('devices %d m away, %d m about, are %s by a radio of 100 m', (awayM, spreadM, reach) => {
    const { cells, groups } = coverageOf(radioSite(awayM, spreadM));
    expect(groups.get('cameras')).toBe(reach);
    expect(cells).toEqual([{ nodeId: 'gate', radiusM: 100 }]);
  });

  it('tells cables and what is not connected apart, and draws nothing for them', () => {
    const far = radioSite(500, 1);
    const cameras = Object.values(far.deviceGroups)[0];
    const detached = { ...far, deviceGroups: { cameras: { ...cameras, attachment: null } as never } };
    expect(coverageOf(detached)).toEqual({ cells: [], groups: new Map([['cameras', 'detached']]) });
    const medium = Object.values(far.media)[0];
    const wired = { ...far, media: { ...far.media, air: { ...medium, id: 'air', kind: 'copper' } as never } };
    expect(coverageOf(wired)).toEqual({ cells: [], groups: new Map([['cameras', 'wired']]) });
  });
});

describe('figures of the overlays', () => {
  it('availability: hardware and links their own, device groups the least that a workload offers', () => {
    const part = (id: string, kind: string, availability: number) => ({ id, kind, availability });
    const source = (availability: number) => ({ subject: 'deviceGroups/cameras', availability });
    const answer = {
      components: [part('nodes/unit', 'node', 0.999), part('links/unit-gate', 'link', 0.99), part('places/hall/ups', 'ups', 0.5)],
      workloads: [{ sources: [source(0.98)] }, { sources: [source(0.97)] }],
    } as unknown as AvailabilityAssessment;
    expect(overlayFigures(site, 'availability', NO_FLOWS, { ...NO_ANSWERS, availability: answer }).values).toEqual(
      new Map([
        ['nodes/unit', 0.999],
        ['links/unit-gate', 0.99],
        ['deviceGroups/cameras', 0.97],
      ]),
    );
  });

  it('energy: the year of each node, on a scale that ends at a round figure', () => {
    const answer = {
      nodes: [
        { id: 'unit', totalKWh: 310 },
        { id: 'gate', totalKWh: 12 },
      ],
    } as unknown as EnergyAssessment;
    const figures = overlayFigures(site, 'energy', NO_FLOWS, { ...NO_ANSWERS, energy: answer });
    expect(figures.values.get('nodes/unit')).toBe(310);
    expect(figures.most).toBe(500);
  });

  it('data: the fullest class of storage', () => {
    const storage = [0.2, 0.7, null].map((filledShare) => ({ nodeId: 'unit', filledShare }));
    const answer = { storage } as unknown as DataAssessment;
    expect(overlayFigures(site, 'data', NO_FLOWS, { ...NO_ANSWERS, data: answer }).values).toEqual(
      new Map([['nodes/unit', 0.7]]),
    );
  });

  it('tenants: of the node itself, else of the workloads on it where they agree', () => {
    const [quality, unit, gate] = [site.workloads['quality'], site.nodes['unit'], site.nodes['gate']];
    const owned = {
      ...site,
      workloads: { quality: { ...quality, tenant: 'Maker' } as never },
      nodes: { ...site.nodes, gate: { ...gate, tenant: 'Carrier' } as never },
    };
    const figures = overlayFigures(owned, 'tenant', NO_FLOWS, NO_ANSWERS);
    expect(figures.names).toEqual(['Carrier', 'Maker']);
    expect(figures.values).toEqual(
      new Map([
        ['nodes/gate', 0],
        ['nodes/unit', 1],
      ]),
    );
    const said = { ...owned, nodes: { ...owned.nodes, unit: { ...unit, tenant: 'Carrier' } as never } };
    expect(overlayFigures(said, 'tenant', NO_FLOWS, NO_ANSWERS).values.get('nodes/unit')).toBe(0);
  });

  it('without an answer there are none', () => {
    for (const overlay of ['availability', 'energy', 'data', 'utilisation', 'tier', 'findings'] as const) {
      expect(overlayFigures(site, overlay, NO_FLOWS, NO_ANSWERS).values.size).toBe(0);
    }
  });
});

describe('names of crossings', () => {
  it.each([
    ['intersection', 'Crossing 12', true],
    ['intersection', 'Crossing 01-13', true],
    ['intersection', 'High Street × Mill Lane', false],
    ['zone', 'Crossing 12', false],
  ])('a %s called %s is only numbered: %s', (kind, name, numbered) => expect(isNumbered({ kind, name })).toBe(numbered));
});
