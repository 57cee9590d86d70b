import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { apply } from '../../core/site/commands/apply.ts';
import { newHeader, newPlace, newScenery } from '../../core/site/defaults.ts';
import { applyDiff } from '../../core/site/diff.ts';
import { parseSiteFile, serializeSite } from '../../core/site/file.ts';
import { DigitReader, DigitWriter } from '../../core/site/scenery/digits.ts';
import { packShapes } from '../../core/site/scenery/pack.ts';
import type { Shapes } from '../../core/site/scenery/shapes.ts';
import { faultOfShapes, unpackShapes } from '../../core/site/scenery/unpack.ts';
import { scenerySchema } from '../../core/site/schema/scenery.ts';
import { emptySite } from '../../core/site/site.ts';
import type { Site } from '../../core/site/site.ts';

/** Lengths that are whole centimetres, so that nothing is rounded. */
const lengthM = fc.integer({ min: -2e8, max: 2e8 }).map((units) => units / 100);
const size = fc.integer({ min: 0, max: 1e6 }).map((units) => units / 100);
const points = (least: number): fc.Arbitrary<Float64Array> =>
  fc.array(fc.tuple(lengthM, lengthM), { minLength: least, maxLength: 8 }).map((each) => Float64Array.from(each.flat()));
const rings = fc.array(points(3), { minLength: 1, maxLength: 3 });
const mesh = fc.array(fc.tuple(lengthM, lengthM, lengthM), { minLength: 1, maxLength: 9 }).chain((corners) =>
  fc.array(fc.integer({ min: 0, max: corners.length - 1 }), { maxLength: 30 }).map((indices) => ({
    corners: Float64Array.from(corners.flat()),
    triangles: Uint32Array.from(indices.slice(0, indices.length - (indices.length % 3))),
  })),
);
const shapes: fc.Arbitrary<Shapes> = fc.oneof(
  fc.record({ form: fc.constant('prisms' as const), items: fc.array(fc.record({ rings, baseM: lengthM, heightM: size })) }),
  fc.record({
    form: fc.constant('ribbons' as const),
    items: fc.array(fc.record({ points: points(2), widthM: size, zM: lengthM })),
  }),
  fc.record({ form: fc.constant('areas' as const), items: fc.array(fc.record({ rings, zM: lengthM })) }),
  fc.record({ form: fc.constant('meshes' as const), items: fc.array(mesh) }),
);

function rounded(value: Shapes): unknown {
  const text = JSON.stringify(value, (_key, each: unknown) =>
    ArrayBuffer.isView(each)
      ? [...(each as Float64Array)].map((one) => Math.round(one * 100))
      : typeof each === 'number'
        ? Math.round(each * 100)
        : each,
  );
  return JSON.parse(text);
}

describe('packed shapes', () => {
  test('any whole numbers up to 2^51 come back', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -(2 ** 51), max: 2 ** 51 })), (values) => {
        const writer = new DigitWriter();
        for (const value of values) writer.write(value);
        const reader = new DigitReader(writer.text);
        expect(values.map(() => reader.read())).toEqual(values.map((value) => value + 0));
        expect(reader.isDone).toBe(true);
      }),
    );
  });

  test('any shapes come back to the centimetre', () => {
    fc.assert(
      fc.property(shapes, (value) => {
        expect(rounded(unpackShapes(packShapes(value)))).toEqual(rounded(value));
      }),
    );
  });

  test('text that is damaged anywhere is refused with its place or read as other shapes, never half', () => {
    const good = packShapes({
      form: 'prisms',
      items: [{ baseM: 0, heightM: 9.5, rings: [Float64Array.of(0, 0, 12, 0, 12, 8, 0, 8)] }],
    });
    let refused = 0;
    for (let at = 0; at < good.data.length; at += 1) {
      const cut = faultOfShapes({ ...good, data: good.data.slice(0, at) });
      expect(cut, `cut at ${at}`).toMatch(/^character \d+: /);
      const fault = faultOfShapes({ ...good, data: `${good.data.slice(0, at)}!${good.data.slice(at + 1)}` });
      if (fault !== null) refused += 1;
    }
    expect(refused).toBe(good.data.length);
  });

  test.each([
    ['more shapes than the text has', { count: 2 }, 'ends too early'],
    ['fewer', { count: 0 }, 'more text'],
    ['corners out of the frame', { unitM: 1000, data: 'ACG-----fAAAAAA' }, 'beyond the frame'],
    ['a count that memory would not hold', { data: 'AC_______f' }, 'fewer numbers'],
  ])('%s', (_, change, words) => {
    const good = packShapes({ form: 'areas', items: [{ zM: 0, rings: [Float64Array.of(0, 0, 1, 0, 1, 1)] }] });
    expect(faultOfShapes({ ...good, ...change })).toContain(words);
  });

  test('a triangle of a corner that is not there', () => {
    const packed = packShapes({
      form: 'meshes',
      items: [{ corners: Float64Array.of(0, 0, 0), triangles: Uint32Array.of(0, 0, 1) }],
    });
    expect(faultOfShapes(packed)).toContain('does not exist');
  });
});

describe('scenery of a site', () => {
  const record = newScenery({
    id: 'walls' as never,
    name: 'Walls',
    kind: 'wall',
    placeId: 'hall' as never,
    shapes: packShapes({ form: 'ribbons', items: [{ points: Float64Array.of(0, 0, 5, 0), widthM: 0.2, zM: 0 }] }),
  });
  const site: Site = {
    ...emptySite(newHeader({ id: 's', name: 'S', kind: 'factory' })),
    places: { hall: newPlace({ id: 'hall' as never, name: 'Hall', kind: 'floor' }) },
  };

  test('is added, changed, and goes with its place', () => {
    const added = apply(site, { kind: 'scenery.add', record });
    if (added.status === 'failed') throw new Error(added.error.message);
    const with1 = applyDiff(site, added.value);
    expect(parseSiteFile(serializeSite(with1), 'x')).toMatchObject({ status: 'ok', value: { site: with1 } });
    const edited = apply(with1, { kind: 'scenery.edit', id: record.id, patch: { scale: 2, visible: false } });
    expect(edited).toMatchObject({ status: 'ok', value: { changes: [{ after: { scale: 2, visible: false } }] } });
    const removed = apply(with1, { kind: 'place.remove', id: 'hall' as never });
    if (removed.status === 'failed') throw new Error(removed.error.message);
    expect(applyDiff(with1, removed.value).scenery).toEqual({});
  });

  test('whose shapes cannot be read is refused with the place', () => {
    const broken = { ...record, shapes: { ...record.shapes, data: '' } };
    expect(scenerySchema.safeParse(broken).success).toBe(false);
    const refused = apply(site, { kind: 'scenery.add', record: broken });
    expect(refused).toMatchObject({ status: 'failed', error: { place: 'scenery/walls/shapes.data' } });
  });
});
