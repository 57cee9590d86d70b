import type { Color, DataTexture } from 'three';
import { ROW, TEXELS } from '../layout/entries.ts';
import { FLOOR_PX } from '../layout/symbol-size.ts';

/** Values that all shaders of the scene share. */
export interface EntryUniforms {
  /** The entries of the model, see layout/entries.ts. */
  readonly entries: { readonly value: DataTexture | null };
  /** Height of the first plate above the ground, m, and share of the way from the physical spot to the plate. */
  readonly plateM: { readonly value: number };
  readonly lift: { readonly value: number };
  /** Follows the camera: screen pixels of one metre at distance one. */
  readonly pxPerUnit: { readonly value: number };
  readonly detail: { readonly value: Color };
  /** Of strands, where they are not filled. */
  readonly casing: { readonly value: Color };
}

/** Reads an entry and grows it: [layout/symbol-size.ts] `growth` and [layout/symbols.ts] `feetAt` in the language of the shader. */
export const ENTRY_GLSL = /* glsl */ `
uniform highp sampler2D entries;
uniform float plateM;
uniform float lift;
uniform float pxPerUnit;
vec4 entryTexel(float index, int part) {
  int at = int(index + 0.5);
  return texelFetch(entries, ivec2((at % ${ROW}) * ${TEXELS} + part, at / ${ROW}), 0);
}
vec3 footOf(float index) {
  vec4 own = entryTexel(index, 0);
  vec4 up = entryTexel(index, 1);
  float share = own.w > 0.5 ? lift : 0.0;
  return vec3(mix(own.x, up.x, share), own.y * (1.0 - share) + own.w * plateM, mix(own.z, up.y, share));
}
float growth(float metresPerPx, float sizeM, float leastPx, float roomM) {
  return max(1.0, max(min(leastPx * metresPerPx, roomM), ${FLOOR_PX.toFixed(1)} * metresPerPx) / sizeM);
}
float metresPerPxAt(vec3 foot) {
  return max(-(viewMatrix * vec4(foot, 1.0)).z, 0.01) / pxPerUnit;
}
/** Foot of the entry within its arrangement. */
vec3 standOf(float index, vec3 foot, float metresPerPx) {
  vec4 pitch = entryTexel(index, 1);
  vec4 offset = entryTexel(index, 2);
  return foot + growth(metresPerPx, pitch.z, pitch.w, offset.w) * offset.xyz;
}
`;
