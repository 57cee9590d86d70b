import type { Problem, ProblemParameters } from '../base/problem.ts';
import { problem } from '../base/problem.ts';
import type { Result } from '../base/result.ts';
import { failed, ok } from '../base/result.ts';
import { lineAndColumn } from '../base/safe-json.ts';
import type { GeoPoint } from '../site/schema/common.ts';
import { readGeo } from './geo.ts';
import type { XmlElement } from './guard/xml.ts';
import { readXml } from './guard/xml.ts';
import type { ImportFile } from './import-result.ts';
import type { LinkSpeed } from './link-speed.ts';
import { readLinkSpeed } from './link-speed.ts';

export interface NetworkNode {
  readonly id: string;
  readonly label: string;
  readonly country: string;
  /** Null where the file has none or an impossible one. */
  readonly geo: GeoPoint | null;
  /** False for a peer outside of the network. */
  readonly isInternal: boolean;
  /** It stands for a link with more than two ends. */
  readonly isHyperedge: boolean;
  readonly place: string;
}

export interface NetworkEdge {
  /** Indices into the nodes. */
  readonly from: number;
  readonly to: number;
  readonly speed: LinkSpeed | null;
  readonly label: string;
  readonly place: string;
}

export interface Network {
  readonly name: string;
  /** Words of the file about itself, by attribute in lower case. */
  readonly facts: ReadonlyMap<string, string>;
  readonly nodes: readonly NetworkNode[];
  readonly edges: readonly NetworkEdge[];
  /** What was left out, and where. */
  readonly dropped: readonly { readonly text: string; readonly place: string }[];
}

/** Most nodes and edges that become records of a site; the largest network of the Topology Zoo has 754 and 899. */
const MAX_NODES = 5_000;
const MAX_EDGES = 10_000;
const MAX_PROBLEMS = 20;

/** Values of the keys that a graph, node or edge has, by name in lower case. */
type Data = ReadonlyMap<string, string>;
interface Key {
  readonly name: string;
  readonly fallback: string | null;
  readonly serves: string;
}

/** A network from GraphML text. Keys are found by their names, as their ids differ from file to file. */
export function readNetwork(file: ImportFile): Result<Network, readonly Problem[]> {
  const xml = readXml(file.text, file.name);
  if (xml.status === 'failed') return failed([xml.error]);
  const root = xml.value;
  const at = (element: XmlElement): string => lineAndColumn(file.text, element.offset);
  const refuse = (
    code: string,
    element: XmlElement,
    message: string,
    remedy: string,
    parameters: ProblemParameters = {},
  ): Problem => problem(code, message, remedy, { file: file.name, place: at(element) }, parameters);
  if (root.name !== 'graphml')
    return failed([
      refuse('graphml.other-root', root, `The root element is <${root.name}>, not <graphml>.`, 'Choose a GraphML file.', {
        name: root.name,
      }),
    ]);
  const graphs = root.children.filter(({ name }) => name === 'graph');
  const [graph] = graphs;
  if (graph === undefined)
    return failed([refuse('graphml.no-graph', root, 'There is no <graph>.', 'Take a complete copy of the file.')]);
  const keys = readKeys(root);
  const elements = graph.children.filter(({ name }) => name === 'node');
  const links = graph.children.filter(({ name }) => name === 'edge');
  if (elements.length === 0)
    return failed([refuse('graphml.no-node', graph, 'The graph has no node.', 'Take a complete copy of the file.')]);
  if (elements.length > MAX_NODES || links.length > MAX_EDGES) {
    const message = `The graph has ${elements.length} nodes and ${links.length} edges; at most ${MAX_NODES} and ${MAX_EDGES} become a site.`;
    return failed([
      refuse('graphml.too-many', graph, message, 'Take a part of the network.', {
        nodes: elements.length,
        edges: links.length,
        maxNodes: MAX_NODES,
        maxEdges: MAX_EDGES,
      }),
    ]);
  }
  const problems: Problem[] = [];
  const dropped: { text: string; place: string }[] = [];
  for (const extra of graphs.slice(1)) dropped.push({ text: 'A further <graph> of the file.', place: at(extra) });
  const nodes: NetworkNode[] = [];
  const indexOf = new Map<string, number>();
  for (const element of elements) {
    const id = element.attributes.get('id') ?? '';
    if (id === '') problems.push(refuse('graphml.node-without-id', element, 'The node has no id.', 'Give it one.'));
    else if (indexOf.has(id))
      problems.push(
        refuse('graphml.duplicate-node', element, `The node id ${shown(id)} occurs twice.`, 'Give each node an id of its own.', {
          id: shown(id),
        }),
      );
    indexOf.set(id, nodes.length);
    nodes.push(readNode(id, dataOf(element, keys, 'node'), at(element)));
    if (element.children.some(({ name }) => name === 'graph'))
      dropped.push({ text: 'A graph inside a node.', place: at(element) });
  }
  const edges: NetworkEdge[] = [];
  for (const element of problems.length > 0 ? [] : links) {
    const ends = ['source', 'target'].map((name) => element.attributes.get(name) ?? '');
    const [from, to] = ends.map((id) => indexOf.get(id));
    if (from === undefined || to === undefined) {
      const unknown = ends.find((id) => !indexOf.has(id)) ?? '';
      problems.push(
        refuse(
          'graphml.unknown-node',
          element,
          `The edge names the node ${shown(unknown)}, which does not exist.`,
          'Correct source and target, or take a complete copy of the file.',
          { id: shown(unknown) },
        ),
      );
      if (problems.length >= MAX_PROBLEMS) break;
    } else if (from === to) {
      dropped.push({ text: `An edge from node ${shown(ends[0] ?? '')} to itself.`, place: at(element) });
    } else {
      const data = dataOf(element, keys, 'edge');
      edges.push({ from, to, speed: speedOf(data), label: data.get('linklabel') ?? data.get('label') ?? '', place: at(element) });
    }
  }
  if (problems.length > 0) return failed(problems.slice(0, MAX_PROBLEMS));
  joinHyperedges(graph, keys, { nodes, edges, indexOf, dropped }, at);
  const facts = dataOf(graph, keys, 'graph');
  return ok({ name: facts.get('network') ?? facts.get('label') ?? '', facts, nodes, edges, dropped });
}

