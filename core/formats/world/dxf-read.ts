import type { Problem } from '../../base/problem.ts';
import { problem } from '../../base/problem.ts';
import type { Result } from '../../base/result.ts';
import { failed, ok } from '../../base/result.ts';
import type { ImportFile } from '../import-result.ts';
import { readNumber } from '../geo.ts';
import type { Spot } from './plane.ts';

/** A line of a drawing, arcs already broken into straight pieces, in drawing units. */
export interface DxfLine {
  readonly layer: string;
  readonly points: readonly Spot[];
}

export interface DxfDrawing {
  /** `$INSUNITS` of the header; null where it has none. */
  readonly units: number | null;
  readonly lines: readonly DxfLine[];
  /** Entities of kinds that are not drawn, by kind. */
  readonly undrawn: ReadonlyMap<string, number>;
}

interface Entity {
  readonly kind: string;
  readonly codes: readonly (readonly [number, string])[];
  readonly line: number;
}

const MOST_PAIRS = 4_000_000;
/** Ten times the plan of a large hall with its installations. */
const MOST_POINTS = 300_000;
const MOST_DEPTH = 16;
/** An arc is broken so that a piece turns by no more than this. */
const PIECE_RAD = Math.PI / 12;

/**
 * Lines of a DXF drawing (text form, R12 to 2018): LINE, LWPOLYLINE, POLYLINE, ARC, CIRCLE, ELLIPSE and SOLID, and blocks where they are
 * inserted. Texts, dimensions and hatches are counted, not drawn. Paper space is left out.
 */
export function readDxf(file: ImportFile): Result<DxfDrawing, readonly Problem[]> {
  const reader = new DxfReader(file);
  const refused = reader.read();
  return refused === null ? ok({ units: reader.units, lines: reader.lines, undrawn: reader.undrawn }) : failed([refused]);
}

/** Scale, turn and shift of an inserted block. */
interface Insertion {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
  readonly x: number;
  readonly y: number;
}

const AS_DRAWN: Insertion = { a: 1, b: 0, c: 0, d: 1, x: 0, y: 0 };

class DxfReader {
  units: number | null = null;
  readonly lines: DxfLine[] = [];
  readonly undrawn = new Map<string, number>();
  private readonly file: ImportFile;
  private readonly blocks = new Map<string, { readonly base: Spot; readonly entities: Entity[] }>();
  private readonly entities: Entity[] = [];
  private points = 0;

  constructor(file: ImportFile) {
    this.file = file;
  }

  read(): Problem | null {
    const refused = this.scan();
    if (refused !== null) return refused;
    if (this.points === 0 && !this.draw(this.entities, AS_DRAWN, 0, null))
      return this.refuse(
        'dxf.too-large',
        `The drawing has more than ${MOST_POINTS} points.`,
        'Leave out what the plan does not need, and save it again.',
        1,
      );
    if (this.lines.length === 0)
      return this.refuse('dxf.empty', 'The drawing has no lines.', 'Choose a drawing with a floor plan in model space.', 1);
    return null;
  }

  /** Pairs of a code and a value, one line each; sections, blocks and entities out of them. */
  private scan(): Problem | null {
    const rows = this.file.text.split(/\r\n|\n|\r/);
    let section = '';
    let variable = '';
    let block: { base: { xM: number; yM: number }; name: string; entities: Entity[] } | null = null;
    let current: { kind: string; codes: [number, string][]; line: number } | null = null;
    const target = (): Entity[] | null => (section === 'ENTITIES' ? this.entities : (block?.entities ?? null));
    const close = (): void => {
      if (current !== null && current.kind === 'BLOCK' && block !== null) {
        for (const [code, value] of current.codes) {
          if (code === 2) block.name = value;
          if (code === 10) block.base.xM = readNumber(value) ?? 0;
          if (code === 20) block.base.yM = readNumber(value) ?? 0;
        }
      } else if (current !== null) target()?.push(current);
      current = null;
    };
    let ended = false;
    for (let at = 0; at + 1 < rows.length; at += 2) {
      const codeText = (rows[at] ?? '').trim();
      if (codeText === '' && rows.slice(at).every((row) => row.trim() === '')) break;
      const code = readNumber(codeText);
      if (code === null || !Number.isInteger(code)) {
        const message = `${JSON.stringify(codeText.slice(0, 40))} stands where a group code is expected.`;
        return this.refuse('dxf.syntax', message, 'Save the drawing as DXF (text) again.', at + 1, {
          text: codeText.slice(0, 40),
        });
      }
      if (at / 2 > MOST_PAIRS)
        return this.refuse(
          'dxf.too-large',
          `The file has more than ${MOST_PAIRS} pairs.`,
          'Leave out what the plan does not need, and save it again.',
          at + 1,
        );
      const value = (rows[at + 1] ?? '').trim();
      if (code !== 0) {
        if (section === 'SECTION' && code === 2) section = value;
        else if (section === 'HEADER' && code === 9) variable = value;
        else if (section === 'HEADER' && variable === '$INSUNITS' && code === 70) this.units = readNumber(value);
        else current?.codes.push([code, value]);
        continue;
      }
      close();
      if (value === 'SECTION' || value === 'ENDSEC' || value === 'EOF') {
        section = value === 'SECTION' ? value : '';
        ended = value === 'EOF';
      } else if (value === 'ENDBLK') {
        if (block !== null) this.blocks.set(block.name, block);
        block = null;
      } else {
        if (value === 'BLOCK' && section === 'BLOCKS') block = { base: { xM: 0, yM: 0 }, name: '', entities: [] };
        current = { kind: value, codes: [], line: at + 2 };
      }
    }
    close();
    return ended
      ? null
      : this.refuse('dxf.truncated', 'The drawing ends without EOF.', 'Take a complete copy of the file.', rows.length);
  }

