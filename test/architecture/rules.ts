import type { Import, SourceFile } from './source-tree.ts';

/** Who may import whom among our folders. The longest folder that a path lies in is its layer. */
interface Layer {
  readonly folder: string;
  /** Folders or files whose code it may use. Its own folder is always allowed. */
  readonly uses: readonly string[];
  /** Folders or files of which it may name types only. */
  readonly namesTypesOf?: readonly string[];
  readonly reason: string;
}

const model = ['core/base', 'core/site', 'core/catalog', 'core/network'];
const solvers = [...model, 'core/evaluate', 'core/place', 'core/simulate'];
const pureCore = [...solvers, 'core/explore', 'core/report', 'core/formats', 'core/engine'];

export const layers: readonly Layer[] = [
  { folder: 'core/base', uses: [], reason: 'base knows nothing of sites, so that all else can stand on it' },
  { folder: 'core/site', uses: ['core/base'], reason: 'the document must not depend on what is computed from it' },
  {
    folder: 'core/catalog',
    uses: ['core/base', 'core/site', 'assets/catalog'],
    reason: 'the catalog fills the document and computes nothing',
  },
  { folder: 'core/network', uses: ['core/base', 'core/site'], reason: 'routes and delays follow from the document alone' },
  { folder: 'core/evaluate', uses: model, reason: 'evaluation stands below placement and simulation' },
  { folder: 'core/place', uses: [...model, 'core/evaluate'], reason: 'placement is checked by evaluation, never by simulation' },
  { folder: 'core/simulate', uses: [...model, 'core/evaluate'], reason: 'simulation is an independent witness of evaluation' },
  { folder: 'core/explore', uses: solvers, reason: 'what-if runs the solvers and is run by the engine' },
  {
    folder: 'core/report',
    uses: [...model, 'assets/locales'],
    namesTypesOf: [...solvers, 'core/explore'],
    reason: 'a report shows results and computes none',
  },
  {
    folder: 'core/formats',
    uses: model,
    namesTypesOf: [...solvers, 'core/explore'],
    reason: 'a reader makes documents and computes no results',
  },
  { folder: 'core/engine', uses: pureCore, reason: 'the engine is the door to the whole core, not to its terminal' },
  {
    folder: 'core/cli',
    uses: ['core/base', 'core/site', 'core/catalog', 'core/engine', 'core/formats', 'core/report', 'assets'],
    namesTypesOf: pureCore,
    reason: 'the terminal asks the engine as the screen does, so that both give the same answers',
  },
  {
    folder: 'renderer/store',
    uses: ['core/base', 'core/site', 'core/engine/protocol.ts'],
    namesTypesOf: pureCore,
    reason: 'state and setters only: what is computed comes through the engine',
  },
  { folder: 'renderer/ui', uses: [], namesTypesOf: ['core/base'], reason: 'widgets know nothing of sites' },
  {
    folder: 'renderer/scene',
    uses: ['renderer/store', 'renderer/ui', ...pureCore],
    reason: 'the scene draws state; gestures live in tools, which use its registry and not the other way round',
  },
  {
    folder: 'renderer/tools',
    uses: ['renderer/store', 'renderer/ui', 'renderer/scene/registry', ...pureCore],
    reason: 'a gesture knows state and the registry of what is drawn, not how it is drawn',
  },
  {
    folder: 'renderer/panels',
    uses: ['renderer/store', 'renderer/ui', ...pureCore],
    reason: 'a panel shows state and sends commands; the app puts it beside the scene',
  },
  {
    folder: 'renderer/engine',
    uses: ['renderer/store', ...pureCore],
    reason: 'the client of the worker carries values between store and core',
  },
  {
    folder: 'renderer/storage',
    uses: ['core/base', 'core/site'],
    namesTypesOf: ['electron/ipc/contract.ts'],
    reason: 'storage keeps documents and commands, whoever shows them',
  },
  {
    folder: 'renderer/app',
    uses: ['renderer', 'assets', 'package.json', ...pureCore],
    namesTypesOf: ['electron/ipc/contract.ts'],
    reason: 'the app puts the parts together and reaches the shell through its typed contract only',
  },
  { folder: 'electron', uses: ['core/base'], reason: 'the shell knows nothing about sites' },
];

