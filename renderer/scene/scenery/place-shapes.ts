import { placeFrame } from '../../../core/site/geometry.ts';
import type { RecordOf, Site } from '../../../core/site/site.ts';
import type { Ground } from '../layout/ground.ts';

/** Writes the scene's x, y and z of a point of a record of scenery into `out`. */
export type ToScene = (xM: number, yM: number, zM: number, out: [number, number, number]) => void;

/** From the shapes of a record into the scene: its own scale, turn and spot, then those of the place it belongs to. */
export function sceneryToScene(site: Site, record: RecordOf<'scenery'>, ground: Ground): ToScene {
  const frame = placeFrame(site, record.placeId);
  const outer = (frame.rotationDeg * Math.PI) / 180;
  const inner = (record.rotationDeg * Math.PI) / 180;
  const [cosIn, sinIn] = [Math.cos(inner) * record.scale, Math.sin(inner) * record.scale];
  const [cosOut, sinOut] = [Math.cos(outer), Math.sin(outer)];
  const { xM: ox, yM: oy, zM: oz } = record.positionM;
  const { positionM } = frame;
  return (xM, yM, zM, out) => {
    const x = xM * cosIn - yM * sinIn + ox;
    const y = xM * sinIn + yM * cosIn + oy;
    out[0] = positionM.xM + x * cosOut - y * sinOut - ground.centreM.xM;
    out[1] = positionM.zM + zM * record.scale + oz - ground.centreM.zM;
    out[2] = ground.centreM.yM - (positionM.yM + x * sinOut + y * cosOut);
  };
}
