import { parseAst } from 'vite';

/** A problem that a source makes. */
export interface MadeProblem {
  readonly file: string;
  readonly line: number;
  /** Null: the source does not say which. */
  readonly code: string | null;
  /** Names of its values with their text where it is fixed; null where the source does not list them. */
  readonly parameters: ReadonlyMap<string, string | null> | null;
}

interface Node {
  readonly type: string;
  readonly start: number;
  readonly [key: string]: unknown;
}

interface Maker {
  /** Which argument is the code, and which the values; null where values are not taken. */
  readonly code: number;
  readonly parameters: number | null;
}

/**
 * The problems in a text of TypeScript: calls of `problem`, calls of functions of the file that hand a code on to it, new
 * objects of its classes that are made of a code and a remedy, and objects with both.
 */
export function problemsIn(file: string, text: string): MadeProblem[] {
  if (!/\bproblem\(|\bcode: /.test(text) || file === 'core/base/problem.ts') return [];
  const program = parseAst(text, { lang: file.endsWith('x') ? 'tsx' : 'ts' }, file) as unknown as Node;
  const constants = new Map<string, string>();
  const makers = new Map<string, Maker>([['problem', { code: 0, parameters: 4 }]]);
  const found: MadeProblem[] = [];
  const forwarded = new Set<Node>();
  const at = (node: Node): { file: string; line: number } => ({ file, line: text.slice(0, node.start).split('\n').length });
  const codeOf = (node: Node | undefined): string | null => {
    if (node?.type === 'Literal' && typeof node['value'] === 'string') return node['value'];
    return node?.type === 'Identifier' ? (constants.get(String(node['name'])) ?? null) : null;
  };
  walk(program, (node) => {
    const name = nameOf(node['id']);
    const value = asNode(node['init']);
    if (node.type === 'VariableDeclarator' && name !== null && value?.type === 'Literal')
      constants.set(name, String(value['value']));
  });
  walk(program, (node) => {
    const members = asNode(node['body'])?.['body'];
    const name = nameOf(node['id']);
    if (node.type !== 'ClassDeclaration' || name === null || !Array.isArray(members)) return;
    const made = members.map((each: Node) => functionOf(each)).find((each) => each?.name === 'constructor');
    if (made?.parameters.includes('remedy') === true) makers.set(name, makerOf(made.parameters, 'code', 'parameters'));
  });
  walk(program, (node, around) => {
    const [first, , , , values] = argumentsOf(node);
    const code = nameOf(first);
    if (calledName(node) !== 'problem' || code === null || constants.has(code)) return;
    const maker = around.map(functionOf).findLast((each) => each?.parameters.includes(code));
    if (maker !== undefined && maker !== null) makers.set(maker.name, makerOf(maker.parameters, code, nameOf(values)));
    // Out of an object that a class of the file makes.
    if (maker !== undefined || (code === 'code' && [...makers.keys()].some((name) => /^[A-Z]/.test(name)))) forwarded.add(node);
  });
  walk(program, (node) => {
    const maker = makers.get(calledName(node) ?? '');
    if (maker !== undefined && !forwarded.has(node)) {
      const given = argumentsOf(node);
      const values = maker.parameters === null ? undefined : given[maker.parameters];
      const parameters = values === undefined ? new Map<string, string | null>() : namesIn(values);
      found.push({ ...at(node), code: codeOf(given[maker.code]), parameters });
    }
    if (node.type !== 'ObjectExpression') return;
    const entries = entriesOf(node);
    const code = entries.get('code');
    // A finding has a code and a remedy too, and its own texts.
    if (code?.type === 'Literal' && entries.has('remedy') && !entries.has('severity'))
      found.push({ ...at(node), code: codeOf(code), parameters: null });
  });
  return found;
}

function makerOf(parameters: readonly string[], code: string, values: string | null): Maker {
  const index = values === null ? -1 : parameters.indexOf(values);
  return { code: parameters.indexOf(code), parameters: index === -1 ? null : index };
}

function walk(node: Node, visit: (node: Node, around: readonly Node[]) => void, around: readonly Node[] = []): void {
  visit(node, around);
  for (const child of Object.values(node)) {
    for (const each of Array.isArray(child) ? child : [child]) {
      const next = asNode(each);
      if (next !== undefined) walk(next, visit, [...around, node]);
    }
  }
}

function asNode(value: unknown): Node | undefined {
  return typeof value === 'object' && value !== null && 'type' in value ? (value as Node) : undefined;
}

function nameOf(value: unknown): string | null {
  const node = asNode(value);
  if (node?.type === 'AssignmentPattern') return nameOf(node['left']);
  return node?.type === 'Identifier' ? String(node['name']) : null;
}

function argumentsOf(node: Node): readonly Node[] {
  return (node['arguments'] as readonly Node[] | undefined) ?? [];
}

/** `f(…)`, `this.f(…)` and `new f(…)` all call `f`. */
function calledName(node: Node): string | null {
  if (node.type !== 'CallExpression' && node.type !== 'NewExpression') return null;
  const callee = asNode(node['callee']);
  return callee?.type === 'MemberExpression' ? nameOf(callee['property']) : nameOf(callee);
}

/** A named function, a method, or a constant that holds a function: its name and those of its parameters. */
function functionOf(node: Node): { readonly name: string; readonly parameters: readonly string[] } | null {
  const [key, holder] =
    node.type === 'FunctionDeclaration'
      ? [node['id'], node]
      : node.type === 'MethodDefinition'
        ? [node['key'], asNode(node['value'])]
        : node.type === 'VariableDeclarator'
          ? [node['id'], asNode(node['init'])]
          : [null, undefined];
  const name = nameOf(key);
  if (name === null || !Array.isArray(holder?.['params'])) return null;
  return { name, parameters: holder['params'].map((each: unknown) => nameOf(each) ?? '') };
}

function entriesOf(node: Node): ReadonlyMap<string, Node> {
  const entries = new Map<string, Node>();
  for (const each of node['properties'] as readonly Node[]) {
    const value = asNode(each['value']);
    const name = nameOf(each['key']);
    if (each.type === 'Property' && name !== null && value !== undefined) entries.set(name, value);
  }
  return entries;
}

function namesIn(values: Node): ReadonlyMap<string, string | null> | null {
  if (values.type !== 'ObjectExpression') return null;
  if ((values['properties'] as readonly Node[]).some(({ type }) => type !== 'Property')) return null;
  return new Map([...entriesOf(values)].map(([name, value]) => [name, value.type === 'Literal' ? String(value['value']) : null]));
}
