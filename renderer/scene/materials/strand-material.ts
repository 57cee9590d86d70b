import { DoubleSide, ShaderMaterial } from 'three';
import type { Vector2 } from 'three';
import { ENTRY_GLSL } from './entry-glsl.ts';
import type { EntryUniforms } from './entry-glsl.ts';

/** Strands shorter than this on the screen are not drawn; up to three times that they fade in. */
const LEAST_LENGTH_PX = 3;
/** Height of a level strand's arch, of its length, so that strands do not lie in each other or in the walls; steep ones hang straight. */
const ARCH = 0.09;

/**
 * All strands in one draw call: a ribbon along a flat arc from entry to entry, as wide on the screen as its style says (capacity), with
 * a core that fills as much of the width as it is loaded, gaps where the medium is radio, and beads that move at a speed of their own.
 */
export function strandMaterial(
  shared: EntryUniforms,
  viewport: { readonly value: Vector2 },
  clock: { readonly value: number },
): ShaderMaterial {
  return new ShaderMaterial({
    uniforms: { ...shared, viewport, clock },
    vertexShader: /* glsl */ `
      attribute vec2 ends;
      attribute vec3 loose;
      attribute vec4 style;
      attribute vec2 flow;
      attribute vec3 tint;
      uniform vec2 viewport;
      varying float vAcross;
      varying float vHalfPx;
      varying float vAlongPx;
      varying vec4 vInk;
      varying float vDash;
      varying vec2 vFlow;
      ${ENTRY_GLSL}
      vec3 endOf(float index) {
        if (index < -0.5) return loose;
        vec3 foot = footOf(index);
        float metresPerPx = metresPerPxAt(foot);
        vec4 extent = entryTexel(index, 3);
        vec3 stand = standOf(index, foot, metresPerPx);
        return stand + vec3(0.0, extent.x * 0.06, 0.0);
      }
      void main() {
        vec3 a = endOf(ends.x);
        vec3 b = endOf(ends.y);
        float acrossM = length(a.xz - b.xz);
        float steepness = abs(a.y - b.y) / max(acrossM, 1e-6);
        float archM = acrossM * max(style.y, style.y < 0.0 ? 0.0 : ${ARCH} * max(0.0, 1.0 - 4.0 * steepness));
        float t = position.x;
        vec4 first = projectionMatrix * viewMatrix * vec4(a, 1.0);
        vec4 last = projectionMatrix * viewMatrix * vec4(b, 1.0);
        float lengthPx = length((last.xy / max(last.w, 1e-4) - first.xy / max(first.w, 1e-4)) * viewport * 0.5);
        if (lengthPx < ${LEAST_LENGTH_PX.toFixed(1)}) {
          gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
          return;
        }
        vec3 spot = mix(a, b, t) + vec3(0.0, archM * 4.0 * t * (1.0 - t), 0.0);
        // The tangent of the arc, a little ahead.
        vec3 next = spot + ((b - a) + vec3(0.0, archM * 4.0 * (1.0 - 2.0 * t), 0.0)) * 0.01;
        vec4 here = projectionMatrix * viewMatrix * vec4(spot, 1.0);
        vec4 after = projectionMatrix * viewMatrix * vec4(next, 1.0);
        vec2 way = (after.xy / max(after.w, 1e-4) - here.xy / max(here.w, 1e-4)) * viewport;
        float far = length(way);
        vec2 across = far < 1e-5 ? vec2(0.0) : vec2(-way.y, way.x) / far;
        vHalfPx = style.x * 0.5;
        float reach = vHalfPx + 1.0;
        vAcross = position.y * reach;
        here.xy += across * position.y * reach * 2.0 / viewport * here.w;
        vAlongPx = t * lengthPx;
        float fade = smoothstep(${LEAST_LENGTH_PX.toFixed(1)}, ${(LEAST_LENGTH_PX * 3).toFixed(1)}, lengthPx);
        vInk = vec4(tint, style.z * fade);
        vDash = style.w;
        vFlow = flow;
        gl_Position = here;
      }
    `,
    fragmentShader: /* glsl */ `
      uniform float clock;
      uniform vec3 casing;
      varying float vAcross;
      varying float vHalfPx;
      varying float vAlongPx;
      varying vec4 vInk;
      varying float vDash;
      varying vec2 vFlow;
      void main() {
        float away = abs(vAcross);
        float edge = clamp(vHalfPx + 0.5 - away, 0.0, 1.0) * min(1.0, vHalfPx * 2.0);
        if (vDash > 0.0 && mod(vAlongPx, vDash * 2.0) > vDash) discard;
        float corePx = vHalfPx * min(vFlow.x, 1.0);
        float core = clamp(corePx + 0.5 - away, 0.0, 1.0);
        vec3 ink = mix(casing, vInk.rgb, core);
        // Beads of 7 px every 22 px.
        if (vFlow.y != 0.0) {
          float at = mod(vAlongPx - clock * vFlow.y, 22.0) - 3.5;
          float bead = clamp(4.0 - abs(at), 0.0, 1.0);
          ink = mix(ink, vec3(1.0), bead * 0.75);
        }
        float cover = vInk.a * edge;
        if (cover < 0.004) discard;
        gl_FragColor = vec4(ink, cover);
        #include <colorspace_fragment>
      }
    `,
    // A ribbon may wind either way on the screen.
    side: DoubleSide,
    transparent: true,
    depthWrite: false,
  });
}
