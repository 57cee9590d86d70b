import type { DropTarget, TypedSpot } from '../store/interaction-store.ts';

/** What may be typed of a coordinate: a sign, digits, one point. A comma is a point on many keyboards. */
const COORDINATE = /^-?\d*\.?\d*$/;
/** No site is as wide as this many digits. */
const MOST_CHARS = 12;

/** What is typed after one more key; `undefined` where the key means nothing here. `null` gives the spot back to the hand. */
export function typeKey(
  typed: TypedSpot | null,
  key: string,
  at: { readonly xM: number; readonly yM: number },
): TypedSpot | null | undefined {
  if (key === 'Tab') {
    if (typed === null) return { x: inMetres(at.xM), y: inMetres(at.yM), field: 'x' };
    return { ...typed, field: typed.field === 'x' ? 'y' : 'x' };
  }
  if (key === 'Backspace') {
    if (typed === null) return undefined;
    const text = typed[typed.field];
    return text === '' ? null : { ...typed, [typed.field]: text.slice(0, -1) };
  }
  const sign = key === ',' ? '.' : key;
  if (sign.length !== 1 || !/[\d.-]/.test(sign)) return undefined;
  if (typed === null) return { x: sign, y: inMetres(at.yM), field: 'x' };
  // What stands in a field that one comes to with Tab is written over.
  const before = typed[typed.field];
  const text = before === inMetres(typed.field === 'x' ? at.xM : at.yM) ? sign : `${before}${sign}`;
  return COORDINATE.test(text) && text.length <= MOST_CHARS ? { ...typed, [typed.field]: text } : typed;
}

/** The target with the typed spot in place of the one under the pointer; an empty field leaves its coordinate to the hand. */
export function atTyped(target: DropTarget | null, typed: TypedSpot | null): DropTarget | null {
  if (typed === null || target === null || target.kind !== 'place' || target.positionM === null) return target;
  const read = (text: string, otherwise: number): number => (/\d/.test(text) ? Number(text) : otherwise);
  return { ...target, positionM: { xM: read(typed.x, target.positionM.xM), yM: read(typed.y, target.positionM.yM) } };
}

/** Whole centimetres, as a drop has them. */
function inMetres(value: number): string {
  return String(Math.round(value * 100) / 100 + 0);
}
