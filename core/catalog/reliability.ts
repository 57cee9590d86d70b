import type { HardwareType } from '../site/schema/hardware-type.ts';
import type { Medium } from '../site/schema/medium.ts';

/** [A1] Mean time between failures and to repair, h, where a record states none. */
export interface Reliability {
  readonly mtbfH: number;
  readonly mttrH: number;
  readonly source: string;
}

const HOURS_A_YEAR = 8760;

/** Constant failure rate under which a share of units fails within a year. */
function mtbfOfYearlyShare(share: number): number {
  return HOURS_A_YEAR / -Math.log(1 - share);
}

const FOUR_HOURS = 'repair: estimate, four-hour service contract with spare parts on site';
const EIGHT_HOURS = 'repair: estimate, eight hours with the way to an unattended place';
const COM_EXPRESS =
  'Kontron, COM Express miniBaseboard Type 2 manual, 3.6: 144,767 h (Bellcore, 40 °C); taken for any board without fan';

/** By category. Field studies where there are some: predictions by parts count (Telcordia SR-332) are several times more favourable. */
export const HARDWARE_RELIABILITY: { readonly [Category in HardwareType['category']]: Reliability } = {
  server: {
    mtbfH: mtbfOfYearlyShare(0.08),
    mttrH: 4,
    source: `Vishwanath and Nagappan, Characterizing Cloud Computing Hardware Reliability, SoCC 2010: 8 % of servers have a hardware incident a year; ${FOUR_HOURS}`,
  },
  storage: {
    mtbfH: mtbfOfYearlyShare(0.08),
    mttrH: 4,
    source: `as a server (SoCC 2010, 8 % a year), disks being the part that fails most; ${FOUR_HOURS}`,
  },
  switch: {
    mtbfH: mtbfOfYearlyShare(0.05),
    mttrH: 4,
    source: `Gill, Jain and Nagappan, Understanding Network Failures in Data Centers, SIGCOMM 2011: about 5 % of top-of-rack switches fail a year; ${FOUR_HOURS}`,
  },
  router: {
    mtbfH: mtbfOfYearlyShare(0.1),
    mttrH: 4,
    source: `Gill, Jain and Nagappan, SIGCOMM 2011: about 10 % of aggregation switches fail a year, taken for routers as well; ${FOUR_HOURS}`,
  },
  cluster: {
    mtbfH: 40_000,
    mttrH: 4,
    source:
      'estimate: 99.99 % with four hours of repair, the monthly uptime that public clouds commit to for a region of redundant machines (AWS Compute Service Level Agreement)',
  },
  gateway: {
    mtbfH: 750_300,
    mttrH: 8,
    source: `SIXNET, MTBF Data for SIXNET Hardware, 2005: field returns of industrial I/O and Modbus gateways; ${EIGHT_HOURS}`,
  },
  controller: {
    mtbfH: 454_545,
    mttrH: 8,
    source: `SIXNET, MTBF Data for SIXNET Hardware, 2005: field returns of controllers and RTUs; ${EIGHT_HOURS}`,
  },
  module: { mtbfH: 144_767, mttrH: 8, source: `${COM_EXPRESS}; ${EIGHT_HOURS}` },
  'rugged-box': { mtbfH: 144_767, mttrH: 8, source: `${COM_EXPRESS}; ${EIGHT_HOURS}` },
  radio: {
    mtbfH: 144_767,
    mttrH: 8,
    source: `estimate: as an industrial computer without fan (Kontron, COM Express manual, 3.6); ${EIGHT_HOURS}`,
  },
  power: {
    mtbfH: 125_000,
    mttrH: 6,
    source:
      'Kohler Uninterruptible Power, Reliability is great, but availability is better: about 125,000 h for a single UPS; repair 6 h as in Suri and Perra, UPS Reliability and System Configurations, Power Quality 1992',
  },
};

/** UPS: while it is down its load runs on the mains (bypass). */
export const UPS_RELIABILITY: Reliability = HARDWARE_RELIABILITY.power;

/** One independent feed from the mains. */
export const FEED_RELIABILITY: Reliability = {
  mtbfH: HOURS_A_YEAR,
  mttrH: 2,
  source:
    'U.S. Energy Information Administration, Form EIA-861, Today in Energy of 30 November 2018: 1.0 interruption a year of about 2 h for the average customer, major events left out',
};

/** Cable: cuts grow with length. 4.39 cuts a year and 1,000 sheath miles. */
const CUTS_PER_HOUR_AND_KM = 4.39 / HOURS_A_YEAR / 1609.344;
/** Plugs and patch cords of a cable that has hardly any length, km of cable that fail as often: an estimate. */
const LEAST_CABLE_KM = 0.1;

const CABLE_SOURCE =
  'To and Neusy, Unavailability Analysis of Long-Haul Networks, IEEE JSAC 12(1), 1994: 4.39 cuts a year and 1,000 sheath miles';

function cable(lengthM: number, mttrH: number, repair: string): Reliability {
  return {
    mtbfH: 1 / (CUTS_PER_HOUR_AND_KM * Math.max(LEAST_CABLE_KM, lengthM / 1000)),
    mttrH,
    source: `${CABLE_SOURCE}, at least as often as ${LEAST_CABLE_KM} km; ${repair}`,
  };
}

/**
 * By kind of medium and true length; null where nothing general can be said: coverage of radio is a matter of the place. (Public mobile
 * networks: more than a fifth of stationary connections were away more than ten minutes a day; Baltrūnas, Elmokashfi and Kvalbein, Measuring
 * the Reliability of Mobile Broadband Networks, IMC 2014.) What stands at the ends of a medium fails on its own.
 */
export function mediumReliability(kind: Medium['kind'], lengthM: number): Reliability | null {
  switch (kind) {
    case 'fibre':
      return cable(lengthM, 12, 'repair 12 h (the same)');
    case 'copper':
    case 'tsn':
    case 'fieldbus':
      return cable(lengthM, 4, 'repair: estimate, four hours within premises');
    case 'wifi':
    case 'cellular':
    case 'lora':
    case 'microwave':
    case 'satellite':
      return null;
    case 'sd-wan':
    case 'internet':
      return { mtbfH: 2000, mttrH: 6, source: 'estimate: 99.7 %, as a broadband line without service level' };
  }
}
