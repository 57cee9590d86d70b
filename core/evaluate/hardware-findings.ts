import type { RecordOf } from '../site/site.ts';
import { getRecord } from '../site/site.ts';
import { limitFinding, nodeName } from './capacity-findings.ts';
import type { Demand } from './demand.ts';
import { figure, finding } from './finding.ts';
import { placementsOn } from './node-capacity.ts';
import type { Finding } from './result.ts';
import type { SiteModel } from './site-model.ts';

type Node = RecordOf<'nodes'>;
type Accelerator = RecordOf<'hardwareTypes'>['accelerators'][number];

/** [C1] What a node's hardware does not do although its sizes would: write as fast, share accelerators as planned. */
export function hardwareFindings(model: SiteModel, demand: Demand, node: Node, near: number): Finding[] {
  return [...storageSpeedFindings(model, demand, node, near), ...sharingFindings(model, node)];
}

/** [C1] Data written at the busy hour against the speed of all storage of the node. A speed that some storage does not state does not bind. */
function storageSpeedFindings(model: SiteModel, demand: Demand, node: Node, near: number): Finding[] {
  let megabytes = 0;
  let operations = 0;
  for (const { placement } of placementsOn(model, node)) {
    const bytes = getRecord(model.site, 'services', placement.serviceId)?.data.ingestBytesPerRequest ?? 0;
    const rate = demand.services.get(placement.id)?.requestsPerSecond ?? 0;
    if (bytes === 0) continue;
    megabytes += (rate * bytes) / 1e6;
    operations += rate;
  }
  if (megabytes === 0) return [];
  const storage = getRecord(model.site, 'hardwareTypes', node.typeId)?.storage ?? [];
  const sumOf = (field: 'throughputMBps' | 'iops'): number | null =>
    storage.reduce<number | null>((total, one) => {
      const value = one[field];
      return total === null || value === null ? null : total + value;
    }, 0);
  const name = nodeName(model, node.id);
  return (
    [
      ['storageThroughput', megabytes, sumOf('throughputMBps'), 'MB/s'],
      ['storageOperations', operations, sumOf('iops'), '1/s'],
    ] as const
  ).flatMap(([dimension, used, available, unit]) =>
    available === null || storage.length === 0
      ? []
      : limitFinding(`nodes/${node.id}`, name, dimension, { used, available, unit }, near, 'node-over-capacity'),
  );
}

/** [C1] Fractions of accelerators that add up to what is there and still do not fit, because one fraction cannot stand on two accelerators. */
function sharingFindings(model: SiteModel, node: Node): Finding[] {
  const accelerators = getRecord(model.site, 'hardwareTypes', node.typeId)?.accelerators ?? [];
  const parts = new Map<Accelerator, Part[]>();
  for (const { placement } of placementsOn(model, node)) {
    const need = getRecord(model.site, 'services', placement.serviceId)?.accelerator ?? null;
    const device = need === null ? undefined : accelerators.find((one) => need.kinds.includes(one.kind));
    if (need === null || device === undefined || !device.shareable) continue;
    const list = parts.get(device) ?? [];
    const whole = Math.ceil(need.share - 1e-9);
    for (let replica = 0; replica < placement.replicas && list.length < MOST_PARTS; replica += 1) {
      if (need.share < 1) list.push({ share: need.share, memoryGiB: need.memoryGiB });
      else for (let one = 0; one < whole; one += 1) list.push({ share: 1, memoryGiB: need.memoryGiB / whole });
    }
    parts.set(device, list);
  }
  return [...parts].flatMap(([device, list]) => {
    const sum = list.reduce((total, { share }) => total + share, 0);
    if (sum > device.count * (1 + 1e-9) || list.length >= MOST_PARTS || sharesFit(list, device.count, device.memoryGiB))
      return [];
    const needed = device.count + 1;
    const name = nodeName(model, node.id);
    const parameters = { name, dimension: `accelerator-${device.kind}`, count: device.count, shares: figure(sum) };
    return [
      finding({
        kind: 'node-over-capacity',
        code: 'accelerators-in-pieces',
        severity: 'error',
        subject: `nodes/${node.id}`,
        aspect: `pieces accelerator-${device.kind}`,
        limit: device.count,
        value: needed,
        unit: 'accelerators',
        why: `The shares on ${name} add up to ${figure(sum)} accelerators, but a share cannot stand on two of them: ${device.count} are not enough.`,
        remedy: 'Make the shares fit one accelerator each, or move one of them to another node.',
        parameters,
      }),
    ];
  });
}

/** Beyond this many shares on one node their fit is not looked into. */
const MOST_PARTS = 2_000;

interface Part {
  readonly share: number;
  readonly memoryGiB: number;
}

/** Up to this many shares every way to hand them out is tried; beyond, first fit decreasing decides. */
const MOST_TRIED = 16;

/** Whether shares fit on so many accelerators without one standing on two of them. */
export function sharesFit(parts: readonly Part[], count: number, memoryGiB: number): boolean {
  const sorted = parts.toSorted((a, b) => b.share - a.share || b.memoryGiB - a.memoryGiB);
  if (devicesFor(sorted, memoryGiB) <= count) return true;
  return parts.length <= MOST_TRIED && tryAll(sorted, 0, [], count, memoryGiB);
}

function tryAll(parts: readonly Part[], at: number, devices: Part[], count: number, memoryGiB: number): boolean {
  const part = parts[at];
  if (part === undefined) return true;
  for (const [index, device] of devices.entries()) {
    if (!takes(device, part, memoryGiB)) continue;
    devices[index] = { share: device.share + part.share, memoryGiB: device.memoryGiB + part.memoryGiB };
    if (tryAll(parts, at + 1, devices, count, memoryGiB)) return true;
    devices[index] = device;
  }
  if (devices.length === count) return false;
  devices.push(part);
  if (tryAll(parts, at + 1, devices, count, memoryGiB)) return true;
  devices.pop();
  return false;
}

function takes(device: Part, part: Part, memoryGiB: number): boolean {
  return device.share + part.share <= 1 + 1e-9 && device.memoryGiB + part.memoryGiB <= memoryGiB * (1 + 1e-9);
}

/** Accelerators that shares take by first fit decreasing. */
function devicesFor(sorted: readonly Part[], memoryGiB: number): number {
  const devices: Part[] = [];
  for (const part of sorted) {
    const index = devices.findIndex((device) => takes(device, part, memoryGiB));
    const device = devices[index];
    if (device === undefined) devices.push(part);
    else devices[index] = { share: device.share + part.share, memoryGiB: device.memoryGiB + part.memoryGiB };
  }
  return devices.length;
}
