import { must } from '../../../core/base/assert.ts';
import type { RandomStream } from '../../../core/base/random.ts';
import { createRandom } from '../../../core/base/random.ts';
import { computeDemand } from '../../../core/evaluate/demand.ts';
import { linkResult } from '../../../core/evaluate/link-results.ts';
import { stationOf } from '../../../core/evaluate/service-time.ts';
import { buildSiteModel } from '../../../core/evaluate/site-model.ts';
import type { Site } from '../../../core/site/site.ts';
import { SiteBuilder } from '../../helpers/small-site.ts';

/** Utilisation of the services and tight links of a site, drawn evenly. */
const LEAST_UTILISATION = 0.1;
const MOST_UTILISATION = 0.9;
const UNBOUND_MBPS = 1e6;

/**
 * A random site by seed: a tree of nodes, workloads that share its nodes and links, chains of one to six services, fan-out, repeated, rare and
 * asynchronous calls, one to eight threads, fixed to very variable work, radio and wire, lossy and clean, TCP and QUIC. First its demand is found, then
 * work and bandwidth are set so that every service and every other link gets its own utilisation from 0.1 to 0.9.
 */
export function accuracySite(seed: number): Site {
  const free = draw(seed, null);
  return draw(seed, loadsOf(free));
}

interface Loads {
  /** Requests per second over servers × speed, of the busiest placement of each service. */
  readonly services: ReadonlyMap<string, number>;
  /** Mbps of each link, up and down. */
  readonly links: ReadonlyMap<string, { readonly upMbps: number; readonly downMbps: number }>;
}

function loadsOf(site: Site): Loads {
  const model = buildSiteModel(site);
  const demand = computeDemand(model);
  const services = new Map<string, number>();
  for (const lives of model.placements.values())
    for (const { placement, node } of lives) {
      const service = must(site.services[placement.serviceId], placement.serviceId);
      const type = must(site.hardwareTypes[must(model.graph.nodes[node], 'node').typeId], 'type');
      const { servers, speed } = stationOf(service, placement, type);
      const rate = (demand.services.get(placement.id)?.requestsPerSecond ?? 0) / (servers * speed);
      services.set(service.id, Math.max(services.get(service.id) ?? 0, rate));
    }
  const links = Object.keys(site.links).flatMap((id) => linkResult(model, demand, id) ?? []);
  return { services, links: new Map(links.map((link) => [link.id, link])) };
}

/** Draws are the same with and without loads, so that both passes give the same site but for work and bandwidth. */
function draw(seed: number, loads: Loads | null): Site {
  const random = createRandom(seed, 'accuracy site');
  const builder = new SiteBuilder()
    .type({ id: 'arm', compute: { computeUnits: 32, cores: 64, threads: 64, architecture: 'arm64', perThreadFactor: 0.5 } })
    .medium({
      id: 'radio',
      kind: 'cellular',
      sharing: 'shared',
      baseLatencyMs: 4,
      jitter: { distribution: 'gamma', meanMs: 2, standardDeviationMs: 2 },
      bandwidthUpMbps: 400,
      bandwidthDownMbps: 1000,
      lossRatio: 0.0005,
    })
    .medium({
      id: 'wifi',
      kind: 'wifi',
      sharing: 'shared',
      baseLatencyMs: 1,
      jitter: { distribution: 'exponential', meanMs: 2, standardDeviationMs: 2 },
      bandwidthUpMbps: 600,
      bandwidthDownMbps: 600,
      lossRatio: 0,
    });
  const nodes = Array.from({ length: between(random, 3, 7) }, (_, at) => `n${at}`);
  for (const id of nodes)
    builder.node(id, {
      typeId: pick(random, ['server', 'arm']),
      positionM: { xM: random() * 20_000, yM: random() * 20_000, zM: 0 },
    });
  nodes.slice(1).forEach((id, at) => {
    const link = `l${at}`;
    const load = loads?.links.get(link);
    builder.link(link, pick(random, nodes.slice(0, at + 1)), id, {
      bandwidthUpMbps: bandwidth(random, load?.upMbps),
      bandwidthDownMbps: bandwidth(random, load?.downMbps),
      lossRatio: pick(random, [0, 0, 0, 0.0002]),
    });
  });
  const workloads = between(random, 1, 3);
  for (let at = 0; at < workloads; at += 1) drawWorkload(builder, random, `w${at}`, nodes, loads);
  return builder.build();
}

