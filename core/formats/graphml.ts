import { must } from '../base/assert.ts';
import { slug } from '../base/ids.ts';
import type { Problem } from '../base/problem.ts';
import { problem } from '../base/problem.ts';
import { failed, ok } from '../base/result.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { newHeader } from '../site/defaults.ts';
import type { GeoPoint, PositionM } from '../site/schema/common.ts';
import { addLink, addNode, addPlace } from './add-records.ts';
import { greatCircleM, middleOf, projectionAround } from './geo.ts';
import type { Network, NetworkEdge } from './graphml-read.ts';
import { readNetwork } from './graphml-read.ts';
import { pickMedium, pickRouter } from './import-catalog.ts';
import type { ImportFile, ImportResult } from './import-result.ts';
import { placeNodes, ringLayout } from './network-layout.ts';
import type { Placed } from './network-layout.ts';
import { addProbe } from './probe.ts';
import { cleanName, cleanText, SiteAssembly } from './site-assembly.ts';

export interface GraphmlOptions {
  readonly catalog: Catalog;
  /** Only the network, without the probe workload. */
  readonly bare: boolean;
  readonly name?: string;
}

/** Bandwidth where a whole file states none: the usual port of a backbone since 10 Gigabit Ethernet (IEEE 802.3ae, 2002). */
const USUAL_MBPS = 10_000;
/** Length of a link where nothing has coordinates, m, by the extent a file gives: median of the 13 networks of the Topology Zoo that have both. */
const USUAL_LENGTH_M: Readonly<Record<string, number>> = { country: 52_000, continent: 531_000, global: 733_000 };
const ANY_LENGTH_M = 100_000;

const ZOO_SOURCE = {
  fields: [],
  title: 'Knight et al., The Internet Topology Zoo, IEEE JSAC 29(9), 2011',
  url: 'https://doi.org/10.25909/30153949',
  date: '2011',
  note: 'CC BY 4.0.',
};

/**
 * A wide-area network from GraphML: each node a place with a router, each edge a fibre of great-circle length × route factor;
 * parallel edges stay parallel links. What the file does not say is guessed, and every guess is a finding. With it comes a
 * light probe workload, so that the site answers at once; `bare` leaves it out.
 */
export function importGraphml(files: readonly ImportFile[], options: GraphmlOptions): ImportResult {
  const [file] = files;
  if (file === undefined || files.length !== 1) {
    const problems: Problem[] = [
      problem(
        'import.one-file',
        `The importer takes one file, not ${files.length}.`,
        'Choose one GraphML file.',
        {},
        { count: files.length },
      ),
    ];
    return failed(problems);
  }
  const network = readNetwork(file);
  return network.status === 'failed' ? network : ok(build(network.value, file.name, options));
}

function build(network: Network, fileName: string, { catalog, bare, name }: GraphmlOptions): ReturnType<SiteAssembly['finish']> {
  const assembly = new SiteAssembly();
  const router = pickRouter(catalog, ['nokia-7250-ixr-s', 'juniper-mx204'], 'largest');
  const fibre = pickMedium(catalog, 'fibre', ['fibre-dwdm-100g', 'fibre-100g']);
  assembly.use('hardwareTypes', router);
  assembly.use('media', fibre);
  const map = locate(network);
  const nodeIds = network.nodes.map((node, index) => {
    const position = must(map.positions[index], `position ${index}`);
    const title = cleanName(node.label, `Node ${node.id}`);
    const placeId = assembly.freshId('places', `pop-${node.id}`);
    const notes = [
      node.country === '' ? '' : `Country: ${node.country}`,
      node.isInternal ? '' : 'Outside of the network.',
    ].filter((part) => part !== '');
    const placed = map.placed?.[index];
    const place = { id: placeId, name: title, kind: 'site', tier: 'regional', positionM: position, geo: placed?.geo ?? null };
    addPlace(assembly, { ...place, notes: cleanText(notes.join(' ')) });
    const nodeId = assembly.freshId('nodes', `router-${node.id}`);
    addNode(assembly, {
      id: nodeId,
      name: cleanName(`${title}, router`, nodeId),
      typeId: router.id,
      tier: 'regional',
      placeId,
      status: 'installed',
    });
    const subject = `places/${placeId}`;
    const guess = placed?.guess ?? null;
    if (guess !== null)
      assembly.find({
        kind: 'guessed',
        subject,
        place: node.place,
        text: `${title} has no coordinates; it stands ${guess}.`,
        source: 'layout by neighbours',
      });
    if (node.isHyperedge)
      assembly.find({
        kind: 'assumed',
        subject,
        place: node.place,
        text: `${title} stands for a link with more than two ends: a joint with a router.`,
        source: 'attribute of the file',
      });
    return { nodeId, placeId };
  });
  addLinks(
    assembly,
    network,
    map,
    nodeIds.map(({ nodeId }) => nodeId),
    fibre,
  );
  for (const { text, place } of network.dropped) assembly.find({ kind: 'dropped', subject: null, place, text, source: 'import' });
  if (map.placed === null)
    note(
      assembly,
      'guessed',
      'No node has coordinates: the map is drawn in rings by steps from the node with the most links.',
      'layout by links',
    );
  note(assembly, 'assumed', `Every node has one ${router.name}; the file names no hardware.`, 'chosen from the catalog');
  if (!bare) addProbe(assembly, catalog, network, nodeIds);
  const title = cleanName(name ?? network.name, cleanName(fileName.replace(/^.*[/\\]/, '').replace(/\.[^.]*$/, ''), 'Network'));
  return assembly.finish(
    newHeader({
      id: slug(title, 'network').replaceAll('.', '-'),
      name: title,
      kind: 'mec',
      description: `${network.nodes.length} nodes and ${network.edges.length} links.`,
      geoOrigin: map.origin,
      sources: isZoo(network) ? [ZOO_SOURCE] : [],
    }),
  );
}

