import { DoubleSide, ShaderMaterial } from 'three';
import type { Vector2 } from 'three';
import type { SymbolUniforms } from './symbol-material.ts';
import { GROWTH_GLSL } from './symbol-material.ts';

/** All strands in one draw call: a ribbon along a flat arc, as wide on the screen as its style says. */
export function strandMaterial(shared: SymbolUniforms, viewport: { readonly value: Vector2 }): ShaderMaterial {
  return new ShaderMaterial({
    uniforms: { pxPerUnit: shared.pxPerUnit, viewport },
    vertexShader: /* glsl */ `
      attribute vec4 start;
      attribute vec4 startOffset;
      attribute vec4 finish;
      attribute vec4 finishOffset;
      attribute vec2 room;
      attribute vec4 style;
      attribute vec3 tint;
      uniform vec2 viewport;
      varying float vAcross;
      varying float vHalfPx;
      varying float vAlongPx;
      varying vec4 vInk;
      varying float vDash;
      ${GROWTH_GLSL}
      vec3 endOf(vec4 foot, vec4 offset, float roomM) {
        return foot.xyz + growth(metresPerPxAt(foot.xyz), foot.w, offset.w, roomM) * offset.xyz;
      }
      vec3 along(vec3 a, vec3 b, float t) {
        return mix(a, b, t) + vec3(0.0, style.y * 4.0 * t * (1.0 - t), 0.0);
      }
      void main() {
        vec3 a = endOf(start, startOffset, room.x);
        vec3 b = endOf(finish, finishOffset, room.y);
        float t = position.x;
        vec4 here = projectionMatrix * viewMatrix * vec4(along(a, b, t), 1.0);
        vec4 before = projectionMatrix * viewMatrix * vec4(along(a, b, max(t - 0.02, 0.0)), 1.0);
        vec4 after = projectionMatrix * viewMatrix * vec4(along(a, b, min(t + 0.02, 1.0)), 1.0);
        vec2 way = (after.xy / max(after.w, 1e-4) - before.xy / max(before.w, 1e-4)) * viewport;
        float far = length(way);
        vec2 across = far < 1e-4 ? vec2(0.0) : vec2(-way.y, way.x) / far;
        vHalfPx = style.x * 0.5;
        float reach = vHalfPx + 1.0;
        vAcross = position.y * reach;
        here.xy += across * position.y * reach * 2.0 / viewport * here.w;
        vec4 first = projectionMatrix * viewMatrix * vec4(a, 1.0);
        vec4 last = projectionMatrix * viewMatrix * vec4(b, 1.0);
        vAlongPx = t * length((last.xy / max(last.w, 1e-4) - first.xy / max(first.w, 1e-4)) * viewport * 0.5);
        vInk = vec4(tint, style.z);
        vDash = style.w;
        gl_Position = here;
      }
    `,
    fragmentShader: /* glsl */ `
      varying float vAcross;
      varying float vHalfPx;
      varying float vAlongPx;
      varying vec4 vInk;
      varying float vDash;
      void main() {
        float edge = clamp(vHalfPx + 0.5 - abs(vAcross), 0.0, 1.0) * min(1.0, vHalfPx * 2.0);
        if (vDash > 0.0 && mod(vAlongPx, vDash * 2.0) > vDash) discard;
        if (edge * vInk.a < 0.004) discard;
        gl_FragColor = vec4(vInk.rgb, vInk.a * edge);
        #include <colorspace_fragment>
      }
    `,
    // A ribbon may wind either way on the screen.
    side: DoubleSide,
    transparent: true,
    depthWrite: false,
  });
}