function drawWorkload(
  builder: SiteBuilder,
  random: RandomStream,
  id: string,
  nodes: readonly string[],
  loads: Loads | null,
): void {
  builder.workload(id);
  const length = between(random, 1, 6);
  const pattern = pick(random, ['request-response', 'request-response', 'one-way']);
  const addService = (name: string): string => {
    const service = `${id}-${name}`;
    const rate = loads?.services.get(service) ?? 0;
    const utilisation = LEAST_UTILISATION + random() * (MOST_UTILISATION - LEAST_UTILISATION);
    builder.service(service, id, {
      perReplica: { computeUnits: pick(random, [0.5, 1, 1, 2, 4, 8]), memoryGiB: 0.5, storageGB: 0, storageClass: null },
      work: { computeMs: rate === 0 ? 1 : (utilisation * 1000) / rate, variability: pick(random, [0, 0.25, 0.5, 1, 1, 2]) },
    });
    builder.deploy(service, pick(random, nodes));
    return service;
  };
  const call = (from: string, to: string, fields: object): void => {
    builder.flow(`${from}-to-${to}`, id, from, to, {
      pattern,
      requestBytes: pick(random, [200, 2000, 20_000]),
      responseBytes: pick(random, [200, 2000]),
      transport: pick(random, [
        { protocol: 'none', reuseShare: 1 },
        { protocol: 'none', reuseShare: 1 },
        { protocol: 'tcp-tls13', reuseShare: 0.95 },
        { protocol: 'quic', reuseShare: 0.9 },
      ]),
      ...fields,
    });
  };
  const chain = Array.from({ length }, (_, at) => addService(`s${at}`));
  chain
    .slice(1)
    .forEach((to, at) => call(must(chain[at], 'caller'), to, { callsPerRequest: pick(random, [1, 1, 1, 1, 0.5, 2]) }));
  const branches = pick(random, [0, 0, 1, 2, 3]);
  const caller = must(chain[between(random, 0, length - 1)], 'caller');
  for (let at = 0; at < branches; at += 1) call(caller, addService(`b${at}`), { stage: pick(random, [0, 0, 1]) });
  if (random() < 0.3) call(must(chain[0], 'first'), addService('log'), { mode: 'asynchronous' });
  const groups = between(random, 1, 2);
  for (let at = 0; at < groups; at += 1) {
    const group = `${id}-g${at}`;
    const node = pick(random, nodes);
    builder.group(group, node, {
      count: between(random, 1, 40),
      requestsPerSecond: 0.5 + random() * 4,
      bytesUp: pick(random, [500, 5000, 50_000]),
      bytesDown: pick(random, [200, 2000]),
      attachment: { nodeId: node, mediumId: pick(random, ['wire', 'wire', 'radio', 'wifi']), lengthM: 100 },
    });
    call(group, must(chain[0], 'first'), { requestBytes: null, responseBytes: null });
  }
}

/** Half of all links get a utilisation of their own, the others room to spare. */
function bandwidth(random: RandomStream, loadMbps: number | undefined): number {
  const utilisation = LEAST_UTILISATION + random() * (MOST_UTILISATION - LEAST_UTILISATION);
  const isTight = random() < 0.5;
  if (loadMbps === undefined) return UNBOUND_MBPS;
  if (!isTight || loadMbps === 0) return 1000;
  return loadMbps / utilisation;
}

function pick<Value>(random: RandomStream, list: readonly Value[]): Value {
  return list[Math.floor(random() * list.length)] as Value;
}

function between(random: RandomStream, least: number, most: number): number {
  return least + Math.floor(random() * (most - least + 1));
}
