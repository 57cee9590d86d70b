import { linkLengthM } from '../../network/graph.ts';
import type { Medium } from '../../site/schema/medium.ts';
import type { RecordOf, Site } from '../../site/site.ts';
import { getRecord, listRecords } from '../../site/site.ts';
import type { DayLoad } from '../day-load.ts';
import { gbPerDay, meanOfDay } from '../day-load.ts';
import type { Evaluated } from '../evaluate.ts';
import type { AssumptionList } from '../stated-assumption.ts';
import type { UnknownPrices } from './unknown-prices.ts';

/** Length from which a fibre or a radio link without a price is taken as somebody's service and not as cabling of one's own, m. */
const OWN_CABLING_M = 1000;

export const MONTHS_A_YEAR = 12;
export const DAYS_A_YEAR = 365;

export interface Connectivity {
  /** Of a year. */
  readonly bandwidth: number;
  /** Of a year at today's load. */
  readonly traffic: number;
}

/** A link, or the access of a device group, with what it is charged by. */
export interface Charged {
  /** `links/id` or `deviceGroups/id`. */
  readonly subject: string;
  readonly medium: Medium;
  /** Prices, and the record that states them; null where nobody does. */
  readonly perMbpsMonth: number | null;
  readonly perGB: number | null;
  readonly pricedBy: { readonly mbps: string; readonly gb: string };
  /** The larger direction, of all pieces together. */
  readonly mbps: number;
  /** Both directions, mean over the day at today's load. */
  readonly meanMbps: number;
  /** Bought from somebody, so that a missing price is unknown rather than nothing. */
  readonly isBought: boolean;
}

/** [K1] All links and accesses that are charged. Those of one's own cells are not; they go to `ownCell`. Cost O(links + device groups). */
export function* chargedConnections(
  evaluated: Evaluated,
  load: DayLoad,
  ownCell: (subject: string) => void = () => undefined,
): Generator<Charged> {
  const { site } = evaluated.model;
  for (const link of listRecords(site, 'links')) {
    if (link.status === 'retired' || endsRetired(site, link)) continue;
    const medium = getRecord(site, 'media', link.mediumId);
    if (medium === undefined) continue;
    const subject = `links/${link.id}`;
    if (link.pricePerGB === null && isOwnCell(site, medium, [link.fromNodeId, link.toNodeId])) {
      ownCell(subject);
      continue;
    }
    yield {
      subject,
      medium,
      perMbpsMonth: link.pricePerMbpsMonth ?? medium.pricePerMbpsMonth,
      perGB: link.pricePerGB ?? medium.pricePerGB,
      pricedBy: {
        mbps: link.pricePerMbpsMonth === null ? `media/${medium.id}` : subject,
        gb: link.pricePerGB === null ? `media/${medium.id}` : subject,
      },
      mbps: Math.max(link.bandwidthUpMbps ?? medium.bandwidthUpMbps, link.bandwidthDownMbps ?? medium.bandwidthDownMbps),
      meanMbps: carried(evaluated, load, link.id),
      isBought: isBought(site, link, medium),
    };
  }
  const cells = new Set<string>();
  for (const group of listRecords(site, 'deviceGroups')) {
    const medium = getRecord(site, 'media', group.attachment?.mediumId ?? '');
    if (group.attachment === null || medium === undefined) continue;
    const subject = `deviceGroups/${group.id}`;
    if (isOwnCell(site, medium, [group.attachment.nodeId])) {
      ownCell(subject);
      continue;
    }
    const cell = `${group.attachment.nodeId} ${medium.id}`;
    const pieces = medium.sharing === 'dedicated' ? group.count : cells.has(cell) ? 0 : 1;
    cells.add(cell);
    const access = load.accesses.get(group.id);
    yield {
      subject,
      medium,
      perMbpsMonth: medium.pricePerMbpsMonth,
      perGB: medium.pricePerGB,
      pricedBy: { mbps: `media/${medium.id}`, gb: `media/${medium.id}` },
      mbps: Math.max(medium.bandwidthUpMbps, medium.bandwidthDownMbps) * pieces,
      meanMbps: access === undefined ? 0 : meanOfDay(load, access.upMbps) + meanOfDay(load, access.downMbps),
      isBought: isService(medium.kind),
    };
  }
}

/**
 * [K1] What links and accesses cost: the larger direction of their bandwidth by Mbps and month, and what they carry by GB. A price of the
 * link outranks that of its medium.
 */
export function connectivityCost(
  evaluated: Evaluated,
  load: DayLoad,
  unknown: UnknownPrices,
  assumptions: AssumptionList,
): Connectivity {
  let bandwidth = 0;
  let traffic = 0;
  for (const one of chargedConnections(evaluated, load, (subject) => stateOwnCell(assumptions, subject))) {
    bandwidth += (one.perMbpsMonth ?? 0) * one.mbps * MONTHS_A_YEAR;
    traffic += (one.perGB ?? 0) * gbPerDay(one.meanMbps) * DAYS_A_YEAR;
    if (one.perMbpsMonth === null && one.perGB === null && one.isBought)
      unknown.add(one.subject.startsWith('links/') ? 'link' : 'access', `media/${one.medium.id}`);
  }
  const { currency } = evaluated.model.site.header;
  if (bandwidth + traffic > 0)
    assumptions.add(
      'cost.tariff-currency',
      `Prices of links and media are taken as ${currency}: they state no currency.`,
      'site settings',
      { currency },
    );
  assumptions.add(
    'cost.own-cabling',
    'Cables and radio links of one’s own cost nothing to run; laying them is not included.',
    'no price stated',
  );
  return { bandwidth, traffic };
}

function carried(evaluated: Evaluated, load: DayLoad, linkId: string): number {
  const { arcOf } = evaluated.model.graph;
  let mbps = 0;
  for (const direction of ['up', 'down'] as const) {
    const arc = arcOf.get(`${linkId}/${direction}`);
    if (arc !== undefined) mbps += meanOfDay(load, load.arcMbps, arc * load.columns);
  }
  return mbps;
}

function endsRetired(site: Site, link: RecordOf<'links'>): boolean {
  return [link.fromNodeId, link.toNodeId].some((id) => getRecord(site, 'nodes', id)?.status === 'retired');
}

/** A medium that somebody else runs. */
function isService(kind: Medium['kind']): boolean {
  return kind === 'internet' || kind === 'cellular' || kind === 'satellite';
}

/** Whether a link without a price is bought from somebody, so that its price is unknown rather than nothing. */
function isBought(site: Site, link: RecordOf<'links'>, medium: Medium): boolean {
  if (isService(medium.kind)) return true;
  if (medium.kind === 'sd-wan') return link.underlayIds.length === 0;
  return (medium.kind === 'fibre' || medium.kind === 'microwave') && linkLengthM(site, link) > OWN_CABLING_M;
}

/** Mobile access over a radio that is drawn as a node, or in the region of a carrier: its owner pays hardware and energy, no tariff. */
function isOwnCell(site: Site, medium: Medium, nodeIds: readonly string[]): boolean {
  if (medium.kind !== 'cellular') return false;
  if (site.header.kind === 'mec') return true;
  return nodeIds.some((id) => {
    const typeId = getRecord(site, 'nodes', id)?.typeId ?? '';
    return getRecord(site, 'hardwareTypes', typeId)?.category === 'radio';
  });
}

function stateOwnCell(assumptions: AssumptionList, subject: string): void {
  assumptions.add(
    'cost.own-cell',
    'Mobile access over radios of the site or of its carrier pays no tariff.',
    'radios drawn as nodes; the plan of a MEC region is its carrier’s',
    {},
    subject,
  );
}
