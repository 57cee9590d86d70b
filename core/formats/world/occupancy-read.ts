import { z } from 'zod';
import type { Problem } from '../../base/problem.ts';
import { problem } from '../../base/problem.ts';
import type { Result } from '../../base/result.ts';
import { failed, ok } from '../../base/result.ts';
import { jsonPath } from '../../base/safe-json.ts';

/** Most cells of a map: a hall of 400 × 400 m at 5 cm. */
const MOST_CELLS = 64_000_000;

/** What a `map.yaml` of the map_server of ROS says. */
const mapSchema = z.object({
  image: z.string().min(1).max(1_000),
  resolution: z.number().gt(0).max(1_000),
  origin: z.array(z.number().min(-1e7).max(1e7)).min(2).max(3),
  negate: z.union([z.literal(0), z.literal(1), z.boolean()]).default(0),
  occupied_thresh: z.number().min(0).max(1).default(0.65),
  free_thresh: z.number().min(0).max(1).default(0.196),
});
export type MapFacts = z.infer<typeof mapSchema>;

/** `value` has passed `readYaml`. */
export function readMapFacts(value: unknown, fileName: string): Result<MapFacts, Problem> {
  const parsed = mapSchema.safeParse(value);
  if (parsed.success) return ok(parsed.data);
  const issue = parsed.error.issues[0];
  const message = issue?.message ?? '';
  const remedy = 'Save the map with map_saver of ROS again.';
  return failed(
    problem(
      'map.schema',
      `${message}.`,
      remedy,
      { file: fileName, place: jsonPath((issue?.path ?? []).map(String)) },
      { reason: message },
    ),
  );
}

/** A grey picture, rows from the top; 0 is black. */
export interface GreyImage {
  readonly width: number;
  readonly height: number;
  /** 0 to 255. */
  readonly values: Uint8Array;
}

/** A portable graymap, binary (P5) or plain (P2), of 8 or 16 bits (the format's own description, netpbm). */
export function readPgm(bytes: Uint8Array, fileName: string): Result<GreyImage, Problem> {
  const refuse = (message: string, offset: number): Result<GreyImage, Problem> =>
    failed(
      problem(
        'pgm.broken',
        message,
        'Save the map as PGM again.',
        { file: fileName, place: `byte ${offset}` },
        { reason: message },
      ),
    );
  let at = 2;
  const plain = bytes[0] === 0x50 && bytes[1] === 0x32;
  if (!plain && !(bytes[0] === 0x50 && bytes[1] === 0x35)) return refuse('The file does not begin as a PGM picture.', 0);
  const next = (): number | null => {
    while (at < bytes.length) {
      const code = bytes[at] ?? 0;
      if (code === 0x23) while (at < bytes.length && bytes[at] !== 0x0a) at += 1;
      else if (!isSpace(code)) break;
      else at += 1;
    }
    const start = at;
    let value = 0;
    for (let code = bytes[at]; code !== undefined && code >= 0x30 && code <= 0x39 && at - start < 9; code = bytes[at]) {
      value = value * 10 + code - 0x30;
      at += 1;
    }
    return at === start ? null : value;
  };
  const [width, height, most] = [next(), next(), next()];
  if (width === null || height === null || most === null || width < 1 || height < 1 || most < 1 || most > 65_535)
    return refuse('Width, height or greatest value of the picture are missing.', at);
  if (width * height > MOST_CELLS)
    return refuse(`The picture has ${width} × ${height} points; at most ${MOST_CELLS} are read.`, at);
  const values = new Uint8Array(width * height);
  if (plain) {
    for (let index = 0; index < values.length; index += 1) {
      const value = next();
      if (value === null) return refuse(`The picture ends after ${index} of ${values.length} points.`, at);
      values[index] = Math.min(255, (value * 255) / most);
    }
    return ok({ width, height, values });
  }
  at += 1;
  const wide = most > 255;
  const needed = values.length * (wide ? 2 : 1);
  if (bytes.length - at < needed)
    return refuse(`The picture has ${bytes.length - at} bytes of points; ${needed} are needed.`, bytes.length);
  for (let index = 0; index < values.length; index += 1) {
    const value = wide ? (bytes[at + index * 2] ?? 0) * 256 + (bytes[at + index * 2 + 1] ?? 0) : (bytes[at + index] ?? 0);
    values[index] = most === 255 ? value : Math.min(255, (value * 255) / most);
  }
  return ok({ width, height, values });
}

function isSpace(code: number): boolean {
  return code === 0x20 || (code >= 0x09 && code <= 0x0d);
}
