import { PLATFORM_OVERHEAD } from '../../catalog/platform-overhead.ts';
import { hardwareTypeId } from '../../site/schema/common.ts';
import type { Tier } from '../../site/schema/common.ts';
import type { Header } from '../../site/schema/header.ts';
import type { HardwareType } from '../../site/schema/hardware-type.ts';
import type { Pool } from './centre-needs.ts';
import type { BaselineHardware } from './result.ts';

/** Platform of a central server. */
const RUNTIME = 'kubernetes';
const HOURS_A_YEAR = 8760;

/** Hardware for a pool, as one type that stands for all of it. */
export interface SizedPool {
  readonly type: HardwareType;
  readonly overhead: { readonly computeUnits: number; readonly memoryGiB: number };
  readonly bought: readonly BaselineHardware[];
}

interface Choice {
  readonly type: HardwareType;
  readonly quantity: number;
  readonly decidedBy: string;
  readonly cost: number;
}

/**
 * [K1] The cheapest hardware of one type that carries a pool, with storage nodes for what its own disks do not hold. Cheapest: price and
 * the energy of all years at the middle between idle and maximum power. Null where no priced type of the tier can.
 */
export function sizePool(pool: Pool, types: readonly HardwareType[], tier: Tier, header: Header, id: string): SizedPool | null {
  const candidates = types.filter((type) => type.tiers.includes(tier) && type.price?.currency === header.currency);
  const servers = cheapest(
    candidates.filter((type) => type.category === 'server' && type.compute.architecture === pool.architecture),
    (type) => serversFor(pool, type),
    header,
  );
  if (servers === null) return null;
  const neededGB = pool.services.reduce((sum, one) => sum + one.storageGB, 0);
  const missingGB = neededGB - servers.quantity * diskGB(servers.type);
  const storage =
    missingGB <= 0
      ? null
      : cheapest(
          candidates.filter((type) => type.category === 'storage' && diskGB(type) > 0),
          (type) => ({ quantity: Math.ceil(missingGB / diskGB(type)), decidedBy: 'storage' }),
          header,
        );
  if (missingGB > 0 && storage === null) return null;
  const chosen = storage === null ? [servers] : [servers, storage];
  const overhead = PLATFORM_OVERHEAD[RUNTIME];
  return {
    type: combined(chosen, servers, id),
    overhead: { computeUnits: overhead.computeUnits * servers.quantity, memoryGiB: overhead.memoryGiB * servers.quantity },
    bought: chosen.map(({ type, quantity, decidedBy }, index) => ({
      typeId: type.id,
      quantity,
      purpose: index > 0 ? 'storage' : pool.key.startsWith('compute') ? 'compute' : 'accelerator',
      decidedBy,
      services: pool.services.length,
    })),
  };
}

function cheapest(
  types: readonly HardwareType[],
  sizeOf: (type: HardwareType) => { readonly quantity: number; readonly decidedBy: string } | null,
  header: Header,
): Choice | null {
  let best: Choice | null = null;
  for (const type of types.toSorted((a, b) => (a.id < b.id ? -1 : 1))) {
    const size = sizeOf(type);
    if (size === null) continue;
    const meanKW = (type.power.idleW + type.power.maxW) / 2000;
    const each = (type.price?.amount ?? 0) + meanKW * HOURS_A_YEAR * header.pue * header.energyPricePerKWh * header.years;
    const cost = each * size.quantity;
    if (best === null || cost < best.cost) best = { type, ...size, cost };
  }
  return best;
}

/** Servers of a type that carry the pool, and the dimension that asks for most; null where one of its services cannot run there. */
function serversFor(pool: Pool, type: HardwareType): { readonly quantity: number; readonly decidedBy: string } | null {
  const overhead = PLATFORM_OVERHEAD[RUNTIME];
  const needs = new Map<string, { need: number; have: number }>();
  const add = (dimension: string, need: number, have: number): void => {
    const known = needs.get(dimension) ?? { need: 0, have };
    needs.set(dimension, { need: known.need + need, have });
  };
  for (const one of pool.services) {
    const { service, replicas } = one;
    if (type.offers.forms.length > 0 && !type.offers.forms.includes(service.form)) return null;
    add('compute', one.computeUnits, type.compute.computeUnits - overhead.computeUnits);
    add('memory', one.memoryGiB, type.memoryGiB - overhead.memoryGiB);
    const need = service.accelerator;
    if (need === null) continue;
    const device = type.accelerators.find(
      (each) => need.kinds.includes(each.kind) && each.memoryGiB >= need.memoryGiB && each.tops > 0,
    );
    if (device === undefined) return null;
    // As fast as the reference, and never less than what can be handed out.
    const share = Math.max((need.share * need.referenceTops) / device.tops, need.memoryGiB / device.memoryGiB);
    add(`accelerator-${device.kind}`, replicas * (device.shareable && need.share < 1 ? share : Math.ceil(share)), device.count);
  }
  let decidedBy = 'compute';
  let most = 0;
  for (const [dimension, { need, have }] of needs) {
    if (need <= 0) continue;
    if (have <= 0) return null;
    if (need / have <= most) continue;
    most = need / have;
    decidedBy = dimension;
  }
  return { quantity: Math.max(1, Math.ceil(most - 1e-9)), decidedBy };
}

function diskGB(type: HardwareType): number {
  return type.storage.reduce((sum, one) => sum + one.capacityGB, 0);
}

/** All pieces together as one type: figures add up, except those of a thread and of one accelerator. */
function combined(chosen: readonly Choice[], servers: Choice, id: string): HardwareType {
  const sum = (of: (type: HardwareType) => number): number =>
    chosen.reduce((total, { type, quantity }) => total + of(type) * quantity, 0);
  const { type, quantity } = servers;
  return {
    ...type,
    id: hardwareTypeId.parse(id),
    name: chosen
      .map((one) => `${one.quantity} × ${one.type.name}`)
      .join(' + ')
      .slice(0, 200),
    compute: {
      ...type.compute,
      computeUnits: type.compute.computeUnits * quantity,
      cores: type.compute.cores * quantity,
      threads: type.compute.threads * quantity,
    },
    memoryGiB: type.memoryGiB * quantity,
    accelerators: type.accelerators.map((one) => ({ ...one, count: one.count * quantity })),
    storage: chosen
      .flatMap((one) => one.type.storage.map((disk) => ({ ...disk, capacityGB: disk.capacityGB * one.quantity })))
      .slice(0, 16),
    interfaces: type.interfaces.map((one) => ({ ...one, count: one.count * quantity })),
    power: { idleW: sum((one) => one.power.idleW), maxW: sum((one) => one.power.maxW) },
    rackUnits: sum((one) => one.rackUnits ?? 0),
    weightKg: sum((one) => one.weightKg ?? 0),
    price: type.price === null ? null : { ...type.price, amount: sum((one) => one.price?.amount ?? 0) },
    notes: '',
  };
}
