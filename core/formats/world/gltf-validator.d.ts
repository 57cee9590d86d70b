/** The parts of Khronos' validator that are used; the package brings no types. `paths` of tsconfig.json leads here. */
export interface Message {
  readonly code: string;
  readonly message: string;
  /** 0 error, 1 warning, 2 information, 3 hint. */
  readonly severity: number;
  /** JSON pointer into the model. */
  readonly pointer?: string;
  /** Byte of a binary model. */
  readonly offset?: number;
}
export interface Report {
  readonly issues: { readonly numErrors: number; readonly messages: readonly Message[] };
}
export function validateBytes(
  bytes: Uint8Array,
  options: {
    readonly uri?: string;
    readonly maxIssues?: number;
    readonly writeTimestamp?: boolean;
    readonly format?: 'glb' | 'gltf';
    readonly externalResourceFunction: (uri: string) => Promise<Uint8Array>;
  },
): Promise<Report>;
