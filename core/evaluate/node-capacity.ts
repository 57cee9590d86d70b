import { must } from '../base/assert.ts';
import { compareCodeUnits } from '../base/canonical-json.ts';
import { FORM_OVERHEAD, PLATFORM_OVERHEAD } from '../catalog/platform-overhead.ts';
import { STORAGE_CLASSES } from '../site/schema/common.ts';
import type { RecordOf, Site } from '../site/site.ts';
import { getRecord, listRecords } from '../site/site.ts';
import type { Demand } from './demand.ts';
import { acceleratorsInUse, nodePowerW } from './energy/node-power.ts';
import type { FlowEvaluation } from './flow-detail.ts';
import type { LatencySolver } from './latency.ts';
import type { Amount, NodeResult } from './result.ts';
import type { LivePlacement, SiteModel } from './site-model.ts';

type Service = RecordOf<'services'>;
type HardwareType = RecordOf<'hardwareTypes'>;
type Accelerator = HardwareType['accelerators'][number];

/** [C1] Share of a node that stays free: its own reserve, or more where a policy asks for it. */
export function reservedShare(site: Site, node: RecordOf<'nodes'>): number {
  let reserved = node.reservedShare;
  for (const policy of listRecords(site, 'policies')) {
    if (policy.kind === 'headroom' && policy.enabled && (policy.tier === null || policy.tier === node.tier))
      reserved = Math.max(reserved, policy.reservedShare);
  }
  return reserved;
}

export interface Ledger {
  readonly used: Map<string, number>;
  readonly available: Map<string, number>;
  readonly units: Map<string, string>;
}

/** Working placements on a node, in the order of their ids. */
export function placementsOn(model: SiteModel, node: RecordOf<'nodes'>): LivePlacement[] {
  const slot = model.graph.indexOf.get(node.id) ?? -1;
  return [...model.placementsOn(node.id)].toSorted(compareCodeUnits).flatMap((id) => {
    const placement = getRecord(model.site, 'placements', id);
    return (placement === undefined ? undefined : model.placementAt(placement.serviceId, slot)) ?? [];
  });
}

/** What a node sends and takes in over its links. */
export function trafficMbps(model: SiteModel, demand: Demand, node: RecordOf<'nodes'>): number {
  let total = 0;
  for (const id of [...model.graph.linksOf(node.id)].toSorted(compareCodeUnits)) {
    const up = model.graph.arcOf.get(`${id}/up`);
    if (up !== undefined) total += (demand.arcMbps[up] ?? 0) + (demand.arcMbps[up + 1] ?? 0);
  }
  return total;
}

/** [C1] Every dimension of a working node: what is used and what is there. */
export function nodeResult(model: SiteModel, demand: Demand, solver: LatencySolver, node: RecordOf<'nodes'>): NodeResult {
  const type = must(getRecord(model.site, 'hardwareTypes', node.typeId), `hardwareTypes/${node.typeId}`);
  const placements = placementsOn(model, node);
  const ledger = openLedger(model.site, node, type);
  let busyThreads = 0;
  for (const live of placements) {
    const station = solver.station(live);
    book(ledger, type, station.service, live.placement.replicas, station.variant);
    const load = demand.services.get(live.placement.id);
    if (load === undefined) continue;
    if (type.compute.perThreadFactor > 0)
      busyThreads += (load.computeWork * station.workScale) / 1000 / type.compute.perThreadFactor;
  }
  const mbps = trafficMbps(model, demand, node);
  add(ledger.used, 'cpuTime', busyThreads);
  add(ledger.used, 'network', mbps);
  return {
    ...settle(ledger),
    id: node.id,
    tier: node.tier,
    powerW: nodePowerW(type, busyThreads, acceleratorsBusy(model, demand, solver, node), mbps),
    placements: placements.length,
  };
}

/** [C1] The same node when nothing but what goes over its links is other than before. */
export function withTraffic({ model, demand, solver }: FlowEvaluation, node: RecordOf<'nodes'>, before: NodeResult): NodeResult {
  const type = must(getRecord(model.site, 'hardwareTypes', node.typeId), `hardwareTypes/${node.typeId}`);
  const known = before.amounts['network'];
  const mbps = trafficMbps(model, demand, node);
  if (known === undefined || (mbps === 0 && known.available === 0)) return nodeResult(model, demand, solver, node);
  const amounts = { ...before.amounts, network: { ...known, used: mbps } };
  const busyThreads = before.amounts['cpuTime']?.used ?? 0;
  const busyAccelerators = type.accelerators.length === 0 ? 0 : acceleratorsBusy(model, demand, solver, node);
  return {
    ...fillOf(amounts),
    id: node.id,
    tier: node.tier,
    powerW: nodePowerW(type, busyThreads, busyAccelerators, mbps),
    placements: before.placements,
  };
}

function acceleratorsBusy(model: SiteModel, demand: Demand, solver: LatencySolver, node: RecordOf<'nodes'>): number {
  let busy = 0;
  for (const live of placementsOn(model, node)) {
    const load = demand.services.get(live.placement.id);
    if (load !== undefined) busy += acceleratorsInUse(solver.station(live), load.requestsPerSecond);
  }
  return busy;
}

