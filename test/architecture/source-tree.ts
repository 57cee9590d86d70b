import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative, sep } from 'node:path';
import { parseSync } from 'vite';

/** One import, re-export, dynamic import or worker address of a file. */
export interface Import {
  /** Path from the project's root for a file of ours; the specifier itself for a package. */
  readonly target: string;
  readonly isOurs: boolean;
  /** Erased by the compiler: it binds no code. */
  readonly isTypeOnly: boolean;
}

export interface SourceFile {
  readonly path: string;
  readonly lineCount: number;
  readonly imports: readonly Import[];
  /** Constructs the house rules forbid, in the order `export *`, `default export`, `enum`. */
  readonly forbidden: readonly string[];
}

/** Every TypeScript file below `folders`, without what a build left there. Paths have forward slashes. */
export function readSourceTree(root: string, folders: readonly string[]): SourceFile[] {
  const paths = folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.(ts|tsx|mts)$/.test(entry.name) && !entry.name.endsWith('.d.ts'))
      .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
      .filter((path) => !/(^|\/)(dist|node_modules)\//.test(path)),
  );
  return paths.map((path) => readSource(path, readFileSync(join(root, path), 'utf8')));
}

/** What the rules need to know of one file with this text. */
export function readSource(path: string, text: string): SourceFile {
  const { module, program, errors } = parseSync(path, text);
  if (errors.length > 0) throw new Error(`${path} does not parse: ${errors[0]?.message}`);
  const imports: Import[] = [];
  const add = (specifier: string, isTypeOnly: boolean): void => void imports.push(resolveImport(path, specifier, isTypeOnly));
  for (const entry of module.staticImports) {
    add(entry.moduleRequest.value, entry.entries.length > 0 && entry.entries.every((each) => each.isType));
  }
  for (const statement of module.staticExports) {
    const source = statement.entries.find((each) => each.moduleRequest !== null)?.moduleRequest?.value;
    if (source !== undefined)
      add(
        source,
        statement.entries.every((each) => each.isType),
      );
  }
  const addLiteral = (literal: string): void => {
    const specifier = /^['"`](.*)['"`]$/s.exec(literal)?.[1];
    if (specifier !== undefined) add(specifier, false);
  };
  for (const { moduleRequest } of module.dynamicImports) addLiteral(text.slice(moduleRequest.start, moduleRequest.end));
  for (const [, literal = ''] of text.matchAll(/new URL\(\s*(['"][^'"]+\.tsx?['"])\s*,\s*import\.meta\.url/g))
    addLiteral(literal);
  const entries = module.staticExports.flatMap((statement) => statement.entries);
  const kinds = program.body.flatMap((node) => [
    node.type,
    node.type === 'ExportNamedDeclaration' ? (node.declaration?.type ?? '') : '',
  ]);
  const forbidden = [
    entries.some((entry) => entry.importName.kind.startsWith('All')) ? 'export *' : '',
    kinds.includes('ExportDefaultDeclaration') || entries.some((entry) => entry.exportName.kind === 'Default')
      ? 'default export'
      : '',
    kinds.includes('TSEnumDeclaration') ? 'enum' : '',
  ].filter((each) => each !== '');
  return { path, lineCount: text.trimEnd().split('\n').length, imports, forbidden };
}

/** Value imports that lead from a file back to itself: one list of paths a cycle. */
export function findCycles(files: readonly SourceFile[]): string[][] {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const state = new Map<string, 'open' | 'closed'>();
  const cycles: string[][] = [];
  const visit = (path: string, trail: readonly string[]): void => {
    if (state.get(path) === 'closed') return;
    if (state.get(path) === 'open') {
      cycles.push([...trail.slice(trail.indexOf(path)), path]);
      return;
    }
    state.set(path, 'open');
    for (const each of byPath.get(path)?.imports ?? []) {
      if (each.isOurs && !each.isTypeOnly && byPath.has(each.target)) visit(each.target, [...trail, path]);
    }
    state.set(path, 'closed');
  };
  for (const file of files) visit(file.path, []);
  return cycles;
}

function resolveImport(from: string, specifier: string, isTypeOnly: boolean): Import {
  const [bare = ''] = specifier.split('?', 1);
  if (!bare.startsWith('.')) return { target: bare, isOurs: false, isTypeOnly };
  const target = normalize(join(dirname(from), bare))
    .split(sep)
    .join('/');
  return { target, isOurs: true, isTypeOnly };
}
