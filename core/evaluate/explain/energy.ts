import { must } from '../../base/assert.ts';
import { getRecord } from '../../site/site.ts';
import { dayLoad } from '../day-load.ts';
import { pueOf } from '../energy/energy.ts';
import type { NodeActivity } from '../energy/node-activity.ts';
import { dayPower, nodeActivities } from '../energy/node-activity.ts';
import type { YearEnergy } from '../energy/result.ts';
import { NO_ENERGY, addEnergy, yearOf } from '../energy/year-energy.ts';
import type { Evaluated } from '../evaluate.ts';
import { ownShares } from '../shared-pool.ts';
import { constantOf, differenceOf, figureOf, headerInput, input, number, productOf, sumOf } from './build.ts';
import type { EnergyYear } from './day-use.ts';
import { dayUse } from './day-use.ts';
import type { Explanation } from './explanation.ts';
import { poolShare } from './pool-share.ts';
import { powerSpan } from './power.ts';

/** 365 days. */
const HOURS_A_YEAR = 8760;

/** Energy with how it comes about. */
interface EnergyTold {
  readonly kWh: Explanation;
  readonly energy: YearEnergy;
}

/** [E1] Energy of a year, of the whole site or of one node, or its carbon. */
export function explainEnergy(evaluated: Evaluated, nodeId: string | null, figure: 'energy' | 'carbon'): Explanation | null {
  const { site } = evaluated.model;
  const shares = ownShares(evaluated);
  const today = { load: dayLoad(evaluated), shares, growth: 1, grown: null, isDetailed: true };
  const told =
    nodeId === null
      ? siteEnergy(evaluated, today)
      : nodeActivities(evaluated, today.load)
          .filter(({ node }) => node.id === nodeId)
          .map((activity) => nodeEnergy(evaluated, activity, today))[0];
  if (told === undefined) return null;
  const { kWh, energy } = told;
  if (figure === 'energy') return kWh;
  const name = nodeId === null ? site.header.name : must(getRecord(site, 'nodes', nodeId), `nodes/${nodeId}`).name;
  return productOf(
    'carbon',
    [kWh, headerInput(site, 'carbonGPerKWh', site.header.carbonGPerKWh, 'g/kWh'), number(1 / 1000, 'conversion', 'kg/g')],
    { unit: 'kg CO₂e', rule: 'E1', formula: 'kWh × g/kWh', parameters: { name }, value: energy.carbonKg },
  );
}

/** [E1] Energy of the site in a year, by node. */
export function siteEnergy(evaluated: Evaluated, year: EnergyYear): EnergyTold {
  let total = NO_ENERGY;
  const nodes = nodeActivities(evaluated, year.load).map((activity) => {
    const { kWh, energy } = nodeEnergy(evaluated, activity, year);
    total = addEnergy(total, energy);
    return kWh;
  });
  const kWh = sumOf(
    'energy',
    nodes.toSorted((a, b) => figureOf(b) - figureOf(a)),
    {
      unit: 'kWh',
      rule: 'E1',
      formula: 'Σ nodes',
      parameters: { name: evaluated.model.site.header.name },
      value: total.totalKWh,
    },
  );
  return { kWh, energy: total };
}

/** Idle, what the load adds, and what the place takes for cooling and supply. */
function nodeEnergy(evaluated: Evaluated, activity: NodeActivity, year: EnergyYear): EnergyTold {
  const { site } = evaluated.model;
  const { node, type } = activity;
  const share = year.shares.get(node.id);
  const { pue, pueFrom } = pueOf(site, node.placeId);
  const energy = yearOf(dayPower(activity, year.growth, share ?? 1, null), pue, site.header.carbonGPerKWh);
  const hours = constantOf('hours', HOURS_A_YEAR, '365 days of 24 hours', { unit: 'h' });
  const kilo = number(1 / 1000, 'conversion', 'kW/W');
  const idleW = input(site, 'hardwareTypes', type.id, 'power.idleW', type.power.idleW, 'W');
  const pool = share === undefined ? null : poolShare(evaluated, node.id, share);
  const part = (what: string, factors: readonly Explanation[], formula: string, value: number): Explanation =>
    productOf('energyPart', [...factors, hours, kilo], { unit: 'kWh', rule: 'E1', formula, parameters: { what }, value });
  const parts = [part('idle', pool === null ? [idleW] : [idleW, pool], 'idle × 8,760 h', energy.idleKWh)];
  for (const what of ['work', 'accelerator'] as const) {
    const kWh = what === 'work' ? energy.workKWh : energy.acceleratorKWh;
    if (kWh === 0) continue;
    const span = powerSpan(evaluated, type, what);
    const use = dayUse(evaluated, activity, year, what, (kWh * 1000) / HOURS_A_YEAR / figureOf(span));
    parts.push(part(what, [span, use], '(max − idle) × utilisation × 8,760 h', kWh));
  }
  const device = sumOf('energyPart', parts, { unit: 'kWh', rule: 'E1', parameters: { what: 'device' } });
  const [collection = '', placeId = ''] = pueFrom.split('/');
  const stated = collection === 'places' ? input(site, 'places', placeId, 'pue', pue) : headerInput(site, 'pue', pue);
  const facility = productOf(
    'energyPart',
    [device, differenceOf('energyPart', [stated, number(1)], { parameters: { what: 'overhead' } })],
    { unit: 'kWh', rule: 'E1', formula: 'device × (PUE − 1)', parameters: { what: 'facility' }, value: energy.facilityKWh },
  );
  const remarks = { unit: 'kWh', rule: 'E1', parameters: { name: node.name }, value: energy.totalKWh };
  return { kWh: sumOf('energy', [device, facility], remarks), energy };
}
