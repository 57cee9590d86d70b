import type { Site } from '../../site/site.ts';
import { getRecord } from '../../site/site.ts';
import { openLedger } from '../../evaluate/node-capacity.ts';
import { priceOf } from '../../evaluate/results.ts';
import { FORM_OVERHEAD } from '../../catalog/platform-overhead.ts';
import type { Service } from './problem.ts';

/** Months that the price of hardware is spread over: its useful life of six years, as in [K1]. */
const LIFE_MONTHS = 72;

/** [P2] What room on nodes is worth. */
export interface Prices {
  /** Currency of the site, or `vCPU` where no hardware has a price. */
  readonly unit: string;
  /** Of a whole node a month. */
  readonly nodeCost: ReadonlyMap<string, number>;
  /** Of all working nodes a month. */
  readonly total: number;
  /** Greatest power of all working nodes, W. */
  readonly maxW: number;
  /** Nodes whose price is that of the site's other hardware of equal computing power. */
  readonly estimated: number;
}

/** Prices of the working nodes. One without a price counts as much as the site's others of equal computing power. */
export function nodePrices(site: Site, nodeIds: readonly string[]): Prices {
  const raw = nodeIds.map((id) => {
    const node = getRecord(site, 'nodes', id);
    const type = node === undefined ? undefined : getRecord(site, 'hardwareTypes', node.typeId);
    return {
      id,
      price: node === undefined ? null : priceOf(site, node),
      units: type?.compute.computeUnits ?? 0,
      maxW: type?.power.maxW ?? 0,
    };
  });
  const priced = raw.filter(({ price, units }) => price !== null && units > 0);
  const pricedUnits = priced.reduce((sum, { units }) => sum + units, 0);
  const perUnit = pricedUnits === 0 ? 1 : priced.reduce((sum, { price }) => sum + (price ?? 0), 0) / pricedUnits / LIFE_MONTHS;
  const nodeCost = new Map(
    raw.map(({ id, price, units }) => [id, pricedUnits === 0 || price === null ? units * perUnit : price / LIFE_MONTHS]),
  );
  return {
    unit: pricedUnits === 0 ? 'vCPU' : site.header.currency,
    nodeCost,
    total: [...nodeCost.values()].reduce((sum, cost) => sum + cost, 0),
    maxW: raw.reduce((sum, { maxW }) => sum + maxW, 0),
    estimated: pricedUnits === 0 ? 0 : raw.filter(({ price, units }) => price === null && units > 0).length,
  };
}

/** [P2] Share of a node that one replica takes: of the dimension of compute, memory or accelerators that it takes most of. */
export function replicaShare(site: Site, service: Service, nodeId: string): number {
  const node = getRecord(site, 'nodes', nodeId);
  const type = node === undefined ? undefined : getRecord(site, 'hardwareTypes', node.typeId);
  if (node === undefined || type === undefined) return 0;
  const { available } = openLedger(site, node, type);
  const overhead = FORM_OVERHEAD[service.form];
  const shares = [
    ratio(service.perReplica.computeUnits * (1 + overhead.computeShare), available.get('compute')),
    ratio(service.perReplica.memoryGiB + overhead.memoryGiB, available.get('memory')),
  ];
  const need = service.accelerator;
  const device = need === null ? undefined : type.accelerators.find((one) => need.kinds.includes(one.kind));
  if (need !== null && device !== undefined) {
    const taken = device.shareable && need.share < 1 ? need.share : Math.ceil(need.share);
    shares.push(ratio(taken, available.get(`accelerator-${device.kind}`)));
  }
  return Math.min(1, Math.max(...shares));
}

function ratio(wanted: number, available: number | undefined): number {
  if (wanted === 0) return 0;
  return available === undefined || available <= 0 ? 1 : wanted / available;
}
