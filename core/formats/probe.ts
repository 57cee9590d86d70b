import { must } from '../base/assert.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { addDeviceGroup, addFlow, addLink, addNode, addPlacement, addService, addWorkload } from './add-records.ts';
import type { Network } from './graphml-read.ts';
import { pickCompute, pickMedium } from './import-catalog.ts';
import type { SiteAssembly } from './site-assembly.ts';
import { cleanName } from './site-assembly.ts';

/** What one terminal asks: a small request a second, answered by a small page. It measures the network and loads nothing. */
const PROBE = { requestsPerSecond: 1, bytesUp: 500, bytesDown: 10_000, computeMs: 1 } as const;
/** Upper end of the cloud edge, 20 to 40 ms (glossary of tiers). */
const OBJECTIVE_MS = 40;
/** From a terminal or server to the router of its place, m. */
const IN_PLACE_M = 20;

/**
 * A probe over a network: one terminal at each place of the network itself, all asking one service at the place with the most
 * links. The figures show what the network alone gives; the load is nothing.
 */
export function addProbe(
  assembly: SiteAssembly,
  catalog: Catalog,
  { nodes, edges }: Network,
  ids: readonly { readonly nodeId: string; readonly placeId: string }[],
): void {
  const links = nodes.map(() => 0);
  for (const { from, to } of edges) for (const end of [from, to]) links[end] = (links[end] ?? 0) + 1;
  const candidates = [...nodes.keys()].filter((index) => nodes[index]?.isInternal === true && nodes[index].isHyperedge === false);
  const hub = candidates.toSorted((a, b) => (links[b] ?? 0) - (links[a] ?? 0) || a - b)[0];
  if (hub === undefined) return;
  const { nodeId: routerId, placeId } = must(ids[hub], 'ids of the hub');
  const server = pickCompute(catalog, { preferred: ['dell-r650'], tier: 'regional', acceleratorKinds: [], size: 'smallest' });
  const wire = pickMedium(catalog, 'copper', ['copper-10g', 'copper-1g']);
  assembly.use('hardwareTypes', server);
  assembly.use('media', wire);
  const serverId = assembly.freshId('nodes', 'probe-server');
  addNode(assembly, {
    id: serverId,
    name: 'Probe server',
    typeId: server.id,
    tier: 'regional',
    placeId,
    positionM: { xM: 5, yM: 0, zM: 0 },
  });
  const cable = {
    id: assembly.freshId('links', 'probe-server'),
    fromNodeId: serverId,
    toNodeId: routerId,
    mediumId: wire.id,
    lengthM: IN_PLACE_M,
  };
  addLink(assembly, cable);
  addWorkload(assembly, { id: 'probe', name: 'Probe', kind: 'cache' });
  const service = { id: 'probe', workloadId: 'probe', name: 'Probe', work: { computeMs: PROBE.computeMs, variability: 1 } };
  addService(assembly, service);
  addPlacement(assembly, { id: 'probe', serviceId: 'probe', nodeId: serverId });
  for (const index of candidates) {
    const at = must(ids[index], `ids of node ${index}`);
    const title = cleanName(nodes[index]?.label ?? '', at.placeId);
    const id = assembly.freshId('deviceGroups', `terminal-${nodes[index]?.id}`);
    const { requestsPerSecond, bytesUp, bytesDown } = PROBE;
    const attachment = { nodeId: at.nodeId, mediumId: wire.id, lengthM: IN_PLACE_M };
    const group = {
      id,
      name: cleanName(`Terminal at ${title}`, id),
      kind: 'terminal',
      placeId: at.placeId,
      attachment,
      requestsPerSecond,
      bytesUp,
      bytesDown,
    };
    addDeviceGroup(assembly, group);
    const ends = { from: { kind: 'device-group', id }, to: { kind: 'service', id: 'probe' } };
    const flow = {
      id: assembly.freshId('flows', `probe-${nodes[index]?.id}`),
      name: cleanName(`Probe from ${title}`, id),
      workloadId: 'probe',
      ...ends,
      objectiveP99Ms: OBJECTIVE_MS,
    };
    addFlow(assembly, flow);
  }
  assembly.find({
    kind: 'assumed',
    subject: 'workloads/probe',
    place: null,
    text: `The file names no traffic: a probe of one terminal at each place asks ${cleanName(nodes[hub]?.label ?? '', routerId)}, the place with the most links.`,
    source: 'import',
  });
}
