import {
  BufferAttribute,
  DynamicDrawUsage,
  InstancedBufferAttribute,
  InstancedBufferGeometry,
  Mesh,
  ShaderMaterial,
} from 'three';
import type { Vector2 } from 'three';
import type { TextRun } from './glyph-atlas.ts';
import { CUTOFF, GLYPH_PX, RADIUS_PX } from './glyph-atlas.ts';

type Ink = readonly [number, number, number];

/** Glyphs and plain boxes on the screen at most; what is more is left out. */
const MOST = 4_096;
/** Of the halo around a glyph, px. */
const HALO_PX = 2.4;
const ASCENT_SHARE = 0.36;

/** Text and boxes over the scene in one draw call, in px of the scene's element. Filled anew each frame without allocating. */
export interface TextBatch {
  readonly mesh: Mesh;
  begin(): void;
  /** Middle of the text. `halo` null: none, on a box. */
  text(run: TextRun, xPx: number, yPx: number, sizePx: number, ink: Ink, halo: Ink | null): void;
  box(leftPx: number, topPx: number, widthPx: number, heightPx: number, radiusPx: number, ink: Ink): void;
  end(): void;
  dispose(): void;
}

export function createTextBatch(
  atlas: { readonly texture: { readonly image: { readonly width: number } } & object },
  viewport: { readonly value: Vector2 },
  pixelRatio: { readonly value: number },
): TextBatch {
  const geometry = new InstancedBufferGeometry();
  geometry.setAttribute('position', new BufferAttribute(new Float32Array([0, 0, 0, 1, 0, 0, 1, 1, 0, 0, 1, 0]), 3));
  geometry.setIndex([0, 2, 1, 0, 3, 2]);
  const attribute = (name: string, size: number): { readonly values: Float32Array; readonly own: InstancedBufferAttribute } => {
    const values = new Float32Array(MOST * size);
    const own = new InstancedBufferAttribute(values, size);
    own.setUsage(DynamicDrawUsage);
    geometry.setAttribute(name, own);
    return { values, own };
  };
  const [place, source, ink, halo] = [attribute('place', 4), attribute('source', 4), attribute('ink', 4), attribute('halo', 4)];
  const material = textMaterial(atlas.texture, atlas.texture.image.width, viewport, pixelRatio);
  const mesh = new Mesh(geometry, material);
  mesh.name = 'labels';
  mesh.frustumCulled = false;
  mesh.renderOrder = 10;
  mesh.raycast = () => undefined;
  let count = 0;

  function put(
    left: number,
    top: number,
    width: number,
    height: number,
    from: readonly [number, number, number, number],
    colour: Ink,
    around: Ink | null,
    scale: number,
  ): void {
    if (count >= MOST) return;
    const at = count * 4;
    place.values[at] = left;
    place.values[at + 1] = top;
    place.values[at + 2] = width;
    place.values[at + 3] = height;
    source.values.set(from, at);
    ink.values.set(colour, at);
    ink.values[at + 3] = scale;
    halo.values.set(around ?? colour, at);
    halo.values[at + 3] = around === null ? 0 : 1;
    count += 1;
  }

  const from: [number, number, number, number] = [0, 0, 0, 0];
  return {
    mesh,
    begin() {
      count = 0;
    },
    text(run, xPx, yPx, sizePx, colour, around) {
      const scale = sizePx / GLYPH_PX;
      // On whole pixels, or the same letter would look different from place to place.
      let left = Math.round(xPx - (run.width * scale) / 2);
      const baseline = Math.round(yPx + sizePx * ASCENT_SHARE);
      for (const glyph of run.glyphs) {
        from[0] = glyph.u;
        from[1] = glyph.v;
        from[2] = glyph.width;
        from[3] = glyph.height;
        put(
          left + glyph.left * scale,
          baseline - glyph.top * scale,
          glyph.width * scale,
          glyph.height * scale,
          from,
          colour,
          around,
          scale,
        );
        left += glyph.advance * scale;
      }
    },
    box(leftPx, topPx, widthPx, heightPx, radiusPx, colour) {
      from.fill(-1);
      from[2] = radiusPx;
      put(leftPx, topPx, widthPx, heightPx, from, colour, null, 1);
    },
    end() {
      geometry.instanceCount = count;
      mesh.visible = count > 0;
      for (const { own } of [place, source, ink, halo]) {
        own.clearUpdateRanges();
        own.addUpdateRange(0, count * 4);
        own.needsUpdate = true;
      }
    },
    dispose() {
      geometry.dispose();
      material.dispose();
    },
  };
}

/** Distance fields of glyphs, and rounded boxes where there is no glyph (`source.x` below 0, `source.z` the radius). */
function textMaterial(
  texture: object,
  atlasPx: number,
  viewport: { readonly value: Vector2 },
  pixelRatio: { readonly value: number },
): ShaderMaterial {
  return new ShaderMaterial({
    uniforms: { atlas: { value: texture }, viewport, pixelRatio },
    vertexShader: /* glsl */ `
      attribute vec4 place;
      attribute vec4 source;
      attribute vec4 ink;
      attribute vec4 halo;
      uniform vec2 viewport;
      varying vec2 vSource;
      varying vec2 vAt;
      varying vec2 vHalf;
      varying float vRadius;
      varying vec4 vInk;
      varying vec4 vHalo;
      void main() {
        vec2 at = place.xy + position.xy * place.zw;
        gl_Position = vec4(at.x / viewport.x * 2.0 - 1.0, 1.0 - at.y / viewport.y * 2.0, 0.0, 1.0);
        vRadius = source.x < 0.0 ? source.z : -1.0;
        vSource = (source.xy + position.xy * source.zw) / ${atlasPx.toFixed(1)};
        vHalf = place.zw * 0.5;
        vAt = (position.xy - 0.5) * place.zw;
        vInk = ink;
        vHalo = halo;
      }
    `,
    fragmentShader: /* glsl */ `
      uniform sampler2D atlas;
      uniform float pixelRatio;
      varying vec2 vSource;
      varying vec2 vAt;
      varying vec2 vHalf;
      varying float vRadius;
      varying vec4 vInk;
      varying vec4 vHalo;
      void main() {
        vec3 colour = vInk.rgb;
        float cover;
        if (vRadius >= 0.0) {
          vec2 d = abs(vAt) - vHalf + vRadius;
          cover = clamp(0.5 - (length(max(d, 0.0)) - vRadius) * pixelRatio, 0.0, 1.0);
        } else {
          // One px of the screen in the range of the field.
          float step_ = 1.0 / (vInk.a * ${RADIUS_PX.toFixed(1)});
          float field = texture2D(atlas, vSource).r - ${(1 - CUTOFF).toFixed(2)};
          float core = clamp(field / step_ * pixelRatio + 0.5, 0.0, 1.0);
          float around = vHalo.a * smoothstep(-${HALO_PX.toFixed(1)}, -0.4, field / step_);
          cover = max(core, around * 0.85);
          colour = mix(vHalo.rgb, colour, core);
        }
        if (cover < 0.01) discard;
        gl_FragColor = vec4(colour, cover);
        #include <colorspace_fragment>
      }
    `,
    transparent: true,
    depthTest: false,
    depthWrite: false,
  });
}
