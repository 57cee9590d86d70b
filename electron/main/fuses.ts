/**
 * Switches that a packaged Electron gets burnt in; the names are those of `FuseV1Options` of @electron/fuses.
 * Whoever packages the app applies this table and reads it back with `npx @electron/fuses read`.
 */
export const fuses = {
  /** ELECTRON_RUN_AS_NODE would turn the signed app into a Node for anyone. */
  RunAsNode: false,
  /** Cookies at rest are encrypted with the system's key store; the app has none, a later one must not be readable. */
  EnableCookieEncryption: true,
  /** NODE_OPTIONS could load foreign code. */
  EnableNodeOptionsEnvironmentVariable: false,
  /** --inspect could attach a debugger to the main process. */
  EnableNodeCliInspectArguments: false,
  /** A changed archive does not start. */
  EnableEmbeddedAsarIntegrityValidation: true,
  /** No loose folder beside the archive takes its place. */
  OnlyLoadAppFromAsar: true,
  /** The browser process has no V8 snapshot of its own. */
  LoadBrowserProcessSpecificV8Snapshot: false,
  /** file:// has no more rights than in a browser; the app does not use it. */
  GrantFileProtocolExtraPrivileges: false,
} as const satisfies Readonly<Record<string, boolean>>;