  /** False when there are too many points. */
  private draw(entities: readonly Entity[], insertion: Insertion, depth: number, layer: string | null): boolean {
    for (let index = 0; index < entities.length; index += 1) {
      const entity = entities[index];
      if (entity === undefined || numberOf(entity, 67, 0) === 1) continue;
      const own = textOf(entity, 8, '0');
      const shown = own === '0' && layer !== null ? layer : own;
      if (entity.kind === 'INSERT') {
        if (!this.insert(entity, insertion, depth, shown)) return false;
        continue;
      }
      if (entity.kind === 'POLYLINE') {
        const vertices: Entity[] = [];
        for (let next = entities[index + 1]; next?.kind === 'VERTEX'; next = entities[index + 1]) {
          vertices.push(next);
          index += 1;
        }
        this.add(
          shown,
          polyline(
            vertices.map((vertex) => ({
              xM: numberOf(vertex, 10, 0),
              yM: numberOf(vertex, 20, 0),
              bulge: numberOf(vertex, 42, 0),
            })),
            (numberOf(entity, 70, 0) & 1) === 1,
          ),
          insertion,
        );
      } else {
        const points = pointsOfEntity(entity);
        if (points !== null) this.add(shown, points, insertion);
        else if (entity.kind !== 'SEQEND' && entity.kind !== 'VERTEX')
          this.undrawn.set(entity.kind.slice(0, 40), (this.undrawn.get(entity.kind.slice(0, 40)) ?? 0) + 1);
      }
      if (this.points > MOST_POINTS) return false;
    }
    return true;
  }

  private insert(entity: Entity, outer: Insertion, depth: number, layer: string): boolean {
    const block = this.blocks.get(textOf(entity, 2, ''));
    if (block === undefined || depth >= MOST_DEPTH) return true;
    const turn = (numberOf(entity, 50, 0) * Math.PI) / 180;
    const [sx, sy] = [numberOf(entity, 41, 1), numberOf(entity, 42, 1)];
    const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
    const columns = Math.max(1, Math.min(1000, numberOf(entity, 70, 1)));
    const rows = Math.max(1, Math.min(1000, numberOf(entity, 71, 1)));
    for (let row = 0; row < rows; row += 1) {
      for (let column = 0; column < columns; column += 1) {
        const [dx, dy] = [column * numberOf(entity, 44, 0), row * numberOf(entity, 45, 0)];
        const [px, py] = [numberOf(entity, 10, 0) + dx * cos - dy * sin, numberOf(entity, 20, 0) + dx * sin + dy * cos];
        const own = { a: sx * cos, b: -sy * sin, c: sx * sin, d: sy * cos };
        const x = px - (own.a * block.base.xM + own.b * block.base.yM);
        const y = py - (own.c * block.base.xM + own.d * block.base.yM);
        const inside: Insertion = {
          a: outer.a * own.a + outer.b * own.c,
          b: outer.a * own.b + outer.b * own.d,
          c: outer.c * own.a + outer.d * own.c,
          d: outer.c * own.b + outer.d * own.d,
          x: outer.a * x + outer.b * y + outer.x,
          y: outer.c * x + outer.d * y + outer.y,
        };
        if (!this.draw(block.entities, inside, depth + 1, layer)) return false;
      }
    }
    return true;
  }

