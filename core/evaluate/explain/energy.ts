import { must } from '../../base/assert.ts';
import { getRecord } from '../../site/site.ts';
import { energyAssessment } from '../energy/energy.ts';
import type { NodeEnergy, YearEnergy } from '../energy/result.ts';
import type { Evaluated } from '../evaluate.ts';
import { constantOf, differenceOf, figureOf, headerInput, input, number, productOf, step, sumOf } from './build.ts';
import type { Explanation } from './explanation.ts';

/** 365 days. */
const HOURS_A_YEAR = 8760;

/** [E1] Energy of a year, of the whole site or of one node, or its carbon. */
export function explainEnergy(evaluated: Evaluated, nodeId: string | null, figure: 'energy' | 'carbon'): Explanation | null {
  const { site } = evaluated.model;
  const assessment = energyAssessment(evaluated);
  const node = nodeId === null ? null : assessment.nodes.find(({ id }) => id === nodeId);
  if (node === undefined) return null;
  const name = node === null ? site.header.name : must(getRecord(site, 'nodes', node.id), `nodes/${node.id}`).name;
  const kWh = node === null ? siteEnergy(evaluated, assessment.nodes, assessment.total) : nodeEnergy(evaluated, node);
  if (figure === 'energy') return kWh;
  return productOf(
    'carbon',
    [kWh, headerInput(site, 'carbonGPerKWh', site.header.carbonGPerKWh, 'g/kWh'), number(1 / 1000, 'conversion', 'kg/g')],
    { unit: 'kg CO₂e', rule: 'E1', formula: 'kWh × g/kWh', parameters: { name }, value: (node ?? assessment.total).carbonKg },
  );
}

function siteEnergy(evaluated: Evaluated, nodes: readonly NodeEnergy[], total: YearEnergy): Explanation {
  return sumOf(
    'energy',
    nodes.map((node) => nodeEnergy(evaluated, node)).toSorted((a, b) => figureOf(b) - figureOf(a)),
    {
      unit: 'kWh',
      rule: 'E1',
      formula: 'Σ nodes',
      parameters: { name: evaluated.model.site.header.name },
      value: total.totalKWh,
    },
  );
}

/** Idle, what the load of each hour adds, and what the place takes for cooling and supply. */
function nodeEnergy(evaluated: Evaluated, energy: NodeEnergy): Explanation {
  const { site } = evaluated.model;
  const node = must(getRecord(site, 'nodes', energy.id), `nodes/${energy.id}`);
  const type = must(getRecord(site, 'hardwareTypes', node.typeId), `hardwareTypes/${node.typeId}`);
  const idle = productOf(
    'energyPart',
    [
      input(site, 'hardwareTypes', type.id, 'power.idleW', type.power.idleW, 'W'),
      constantOf('hours', HOURS_A_YEAR, '365 days of 24 hours', { unit: 'h' }),
      number(1 / 1000, 'conversion', 'kW/W'),
    ],
    { unit: 'kWh', rule: 'E1', formula: 'idle × 8,760 h', parameters: { what: 'idle' }, value: energy.idleKWh },
  );
  const byLoad = (what: 'work' | 'accelerator', value: number): Explanation =>
    step('energyPart', 'formula', [], value, {
      unit: 'kWh',
      rule: 'E1',
      formula: '365 × Σ hours (max − idle) × utilisation of the hour',
      parameters: { what },
    });
  const parts = [
    idle,
    ...(energy.workKWh > 0 ? [byLoad('work', energy.workKWh)] : []),
    ...(energy.acceleratorKWh > 0 ? [byLoad('accelerator', energy.acceleratorKWh)] : []),
  ];
  const device = sumOf('energyPart', parts, { unit: 'kWh', rule: 'E1', parameters: { what: 'device' } });
  const [collection = '', placeId = ''] = energy.pueFrom.split('/');
  const pue = collection === 'places' ? input(site, 'places', placeId, 'pue', energy.pue) : headerInput(site, 'pue', energy.pue);
  const facility = productOf(
    'energyPart',
    [device, differenceOf('energyPart', [pue, number(1)], { parameters: { what: 'overhead' } })],
    {
      unit: 'kWh',
      rule: 'E1',
      formula: 'device × (PUE − 1)',
      parameters: { what: 'facility' },
      value: energy.facilityKWh,
    },
  );
  return sumOf('energy', [device, facility], {
    unit: 'kWh',
    rule: 'E1',
    parameters: { name: node.name },
    value: energy.totalKWh,
  });
}