/** Packages that only one place may use, so that the rest can do without them. */
const ownedPackages: readonly { readonly pattern: RegExp; readonly owner: string; readonly reason: string }[] = [
  {
    pattern: /^(three|@react-three|three-mesh-bvh|troika-three-text|three-stdlib)(\/|$)/,
    owner: 'renderer/scene',
    reason: 'the 3D library loads with the scene alone',
  },
  { pattern: /^dexie(\/|$)/, owner: 'renderer/storage', reason: 'the database is rebuildable: nothing else may rely on it' },
  { pattern: /^zustand(\/|$)/, owner: 'renderer/store', reason: 'state has one home' },
  { pattern: /^electron(\/|$)/, owner: 'electron', reason: 'the page reaches the shell through its contract' },
];

const domPackages =
  /^(react|react-dom|react-i18next|react-resizable-panels|@mantine|@tabler|@tanstack|@fontsource|@fontsource-variable)(\/|$)/;
const nodeInCore = /^core\/(cli\/|formats\/read-(file|folder)\.ts$)/;
const electronValues = ['electron/main/main.ts', 'electron/preload/preload.ts'];

/** Why `file` must not have this import; null when it may. */
export function refuseImport(file: SourceFile, each: Import): string | null {
  return each.isOurs ? refuseOwn(file.path, each) : refusePackage(file.path, each);
}

function refuseOwn(path: string, each: Import): string | null {
  const layer = layerOf(path);
  if (layer === null) return null;
  const allowed = [layer.folder, ...layer.uses, ...(each.isTypeOnly ? (layer.namesTypesOf ?? []) : [])];
  if (allowed.some((folder) => isWithin(each.target, folder))) return null;
  const what = each.isTypeOnly ? 'name types of' : 'import';
  return `${path} may not ${what} ${each.target}: ${layer.reason}.`;
}

function refusePackage(path: string, each: Import): string | null {
  const owned = ownedPackages.find(({ pattern }) => pattern.test(each.target));
  if (owned !== undefined && !path.startsWith(`${owned.owner}/`)) {
    return `${path} may not import ${each.target}: it belongs to ${owned.owner}, ${owned.reason}.`;
  }
  if (path.startsWith('core/')) {
    if (domPackages.test(each.target)) return `${path} may not import ${each.target}: the core runs without a page.`;
    if (each.target.startsWith('node:') && !nodeInCore.test(path))
      return `${path} may not import ${each.target}: the core runs in a worker.`;
  }
  if (path.startsWith('renderer/') && each.target.startsWith('node:'))
    return `${path} may not import ${each.target}: a page has no Node.`;
  if (!path.startsWith('electron/') || each.target.startsWith('node:')) return null;
  if (each.target === 'electron') {
    if (each.isTypeOnly || electronValues.includes(path)) return null;
    return `${path} may only import types of electron: its API is passed in, so that a test can pass another.`;
  }
  if (each.target === 'vite' && path.startsWith('electron/launch/')) return null;
  return `${path} may not import ${each.target}: the shell stands on Node and Electron alone.`;
}

/** The layer a path belongs to; null for tests and settings, which may use everything. */
function layerOf(path: string): Layer | null {
  const around = layers.filter((layer) => isWithin(path, layer.folder));
  return around.toSorted((a, b) => b.folder.length - a.folder.length)[0] ?? null;
}

/** `folder` may also be a file, or a name that a file's type or a folder's slash follows. */
function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`) || path === `${folder}.ts` || path === `${folder}.tsx`;
}
