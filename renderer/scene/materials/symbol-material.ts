import { MeshLambertMaterial } from 'three';
import type { Color } from 'three';
import { FLOOR_PX } from '../layout/symbol-size.ts';

/** Values that all symbol shaders share; `pxPerUnit` follows the camera: screen pixels of one metre at distance one. */
export interface SymbolUniforms {
  readonly pxPerUnit: { readonly value: number };
  readonly detail: { readonly value: Color };
}

/** [layout/symbol-size.ts] `growth`, in the language of the shader. */
export const GROWTH_GLSL = /* glsl */ `
uniform float pxPerUnit;
float growth(float metresPerPx, float sizeM, float leastPx, float roomM) {
  return max(1.0, max(min(leastPx * metresPerPx, roomM), ${FLOOR_PX.toFixed(1)} * metresPerPx) / sizeM);
}
float metresPerPxAt(vec3 foot) {
  return max(-(viewMatrix * vec4(foot, 1.0)).z, 0.01) / pxPerUnit;
}
`;

const DECLARATIONS = /* glsl */ `
attribute vec3 foot;
attribute vec3 offset;
attribute vec2 pitch;
attribute vec4 extent;
attribute vec2 pose; // turn, scale of the model
attribute vec3 tint;
attribute float part;
varying vec3 vTint;
varying float vPart;
${GROWTH_GLSL}
`;

const TURN_NORMAL = /* glsl */ `
float turn = pose.x;
vec3 objectNormal = vec3(cos(turn) * normal.x + sin(turn) * normal.z, normal.y, cos(turn) * normal.z - sin(turn) * normal.x);
`;

const PLACE_VERTEX = /* glsl */ `
float metresPerPx = metresPerPxAt(foot);
float grown = growth(metresPerPx, extent.x, extent.y, extent.z);
float spread = growth(metresPerPx, pitch.x, pitch.y, extent.z);
vec3 model = vec3(cos(turn) * position.x + sin(turn) * position.z, position.y * extent.w, cos(turn) * position.z - sin(turn) * position.x);
vec3 transformed = foot + spread * offset + grown * pose.y * model;
vTint = tint;
vPart = part;
`;

/** Matte material of instanced symbols: each instance stands at `foot`, grows when seen from afar, and carries its data colour. */
export function symbolMaterial(uniforms: SymbolUniforms): MeshLambertMaterial {
  const material = new MeshLambertMaterial();
  material.onBeforeCompile = (shader) => {
    Object.assign(shader.uniforms, uniforms);
    shader.vertexShader = shader.vertexShader
      .replace('#include <common>', `#include <common>\n${DECLARATIONS}`)
      .replace('#include <beginnormal_vertex>', TURN_NORMAL)
      .replace('#include <begin_vertex>', PLACE_VERTEX);
    shader.fragmentShader = shader.fragmentShader
      .replace('#include <common>', '#include <common>\nvarying vec3 vTint;\nvarying float vPart;\nuniform vec3 detail;')
      .replace('#include <color_fragment>', 'diffuseColor.rgb = mix(vTint, detail, vPart);');
  };
  return material;
}