interface NetworkMap {
  readonly origin: GeoPoint | null;
  readonly positions: readonly PositionM[];
  /** Null for a network without any geography. */
  readonly placed: readonly Placed[] | null;
  /** Length of a link where there is no geography, m. */
  readonly usualLengthM: number;
}

function locate({ nodes, edges, facts }: Network): NetworkMap {
  const usualLengthM = USUAL_LENGTH_M[(facts.get('geoextent') ?? '').toLowerCase()] ?? ANY_LENGTH_M;
  const placed = placeNodes(nodes, edges);
  if (placed === null) {
    const positions = ringLayout(nodes.length, edges, usualLengthM).map((spot) => ({ ...spot, zM: 0 }));
    return { origin: null, positions: positions.map(withinFrame), placed, usualLengthM };
  }
  const origin = middleOf(placed.map(({ geo }) => geo));
  const toFrame = projectionAround(origin);
  return { origin, positions: placed.map(({ geo }) => toFrame(geo)), placed, usualLengthM };
}

/** Thousands of rings would leave the frame; they only have to be told apart. */
function withinFrame({ xM, yM, zM }: PositionM): PositionM {
  const bound = (value: number): number => Math.max(-1.9e7, Math.min(1.9e7, value));
  return { xM: bound(xM), yM: bound(yM), zM };
}

function addLinks(
  assembly: SiteAssembly,
  { edges, nodes }: Network,
  { placed, usualLengthM }: NetworkMap,
  nodeIds: readonly string[],
  fibre: { readonly id: string; readonly routeFactor: number },
): void {
  const stated = edges.flatMap(({ speed }) => (speed === null ? [] : [speed.mbps])).toSorted((a, b) => a - b);
  const usual = stated[Math.floor(stated.length / 2)] ?? USUAL_MBPS;
  for (const edge of edges) {
    const from = must(nodeIds[edge.from], 'source of an edge');
    const to = must(nodeIds[edge.to], 'target of an edge');
    const id = assembly.freshId('links', `link-${nodes[edge.from]?.id}-${nodes[edge.to]?.id}`);
    const lengthM =
      placed === null
        ? usualLengthM
        : Math.round(greatCircleM(spot(placed, edge.from), spot(placed, edge.to)) * fibre.routeFactor);
    const mbps = edge.speed?.mbps ?? usual;
    const fields = {
      id,
      fromNodeId: from,
      toNodeId: to,
      mediumId: fibre.id,
      bandwidthUpMbps: mbps,
      bandwidthDownMbps: mbps,
      lengthM,
      status: 'installed',
    };
    const title = cleanName(`${nodes[edge.from]?.label} – ${nodes[edge.to]?.label}`, id);
    addLink(assembly, { ...fields, name: title, notes: cleanText(edge.label) });
    findSpeed(assembly, edge, `links/${id}`, stated.length > 0, usual);
  }
  if (stated.length === 0 && edges.length > 0)
    note(
      assembly,
      'guessed',
      `No link states a bandwidth: all have ${USUAL_MBPS / 1000} Gbps.`,
      'IEEE 802.3ae: the usual port of a backbone',
    );
  if (placed === null && edges.length > 0)
    note(
      assembly,
      'guessed',
      `Every link is ${usualLengthM / 1000} km long.`,
      'median link of Topology Zoo networks of the same extent',
    );
  else if (edges.length > 0)
    note(assembly, 'assumed', `Fibre is ${fibre.routeFactor} times as long as the great circle.`, 'route factor of the medium');
}

function findSpeed(
  assembly: SiteAssembly,
  { speed, place }: NetworkEdge,
  subject: string,
  othersState: boolean,
  usual: number,
): void {
  if (speed === null && othersState)
    assembly.find({
      kind: 'guessed',
      subject,
      place,
      text: `No bandwidth is stated: ${usual} Mbps.`,
      source: 'median of the other links of the file',
    });
  else if (speed !== null && speed.guess !== null)
    assembly.find({ kind: 'guessed', subject, place, text: `${speed.mbps} Mbps, ${speed.guess}.`, source: 'words of the file' });
}

function spot(placed: readonly Placed[], index: number): GeoPoint {
  return must(placed[index], `spot ${index}`).geo;
}

/** The toolset of the Zoo leaves its name, and fields that nobody else has. */
function isZoo({ facts }: Network): boolean {
  return facts.has('geoextent') || (facts.get('creator') ?? '').includes('Topology Zoo');
}

function note(assembly: SiteAssembly, kind: 'guessed' | 'assumed', text: string, source: string): void {
  assembly.find({ kind, subject: null, place: null, text, source });
}