  private add(layer: string, points: readonly Spot[], { a, b, c, d, x, y }: Insertion): void {
    const placed = points.map((point) => ({ xM: a * point.xM + b * point.yM + x, yM: c * point.xM + d * point.yM + y }));
    if (placed.length < 2 || placed.some(({ xM, yM }) => !(Math.abs(xM) < 1e12 && Math.abs(yM) < 1e12))) return;
    this.points += placed.length;
    this.lines.push({ layer, points: placed });
  }

  private refuse(code: string, message: string, remedy: string, line: number, parameters: Record<string, string> = {}): Problem {
    return problem(code, message, remedy, { file: this.file.name, place: `line ${line}` }, parameters);
  }
}

function textOf({ codes }: Entity, code: number, missing: string): string {
  return codes.find(([each]) => each === code)?.[1] ?? missing;
}

function numberOf(entity: Entity, code: number, missing: number): number {
  return readNumber(textOf(entity, code, '')) ?? missing;
}

/** Null for an entity that is not drawn. */
function pointsOfEntity(entity: Entity): Spot[] | null {
  const spot = (x: number): Spot => ({ xM: numberOf(entity, x, 0), yM: numberOf(entity, x + 10, 0) });
  const radius = numberOf(entity, 40, 0);
  switch (entity.kind) {
    case 'LINE':
      return [spot(10), spot(11)];
    case 'SOLID':
    case 'TRACE':
      return [spot(10), spot(11), spot(13), spot(12), spot(10)];
    case 'CIRCLE':
      return arc(spot(10), radius, 0, 2 * Math.PI);
    case 'ARC': {
      const from = (numberOf(entity, 50, 0) * Math.PI) / 180;
      const to = (numberOf(entity, 51, 360) * Math.PI) / 180;
      return arc(spot(10), radius, from, to > from ? to : to + 2 * Math.PI);
    }
    case 'ELLIPSE': {
      const [centre, major] = [spot(10), spot(11)];
      const from = numberOf(entity, 41, 0);
      const to = numberOf(entity, 42, 2 * Math.PI);
      return arc({ xM: 0, yM: 0 }, 1, from, to > from ? to : to + 2 * Math.PI).map(({ xM, yM }) => ({
        xM: centre.xM + xM * major.xM - yM * radius * major.yM,
        yM: centre.yM + xM * major.yM + yM * radius * major.xM,
      }));
    }
    case 'LWPOLYLINE': {
      const vertices: { xM: number; yM: number; bulge: number }[] = [];
      for (const [code, value] of entity.codes) {
        const last = vertices.at(-1);
        if (code === 10) vertices.push({ xM: readNumber(value) ?? 0, yM: 0, bulge: 0 });
        else if (code === 20 && last !== undefined) last.yM = readNumber(value) ?? 0;
        else if (code === 42 && last !== undefined) last.bulge = readNumber(value) ?? 0;
      }
      return polyline(vertices, (numberOf(entity, 70, 0) & 1) === 1);
    }
    default:
      return null;
  }
}

/** A bulge is the tangent of a quarter of the angle that a piece turns by, positive to the left. */
function polyline(
  vertices: readonly { readonly xM: number; readonly yM: number; readonly bulge: number }[],
  closed: boolean,
): Spot[] {
  const points: Spot[] = [];
  for (const [index, from] of vertices.entries()) {
    points.push({ xM: from.xM, yM: from.yM });
    const to = vertices[index + 1] ?? (closed ? vertices[0] : undefined);
    if (to === undefined || from.bulge === 0) continue;
    const angle = 4 * Math.atan(from.bulge);
    const half = Math.hypot(to.xM - from.xM, to.yM - from.yM) / 2;
    if (half === 0) continue;
    const radius = half / Math.sin(angle / 2);
    const towards = Math.atan2(to.yM - from.yM, to.xM - from.xM);
    const centre = {
      xM: from.xM + radius * Math.cos(towards + Math.PI / 2 - angle / 2),
      yM: from.yM + radius * Math.sin(towards + Math.PI / 2 - angle / 2),
    };
    const start = Math.atan2(from.yM - centre.yM, from.xM - centre.xM);
    points.push(...arc(centre, Math.abs(radius), start, start + angle).slice(1, -1));
  }
  const [first] = vertices;
  if (closed && first !== undefined) points.push({ xM: first.xM, yM: first.yM });
  return points;
}

function arc({ xM, yM }: Spot, radius: number, from: number, to: number): Spot[] {
  const pieces = Math.max(1, Math.min(96, Math.ceil(Math.abs(to - from) / PIECE_RAD)));
  return Array.from({ length: pieces + 1 }, (_, index) => {
    const angle = from + ((to - from) * index) / pieces;
    return { xM: xM + radius * Math.cos(angle), yM: yM + radius * Math.sin(angle) };
  });
}
