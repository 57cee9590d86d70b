import type { RecordOf } from '../../site/site.ts';
import type { Station } from '../service-time.ts';

type HardwareType = RecordOf<'hardwareTypes'>;

/** [E1] Thermal design power of one accelerator, W, by a part of its model name: the vendors' product briefs and data sheets. */
const ACCELERATOR_W: readonly (readonly [model: string, watts: number, source: string])[] = [
  ['Tesla T4', 70, 'NVIDIA, T4 Tensor Core GPU product brief'],
  ['NVIDIA L40S', 350, 'NVIDIA, L40S data sheet'],
  ['NVIDIA L4', 72, 'NVIDIA, L4 Tensor Core GPU data sheet'],
  ['NVIDIA A2', 60, 'NVIDIA, A2 Tensor Core GPU data sheet'],
  ['NVIDIA A100 80 GB SXM', 400, 'NVIDIA, A100 Tensor Core GPU data sheet'],
  ['NVIDIA A100 80 GB PCIe', 300, 'NVIDIA, A100 Tensor Core GPU data sheet'],
  ['NVIDIA A16', 62.5, 'NVIDIA, A16 data sheet: 250 W for four GPUs'],
  ['NVIDIA A10', 150, 'NVIDIA, A10 Tensor Core GPU data sheet'],
  ['NVIDIA H100 80 GB SXM', 700, 'NVIDIA, H100 Tensor Core GPU data sheet'],
  ['NVIDIA H100 80 GB PCIe', 350, 'NVIDIA, H100 Tensor Core GPU data sheet'],
  ['Atlas 300I Pro', 72, 'Huawei, Atlas 300I Pro inference card'],
];

export interface PowerRange {
  readonly idleW: number;
  /** From idle to full load of the CPU, or of the forwarding capacity where there is none. */
  readonly workW: number;
  /** From idle to full load of all accelerators. */
  readonly acceleratorW: number;
  /** One range for both, because nobody states the power of the accelerators alone: the busier of the two counts. */
  readonly shared: boolean;
}

/** [E1] Thermal design power of an accelerator by its model, W, and the document that states it; null where none is known. */
export function acceleratorPower(model: string): { readonly watts: number; readonly source: string } | null {
  const known = ACCELERATOR_W.find(([part]) => model.includes(part));
  return known === undefined ? null : { watts: known[1], source: known[2] };
}

/** [E1] Accelerators that a placement keeps busy at a rate: batches of one until they follow each other without a gap. */
export function acceleratorsInUse(station: Station, requestsPerSecond: number): number {
  const { accelerator, service } = station;
  if (accelerator === null) return 0;
  const busy = Math.min(1, (requestsPerSecond / 1000 / accelerator.servers) * (accelerator.setupMs + accelerator.itemMs));
  const share = service.accelerator?.share ?? 1;
  return busy * accelerator.servers * Math.min(1, share);
}

/** [E1] How the range between idle and maximum power divides between CPU and accelerators. */
export function powerRange(type: HardwareType): PowerRange {
  const { idleW, maxW } = type.power;
  const range = Math.max(0, maxW - idleW);
  if (type.accelerators.length === 0) return { idleW, workW: range, acceleratorW: 0, shared: false };
  let acceleratorW = 0;
  for (const { model, count } of type.accelerators) {
    const known = acceleratorPower(model);
    if (known === null) return { idleW, workW: range, acceleratorW: range, shared: true };
    acceleratorW += known.watts * count;
  }
  const part = Math.min(range, acceleratorW);
  return { idleW, workW: range - part, acceleratorW: part, shared: false };
}

/** [E1] Power above idle by CPU (or forwarding) and by accelerators, W, at utilisations of 0 to 1; more counts as 1. */
export function powerAboveIdle(
  range: PowerRange,
  workUtilisation: number,
  acceleratorUtilisation: number,
): { readonly workW: number; readonly acceleratorW: number } {
  const work = Math.min(1, workUtilisation);
  const accelerator = Math.min(1, acceleratorUtilisation);
  if (!range.shared) return { workW: range.workW * work, acceleratorW: range.acceleratorW * accelerator };
  const busiest = range.workW * Math.max(work, accelerator);
  const both = work + accelerator;
  return both === 0
    ? { workW: 0, acceleratorW: 0 }
    : { workW: (busiest * work) / both, acceleratorW: (busiest * accelerator) / both };
}

/** [E1] Electrical power of a node of this type with so many busy threads, busy accelerators and Mbps to forward, W. */
export function nodePowerW(type: HardwareType, busyThreads: number, busyAccelerators: number, trafficMbps: number): number {
  const forwarding = type.forwardingMbps ?? 0;
  const work = type.compute.threads > 0 ? busyThreads / type.compute.threads : forwarding > 0 ? trafficMbps / forwarding : 0;
  const range = powerRange(type);
  const above = powerAboveIdle(range, work, busyAccelerators / Math.max(1, acceleratorCount(type)));
  return range.idleW + above.workW + above.acceleratorW;
}

export function acceleratorCount(type: HardwareType): number {
  return type.accelerators.reduce((sum, one) => sum + one.count, 0);
}
