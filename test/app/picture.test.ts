import { XMLValidator } from 'fast-xml-parser';
import { describe, expect, test } from 'vitest';
import { composePicture } from '../../renderer/app/picture/compose-picture.ts';
import type { PictureSheet } from '../../renderer/app/picture/compose-picture.ts';

const SHEET: PictureSheet = {
  widthPx: 1920,
  heightPx: 1080,
  unit: 1.5,
  title: 'Plant <A> & "B"',
  legend: {
    kind: 'scale',
    title: 'Utilisation',
    stops: [
      { share: 0, css: '#ffffff' },
      { share: 1, css: '#000000' },
    ],
    first: '0%',
    last: '100%',
  },
  scaleBar: { lengthPx: 150, label: '50 m' },
  labels: [{ text: 'Rack <1>', xPx: 300, yPx: 200, heightPx: 24 }],
  textCss: '#101010',
  paperCss: '#f0f0f0',
};

describe('a picture of the twin', () => {
  test('is SVG of its size whatever names hold, with the picture, names, legend and scale bar', () => {
    const svg = composePicture(SHEET, 'data:image/png;base64,AAAA');
    expect(XMLValidator.validate(svg)).toBe(true);
    expect(svg).toContain('viewBox="0 0 1920 1080"');
    expect(svg).toContain('href="data:image/png;base64,AAAA"');
    for (const words of ['Plant &lt;A&gt; &amp; &quot;B&quot;', 'Rack &lt;1&gt;', 'Utilisation', '0%', '100%', '50 m']) {
      expect(svg).toContain(`>${words}</text>`);
    }
    // 150 px of the picture are 100 of the screen, in which the rest is measured.
    expect(svg).toContain('h100v-5');
  });

  test('has only what was wished for', () => {
    const bare = composePicture({ ...SHEET, title: null, legend: null, scaleBar: null, labels: [] }, null);
    expect(XMLValidator.validate(bare)).toBe(true);
    expect(bare).not.toContain('<text');
    expect(bare).not.toContain('<image');
  });

  test('classes stand inside the sheet, each with its own shape', () => {
    const classes = (['circle', 'triangle', 'ring'] as const).map((shape) => ({ label: `a ${shape}`, css: '#123456', shape }));
    const svg = composePicture({ ...SHEET, legend: { kind: 'classes', title: 'Findings', classes } }, null);
    expect(new Set([...svg.matchAll(/d="(M[^"]+)" fill="#123456"/g)].map(([, path]) => path)).size).toBe(3);
    const [, left, top] = /translate\(([\d.]+) ([\d.]+)\)/.exec(svg) ?? [];
    expect(Number(left)).toBeLessThan(1280);
    expect(Number(top)).toBeLessThan(720);
  });
});
