import { ShaderMaterial } from 'three';
import type { MarkShape } from '../../ui/scales.ts';
import { ENTRY_GLSL } from './entry-glsl.ts';
import type { EntryUniforms } from './entry-glsl.ts';

/** Number of each shape in the shader. */
export const SHAPE_NUMBERS: Readonly<Record<MarkShape | 'diamond' | 'halo', number>> = {
  circle: 0,
  square: 1,
  triangle: 2,
  diamond: 3,
  ring: 4,
  'half-circle': 5,
  cross: 6,
  halo: 7,
};

/**
 * Flat marks that face the screen, in one draw call: device groups, status, focus. `mark` holds the size in metres, the least and the
 * greatest size in pixels, and the number of the shape; `position` is how far it lies from the foot of its entry.
 */
export function markMaterial(shared: EntryUniforms, pixelRatio: { readonly value: number }, onTop: boolean): ShaderMaterial {
  return new ShaderMaterial({
    uniforms: { ...shared, pixelRatio },
    vertexShader: /* glsl */ `
      attribute float entry;
      attribute vec4 mark;
      attribute vec4 ink;
      attribute vec3 shift;
      uniform float pixelRatio;
      varying vec4 vInk;
      varying float vShape;
      varying float vSizePx;
      ${ENTRY_GLSL}
      void main() {
        vec3 foot = footOf(entry) + position;
        float metresPerPx = metresPerPxAt(foot);
        vec4 extent = entryTexel(entry, 3);
        float grownM = extent.x * growth(metresPerPx, extent.x, extent.y, entryTexel(entry, 2).w);
        vec3 spot = standOf(entry, foot, metresPerPx);
        spot.y += grownM * extent.z * shift.x;
        vec4 seen = viewMatrix * vec4(spot, 1.0);
        float sizePx = clamp((mark.x < 0.0 ? -mark.x * grownM : mark.x) / metresPerPx, mark.y, mark.z);
        seen.xy += shift.zy * metresPerPx;
        vSizePx = sizePx * pixelRatio;
        gl_PointSize = vSizePx + 2.0;
        gl_Position = projectionMatrix * seen;
        vInk = ink;
        vShape = mark.w;
      }
    `,
    fragmentShader: /* glsl */ `
      varying vec4 vInk;
      varying float vShape;
      varying float vSizePx;
      float box(vec2 p, vec2 half_) { vec2 d = abs(p) - half_; return max(d.x, d.y); }
      void main() {
        vec2 p = (gl_PointCoord - 0.5) * 2.0 * (vSizePx + 2.0) / vSizePx;
        p.y = -p.y;
        int shape = int(vShape + 0.5);
        float d = length(p) - 0.95;
        float hollow = -1.0;
        if (shape == 1) d = box(p, vec2(0.82));
        else if (shape == 2) d = max(max(abs(p.x) * 0.894 + p.y * 0.447 - 0.42, -p.y - 0.8), p.y - 0.95);
        else if (shape == 3) d = (abs(p.x) + abs(p.y)) * 0.7071 - 0.67;
        else if (shape == 4) hollow = 0.55;
        else if (shape == 5) { float ring = abs(length(p) - 0.8) - 0.15; d = min(ring, max(length(p) - 0.9, p.x)); }
        else if (shape == 6) { vec2 q = vec2(p.x + p.y, p.x - p.y) * 0.7071; d = min(box(q, vec2(0.95, 0.22)), box(q, vec2(0.22, 0.95))); }
        else if (shape == 7) hollow = 0.95 - 5.0 / vSizePx;
        float soft = 2.0 / vSizePx;
        float cover = 1.0 - smoothstep(-soft, soft * 0.5, d);
        if (hollow > 0.0) cover *= smoothstep(hollow - soft, hollow + soft * 0.5, length(p));
        if (cover * vInk.a < 0.02) discard;
        gl_FragColor = vec4(vInk.rgb, vInk.a * cover);
        #include <colorspace_fragment>
      }
    `,
    transparent: true,
    depthWrite: false,
    depthTest: !onTop,
  });
}
