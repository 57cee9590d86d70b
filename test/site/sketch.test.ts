import { describe, expect, test } from 'vitest';
import type { Site } from '../../core/site/site.ts';
import { emptySite, listRecords } from '../../core/site/site.ts';
import type { SiteSketch } from '../../core/site/sketch.ts';
import { SKETCH_SIZE, sketchOf } from '../../core/site/sketch.ts';
import { readSample } from '../helpers/read-sample.ts';
import { scaleSite } from '../helpers/scale-site.ts';

const coordinatesOf = ({ plates, places, links, groups, nodes }: SiteSketch): { x: number; y: number }[] =>
  [...plates, places, links, groups, nodes]
    .flatMap((path) => [...path.matchAll(/[ML](-?[\d.]+) (-?[\d.]+)/g)])
    .map(([, x, y]) => ({ x: Number(x), y: Number(y) }));

const dotsIn = (path: string): number => path.split('h0').length - 1;

describe('sketchOf', () => {
  test('stays on its sheet, for samples and for a site of a thousand nodes', () => {
    for (const site of [readSample('melbourne-mec'), readSample('car-factory-qc'), scaleSite('city', 1000)]) {
      const points = coordinatesOf(sketchOf(site));
      expect(points.length).toBeGreaterThan(20);
      for (const { x, y } of points) {
        expect(x).toBeGreaterThanOrEqual(0);
        expect(x).toBeLessThanOrEqual(SKETCH_SIZE.width);
        expect(y).toBeGreaterThanOrEqual(0);
        expect(y).toBeLessThanOrEqual(SKETCH_SIZE.height);
      }
    }
  });

  test('has a plate for each higher tier in use and only for those', () => {
    const site = readSample('car-factory-qc');
    const tiers = new Set(listRecords(site, 'nodes').map(({ tier }) => tier));
    const above = [...tiers].filter((tier) => tier !== 'device' && tier !== 'on-site-edge');
    expect(sketchOf(site).plates).toHaveLength(1 + above.length);
  });

  test('draws a node higher the farther its tier is from the ground', () => {
    const site = readSample('car-factory-qc');
    const only = (wanted: string): Site => {
      const nodes = Object.entries(site.nodes).filter(([, { tier }]) => tier === wanted);
      return { ...site, nodes: Object.fromEntries(nodes) };
    };
    const meanY = (one: Site): number => {
      const ys = [...sketchOf(one).nodes.matchAll(/M[\d.]+ ([\d.]+)h0/g)].map(([, y]) => Number(y));
      return ys.reduce((sum, y) => sum + y, 0) / ys.length;
    };
    expect(meanY(only('regional'))).toBeLessThan(meanY(only('on-site-edge')));
  });

  test('is small for any number of nodes', () => {
    expect(dotsIn(sketchOf(scaleSite('city', 1000)).nodes)).toBeLessThanOrEqual(160);
  });

  test('of a site without anything is its ground alone', () => {
    const sketch = sketchOf(emptySite(readSample('car-factory-qc').header));
    expect(sketch.plates).toHaveLength(1);
    expect([sketch.places, sketch.links, sketch.groups, sketch.nodes]).toEqual(['', '', '', '']);
  });
});
