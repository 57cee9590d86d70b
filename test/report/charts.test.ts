import { describe, expect, test } from 'vitest';
import { drawChart } from '../../core/report/charts.ts';
import { parsePage } from './parse-page.ts';

interface Bar {
  readonly x: number;
  readonly width: number;
  readonly height: number;
  readonly fill: string;
}

function draw(data: Parameters<typeof drawChart>[0]): { bars: Bar[]; texts: string[]; height: number } {
  const page = parsePage(`<body>${drawChart(data, 'what it shows').markup}`);
  const numbers = page.elements
    .filter((element) => element.name === 'rect')
    .map(({ attributes }) => ({
      x: Number(attributes['x']),
      width: Number(attributes['width']),
      height: Number(attributes['height']),
      fill: attributes['fill'] ?? '',
    }));
  const box = page.elements.find((element) => element.name === 'svg')?.attributes['viewBox'] ?? '';
  return { bars: numbers, texts: page.text.split('\n'), height: Number(box.split(' ')[3]) };
}

const row = { name: 'a', p50Ms: 20, p95Ms: 40, p99Ms: 60, objectiveMs: 50, label: '60 / 50 ms' };

describe('percentile bars', () => {
  test('lengths are in proportion to the percentiles, and change colour at the objective', () => {
    const { bars } = draw({ type: 'percentiles', rows: [row], axis: 'axis', limit: 'limit' });
    const widths = bars.map((bar) => bar.width);
    const [p50 = 0, p95 = 0, within = 0, beyond = 0] = widths;
    expect(widths).toHaveLength(4);
    expect(p95 / p50).toBeCloseTo(1, 2);
    expect(within / p50).toBeCloseTo(0.5, 2);
    expect(beyond / p50).toBeCloseTo(0.5, 2);
    expect(bars[3]?.fill).not.toBe(bars[2]?.fill);
  });

  test('a flow far beyond its objective is cut at three times, and says so', () => {
    const { bars, texts } = draw({ type: 'percentiles', rows: [{ ...row, p99Ms: 5000 }], axis: 'axis', limit: 'limit' });
    expect(Math.max(...bars.map((bar) => bar.x + bar.width))).toBeLessThanOrEqual(680 - 118 + 0.01);
    expect(texts).toContain('»');
  });

  test('a long name is cut, a Chinese one sooner', () => {
    const named = (name: string): string =>
      draw({ type: 'percentiles', rows: [{ ...row, name }], axis: 'axis', limit: 'limit' }).texts.find((text) =>
        text.endsWith('…'),
      ) ?? '';
    const latin = named('n'.repeat(200));
    const chinese = named('港'.repeat(200));
    expect(latin.length).toBeGreaterThan(20);
    expect(chinese.length).toBeLessThan(latin.length);
    expect(chinese.length).toBeGreaterThan(10);
  });
});

describe('columns', () => {
  test('the figures above the columns of a tier add up to its nodes, and full is not over', () => {
    const utilisations = [0, 0.01, 0.5, 0.5, 0.95, 1, 1.01, 7, Infinity];
    const { bars, texts } = draw({
      type: 'tiers',
      rows: [{ name: 't', utilisations, label: 'l' }],
      axis: 'axis',
      limit: 'limit',
    });
    expect(bars.filter((bar) => bar.fill === '#dd7a1f')).toHaveLength(2);
    const counts = texts.slice(texts.indexOf('l') + 1, texts.lastIndexOf('limit')).map(Number);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(utilisations.length);
  });

  test('one node among thousands still shows', () => {
    const utilisations = [...Array.from({ length: 5000 }, () => 0.02), 1.5];
    const { bars } = draw({ type: 'tiers', rows: [{ name: 't', utilisations, label: 'l' }], axis: 'axis', limit: 'limit' });
    expect(Math.min(...bars.map((bar) => bar.height))).toBeGreaterThanOrEqual(2);
  });

  test('slack: late flows left of zero, none lost, none counted twice', () => {
    const slacks = [-30, -1, -0.05, 0, 0.05, 0.1, 0.95, 1];
    const { bars, texts } = draw({ type: 'slack', slacks, axis: 'axis', countAxis: 'n', limit: 'limit' });
    const late = bars.filter((bar) => bar.fill === '#dd7a1f');
    const zero = 44 + (680 - 44 - 8) / 2;
    for (const bar of late) expect(bar.x + bar.width).toBeLessThanOrEqual(zero);
    for (const bar of bars.filter((each) => !late.includes(each))) expect(bar.x).toBeGreaterThanOrEqual(zero);
    const counts = texts.slice(texts.indexOf('100') + 1, texts.indexOf('limit')).map(Number);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(slacks.length);
    expect(counts.length).toBe(bars.length);
  });
});
