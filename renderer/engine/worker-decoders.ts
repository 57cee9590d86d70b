import type { Decoders } from '../../core/formats/read-any.ts';

/** Decoders of a page: files beside its scripts, fetched with the first model that needs them. */
export const workerDecoders: Decoders = {
  async dracoWasm() {
    const { default: address } = await import('draco3dgltf/draco_decoder_gltf.wasm?url');
    return new Uint8Array(await (await fetch(address)).arrayBuffer());
  },
  async openIfc() {
    const types = await import('web-ifc');
    const { default: address } = await import('web-ifc/web-ifc.wasm?url');
    const api = new types.IfcAPI();
    await api.Init(() => address, true);
    api.SetLogLevel(types.LogLevel.LOG_LEVEL_OFF);
    return { api, types };
  },
};
