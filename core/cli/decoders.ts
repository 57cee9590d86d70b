import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Decoders } from '../formats/read-any.ts';

/** Decoders of a process of Node: their packages lie on the disk. */
export const nodeDecoders: Decoders = {
  async dracoWasm() {
    return new Uint8Array(await readFile(fileURLToPath(import.meta.resolve('draco3dgltf/draco_decoder_gltf.wasm'))));
  },
  async openIfc() {
    const types = await import('web-ifc');
    const api = new types.IfcAPI();
    await api.Init();
    api.SetLogLevel(types.LogLevel.LOG_LEVEL_OFF);
    return { api, types };
  },
};
