/** Google's decoder of compressed meshes; the package brings no types. `paths` of tsconfig.json leads here. */
declare const createDecoderModule: (options: { readonly wasmBinary: Uint8Array }) => Promise<object>;
// The package has no other export.
export { createDecoderModule as default }; // oxlint-disable-line no-default-export -- as the package has it
