import { MeshLambertMaterial } from 'three';
import type { DataTexture } from 'three';
import { SYMBOL_KINDS } from '../layout/symbol-size.ts';
import { ENTRY_GLSL } from './entry-glsl.ts';
import type { EntryUniforms } from './entry-glsl.ts';

const DECLARATIONS = /* glsl */ `
attribute float entry;
attribute float part;
uniform highp sampler2D tints;
varying vec3 vTint;
varying float vPart;
${ENTRY_GLSL}
`;

const FAR_DECLARATIONS = /* glsl */ `
attribute float which;
uniform vec4 farBoxes[${SYMBOL_KINDS.length * 2}];
`;

const TURN_NORMAL = /* glsl */ `
vec4 pose = entryTexel(entry, 4);
float turn = pose.x;
vec3 objectNormal = vec3(cos(turn) * normal.x + sin(turn) * normal.z, normal.y, cos(turn) * normal.z - sin(turn) * normal.x);
`;

const PLACE_VERTEX = /* glsl */ `
vec3 foot = footOf(entry);
float metresPerPx = metresPerPxAt(foot);
vec4 extent = entryTexel(entry, 3);
float roomM = entryTexel(entry, 2).w;
float grown = growth(metresPerPx, extent.x, extent.y, roomM);
vec3 model = vec3(cos(turn) * shape.x + sin(turn) * shape.z, shape.y * extent.w, cos(turn) * shape.z - sin(turn) * shape.x);
vec3 transformed = standOf(entry, foot, metresPerPx) + grown * pose.y * model;
int tintAt = int(entry + 0.5);
vTint = texelFetch(tints, ivec2(tintAt % 1024, tintAt / 1024), 0).rgb;
vPart = part;
`;

/** From afar a symbol is two boxes, of the proportions of its kind. */
const FAR_SHAPE = /* glsl */ `
vec4 farBox = farBoxes[int(pose.z + 0.5) * 2 + int(which + 0.5)];
vec3 shape = vec3(position.x * farBox.x, position.y * farBox.y + farBox.w, position.z * farBox.z);
`;

export interface SymbolMaterialOptions {
  readonly uniforms: EntryUniforms;
  /** Linear colour of each entry, 1024 to a row. */
  readonly tints: { readonly value: DataTexture | null };
  /** Two boxes a kind (width, height, depth, height of their foot), for all kinds in one draw call; null: the model itself. */
  readonly farBoxes: Float32Array | null;
}

/** Matte material of instanced symbols: each instance is an entry, grows when seen from afar, and carries its data colour. */
export function symbolMaterial({ uniforms, tints, farBoxes }: SymbolMaterialOptions): MeshLambertMaterial {
  const material = new MeshLambertMaterial();
  const isFar = farBoxes !== null;
  material.onBeforeCompile = (shader) => {
    Object.assign(shader.uniforms, uniforms, { tints }, isFar ? { farBoxes: { value: farBoxes } } : {});
    shader.vertexShader = shader.vertexShader
      .replace('#include <common>', `#include <common>\n${DECLARATIONS}${isFar ? FAR_DECLARATIONS : ''}`)
      .replace('#include <beginnormal_vertex>', TURN_NORMAL)
      .replace('#include <begin_vertex>', `${isFar ? FAR_SHAPE : 'vec3 shape = position;'}\n${PLACE_VERTEX}`);
    shader.fragmentShader = shader.fragmentShader
      .replace('#include <common>', '#include <common>\nvarying vec3 vTint;\nvarying float vPart;\nuniform vec3 detail;')
      .replace('#include <color_fragment>', 'diffuseColor.rgb = mix(vTint, detail, vPart);');
  };
  material.customProgramCacheKey = () => (isFar ? 'symbols from afar' : 'symbols');
  return material;
}