export function openLedger(site: Site, node: RecordOf<'nodes'>, type: HardwareType): Ledger {
  const free = 1 - reservedShare(site, node);
  const overhead = PLATFORM_OVERHEAD[node.platform.runtime];
  const available = new Map<string, number>([
    ['compute', Math.max(0, type.compute.computeUnits - (node.platform.overheadComputeUnits ?? overhead.computeUnits)) * free],
    ['cpuTime', type.compute.threads],
    ['memory', Math.max(0, type.memoryGiB - (node.platform.overheadMemoryGiB ?? overhead.memoryGiB)) * free],
    ['network', type.forwardingMbps ?? type.interfaces.reduce((total, one) => total + one.count * one.bandwidthMbps, 0) * 2],
  ]);
  for (const store of type.storage) add(available, `storage-${store.class}`, store.capacityGB * free);
  for (const accelerator of type.accelerators) {
    add(available, `accelerator-${accelerator.kind}`, accelerator.count);
    add(available, `acceleratorMemory-${accelerator.kind}`, accelerator.count * accelerator.memoryGiB);
  }
  const units = new Map<string, string>();
  for (const dimension of available.keys()) units.set(dimension, unitOf(dimension));
  return { used: new Map(), available, units };
}

/** [C1] Books replicas of a service: reservations, form overhead, storage by class, accelerators by fraction. */
export function book(
  ledger: Ledger,
  type: HardwareType,
  service: Service,
  replicas: number,
  variant: Service['variants'][number] | null,
): void {
  const overhead = FORM_OVERHEAD[service.form];
  const { computeUnits, memoryGiB, storageGB, storageClass } = service.perReplica;
  add(ledger.used, 'compute', replicas * computeUnits * (1 + overhead.computeShare));
  add(ledger.used, 'memory', replicas * (Math.max(memoryGiB, variant?.memoryGiB ?? 0) + overhead.memoryGiB));
  const stored =
    replicas * storageGB +
    (service.imageMB + service.modelMB) / 1000 +
    (service.state.kind === 'stateful' ? service.state.stateGB * service.state.copies : 0);
  if (stored > 0) add(ledger.used, `storage-${storageClass ?? roomiest(ledger)}`, stored);
  const need = service.accelerator;
  if (need === null) return;
  const device = type.accelerators.find((one) => need.kinds.includes(one.kind));
  const kind = device?.kind ?? need.kinds[0];
  if (kind === undefined) return;
  add(ledger.used, `accelerator-${kind}`, replicas * wholeOrShare(need.share, device));
  add(ledger.used, `acceleratorMemory-${kind}`, replicas * need.memoryGiB);
}

/** A fraction where the accelerator can be shared, else whole ones. */
function wholeOrShare(share: number, device: Accelerator | undefined): number {
  return device?.shareable === true && share < 1 ? share : Math.ceil(share);
}

/** Class with the most room left, for a service that takes any. */
function roomiest(ledger: Ledger): string {
  let best: string = 'ssd';
  let room = -Infinity;
  for (const one of STORAGE_CLASSES) {
    const available = ledger.available.get(`storage-${one}`);
    if (available === undefined) continue;
    const left = available - (ledger.used.get(`storage-${one}`) ?? 0);
    if (left > room) {
      room = left;
      best = one;
    }
  }
  return best;
}

function settle(ledger: Ledger): Pick<NodeResult, 'utilisation' | 'amounts' | 'tightest'> {
  const amounts: Record<string, Amount> = {};
  for (const dimension of new Set([...ledger.available.keys(), ...ledger.used.keys()])) {
    const used = ledger.used.get(dimension) ?? 0;
    const available = ledger.available.get(dimension) ?? 0;
    if (used === 0 && available === 0) continue;
    amounts[dimension] = { used, available, unit: ledger.units.get(dimension) ?? unitOf(dimension) };
  }
  return fillOf(amounts);
}

function fillOf(amounts: Readonly<Record<string, Amount>>): Pick<NodeResult, 'utilisation' | 'amounts' | 'tightest'> {
  const utilisation: Record<string, number> = {};
  let tightest: string | null = null;
  let most = -1;
  for (const [dimension, { used, available }] of Object.entries(amounts)) {
    // Something asked of nothing has no ratio; it outranks any that has one.
    const fill = available > 0 ? used / available : Infinity;
    if (available > 0) utilisation[dimension] = fill;
    if (fill > most) {
      most = fill;
      tightest = dimension;
    }
  }
  return { utilisation, amounts, tightest };
}

function unitOf(dimension: string): string {
  if (dimension === 'compute') return 'vCPU';
  if (dimension === 'cpuTime') return 'threads';
  if (dimension === 'network') return 'Mbps';
  if (dimension === 'memory' || dimension.startsWith('acceleratorMemory')) return 'GiB';
  if (dimension.startsWith('storage')) return 'GB';
  return 'accelerators';
}

function add(map: Map<string, number>, key: string, value: number): void {
  map.set(key, (map.get(key) ?? 0) + value);
}