function readKeys(root: XmlElement): ReadonlyMap<string, Key> {
  const keys = new Map<string, Key>();
  for (const element of root.children) {
    const id = element.attributes.get('id');
    if (element.name !== 'key' || id === undefined) continue;
    const name = (element.attributes.get('attr.name') ?? id).trim().toLowerCase();
    const fallback = element.children.find((child) => child.name === 'default')?.text ?? null;
    keys.set(id, { name, fallback, serves: element.attributes.get('for') ?? 'all' });
  }
  return keys;
}

function dataOf(element: XmlElement, keys: ReadonlyMap<string, Key>, kind: 'graph' | 'node' | 'edge'): Data {
  const data = new Map<string, string>();
  for (const { name, fallback, serves } of keys.values())
    if (fallback !== null && (serves === kind || serves === 'all')) data.set(name, fallback);
  for (const child of element.children) {
    const key = child.name === 'data' ? keys.get(child.attributes.get('key') ?? '') : undefined;
    if (key !== undefined) data.set(key.name, child.text);
  }
  return data;
}

function readNode(id: string, data: Data, place: string): NetworkNode {
  return {
    id,
    label: data.get('label') ?? data.get('name') ?? '',
    country: data.get('country') ?? '',
    geo: readGeo(
      data.get('latitude') ?? data.get('lat') ?? '',
      data.get('longitude') ?? data.get('lon') ?? data.get('lng') ?? '',
    ),
    isInternal: data.get('internal') !== '0',
    isHyperedge: data.get('hyperedge') === '1',
    place,
  };
}

function speedOf(data: Data): LinkSpeed | null {
  return readLinkSpeed({
    raw: data.get('linkspeedraw') ?? '',
    speed: data.get('linkspeed') ?? '',
    units: data.get('linkspeedunits') ?? '',
    words: ['linklabel', 'label', 'linktype', 'linknote', 'bandwidth', 'speed', 'description'].map(
      (name) => data.get(name) ?? '',
    ),
  });
}

interface Growing {
  readonly nodes: NetworkNode[];
  readonly edges: NetworkEdge[];
  readonly indexOf: ReadonlyMap<string, number>;
  readonly dropped: { text: string; place: string }[];
}

/** A <hyperedge> becomes a joint with a link to each of its ends. */
function joinHyperedges(
  graph: XmlElement,
  keys: ReadonlyMap<string, Key>,
  into: Growing,
  at: (element: XmlElement) => string,
): void {
  for (const [number, element] of graph.children.filter(({ name }) => name === 'hyperedge').entries()) {
    const place = at(element);
    const ends = element.children
      .filter(({ name }) => name === 'endpoint')
      .map((end) => into.indexOf.get(end.attributes.get('node') ?? ''));
    const known = [...new Set(ends.filter((end) => end !== undefined))];
    if (known.length < 2 || known.length < ends.length || into.nodes.length >= MAX_NODES) {
      into.dropped.push({ text: 'A hyperedge without two different known ends for each of its endpoints.', place });
      continue;
    }
    const data = dataOf(element, keys, 'edge');
    const joint = into.nodes.length;
    const label = data.get('label') ?? `Hyperedge ${number + 1}`;
    into.nodes.push({ id: `hyperedge-${number + 1}`, label, country: '', geo: null, isInternal: true, isHyperedge: true, place });
    for (const end of known) into.edges.push({ from: joint, to: end, speed: speedOf(data), label: '', place });
  }
}

function shown(id: string): string {
  return JSON.stringify(id.slice(0, 40));
}
