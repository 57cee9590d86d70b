import type { Site } from '../../site/site.ts';
import { getRecord, listRecords } from '../../site/site.ts';
import type { DayLoad } from '../day-load.ts';
import { dayLoad } from '../day-load.ts';
import { grownYearEnergy } from '../energy/energy.ts';
import { nodeActivities } from '../energy/node-activity.ts';
import type { Evaluated } from '../evaluate.ts';
import { enclosing } from '../place-capacity.ts';
import { ownShares } from '../shared-pool.ts';
import { AssumptionList } from '../stated-assumption.ts';
import { connectivityCost, MONTHS_A_YEAR } from './connectivity.ts';
import { addParts, NO_COST, scaleParts, totalOf } from './parts.ts';
import { discountFactor } from './present-value.ts';
import type { CostAssessment, CostParts, CostYear } from './result.ts';
import { UnknownPrices } from './unknown-prices.ts';

/** [K1] Operations a year as a share of the price of all hardware: maintenance contracts, repair, staff. */
const OPERATIONS_SHARE = 0.1;
const OPERATIONS_SOURCE =
  'estimate: techno-economic studies of mobile networks and small server rooms take about a tenth of the investment a year';

/** [K1] Years after which hardware is bought again. */
const HARDWARE_LIFE_YEARS = 6;
const HARDWARE_LIFE_SOURCE =
  'Microsoft, Form 10-Q, quarter ended 31 December 2022, and Alphabet, Form 10-K 2022: useful life of servers and network equipment six years';

/**
 * [K1, K2] What the site costs over the years of its header: prices of today, constant; load grows by the growth of the header.
 * Cost O(flows × path × profiles + 24 × nodes × years).
 */
export function costAssessment(evaluated: Evaluated, load: DayLoad = dayLoad(evaluated)): CostAssessment {
  const { site } = evaluated.model;
  const { currency, years, discountRate, growthPerYear, energyPricePerKWh } = site.header;
  const assumptions = new AssumptionList();
  const unknown = new UnknownPrices();
  const shares = ownShares(evaluated);
  const hardware = hardwarePrices(site, shares, unknown);
  const connectivity = connectivityCost(evaluated, load, unknown, assumptions);
  const rent = rentPerYear(site, unknown);
  const activities = nodeActivities(evaluated, load);
  const opexOf = (year: number): CostParts => {
    const growth = (1 + growthPerYear) ** (year - 1);
    return {
      hardware: 0,
      energy: grownYearEnergy(site, activities, shares, growth).totalKWh * energyPricePerKWh,
      bandwidth: connectivity.bandwidth,
      traffic: connectivity.traffic * growth,
      rent,
      operations: hardware.all * OPERATIONS_SHARE,
    };
  };
  const opexFirstYear = opexOf(1);
  const cashFlow: CostYear[] = [yearOf(0, { ...NO_COST, hardware: hardware.planned }, discountRate)];
  for (let year = 1; year <= years; year += 1) {
    const worn = year % HARDWARE_LIFE_YEARS === 0 && year < years ? hardware.all : 0;
    cashFlow.push(yearOf(year, { ...(year === 1 ? opexFirstYear : opexOf(year)), hardware: worn }, discountRate));
  }
  stateAssumptions(assumptions, years, growthPerYear, hardware.all, shares.size);
  const tcoParts = cashFlow.reduce((sum, one) => addParts(sum, one.parts), NO_COST);
  const presentParts = cashFlow.reduce((sum, one) => addParts(sum, scaleParts(one.parts, one.discountFactor)), NO_COST);
  const tco = totalOf(tcoParts);
  const missing = unknown.list();
  return {
    currency,
    years,
    discountRate,
    growthPerYear,
    capex: hardware.planned,
    opexFirstYear,
    cashFlow,
    tco,
    tcoParts,
    presentCost: totalOf(presentParts),
    presentParts,
    status: missing.length === 0 ? 'complete' : tco > 0 ? 'lower-bound' : 'unknown',
    unknown: missing,
    assumptions: assumptions.list(),
  };
}

function yearOf(year: number, parts: CostParts, rate: number): CostYear {
  const factor = discountFactor(rate, year);
  const total = totalOf(parts);
  return { year, parts, total, discountFactor: factor, discounted: total * factor };
}

/** [K2] Prices in the site's currency: of all hardware that is not retired, and of what is planned and not yet there. */
function hardwarePrices(
  site: Site,
  shares: ReadonlyMap<string, number>,
  unknown: UnknownPrices,
): { readonly all: number; readonly planned: number } {
  let all = 0;
  let planned = 0;
  for (const node of listRecords(site, 'nodes')) {
    if (node.status === 'retired') continue;
    const price = getRecord(site, 'hardwareTypes', node.typeId)?.price ?? null;
    const share = shares.get(node.id) ?? 1;
    if (price === null) unknown.add('hardware', `hardwareTypes/${node.typeId}`);
    else if (price.currency !== site.header.currency) unknown.add('currency', `hardwareTypes/${node.typeId}`);
    else {
      all += price.amount * share;
      if (node.status === 'planned') planned += price.amount * share;
    }
  }
  return { all, planned };
}

/** Rent a month of the places that hold hardware, and of those around them, by place. */
export function rentsOf(site: Site): ReadonlyMap<string, number> {
  const rents = new Map<string, number>();
  for (const node of listRecords(site, 'nodes')) {
    if (node.status === 'retired') continue;
    for (const { id, rentPerMonth } of enclosing(site, node.placeId)) if (rentPerMonth !== null) rents.set(id, rentPerMonth);
  }
  return rents;
}

/** Hardware under no rent is only told where other places state one. */
function rentPerYear(site: Site, unknown: UnknownPrices): number {
  const rents = rentsOf(site);
  const without = new Set<string>();
  for (const node of rents.size === 0 ? [] : listRecords(site, 'nodes')) {
    const around = node.status === 'retired' ? [] : enclosing(site, node.placeId);
    const [inner] = around;
    if (inner !== undefined && around.every((place) => place.rentPerMonth === null)) without.add(inner.id);
  }
  for (const placeId of without) unknown.add('rent', `places/${placeId}`);
  return [...rents.values()].reduce((sum, rent) => sum + rent * MONTHS_A_YEAR, 0);
}

function stateAssumptions(assumptions: AssumptionList, years: number, growth: number, hardware: number, pools: number): void {
  if (hardware > 0)
    assumptions.add(
      'cost.operations-share',
      'Maintenance, repair and staff cost a tenth of the price of all hardware a year.',
      OPERATIONS_SOURCE,
      { share: OPERATIONS_SHARE },
    );
  if (years > HARDWARE_LIFE_YEARS)
    assumptions.add(
      'cost.hardware-life',
      `Hardware is bought again after ${HARDWARE_LIFE_YEARS} years at today's price.`,
      HARDWARE_LIFE_SOURCE,
      { years: HARDWARE_LIFE_YEARS },
    );
  if (growth !== 0)
    assumptions.add(
      'cost.growth',
      'Traffic and the power above idle grow with the load; hardware and bandwidth stay as planned.',
      'site settings; what breaks first is told by the runway',
      { growthPerYear: growth },
    );
  if (pools > 0)
    assumptions.add(
      'cost.shared-pool',
      'Clusters in the region and the centre are pools that others use too: the site pays the share that it books, of price, operations and idle energy, and all energy that its load adds.',
      'dimension that is booked most',
      {},
      null,
      pools,
    );
  assumptions.add(
    'cost.constant-prices',
    'Prices stay those of today; what a year costs is paid at its end.',
    'convention of investment appraisal: constant prices, ordinary annuity',
  );
}
