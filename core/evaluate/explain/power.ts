import { must } from '../../base/assert.ts';
import type { RecordOf } from '../../site/site.ts';
import { getRecord } from '../../site/site.ts';
import { acceleratorPower, acceleratorsInUse, powerRange } from '../energy/node-power.ts';
import type { Evaluated } from '../evaluate.ts';
import { placementsOn } from '../node-capacity.ts';
import type { NodeResult } from '../result.ts';
import { acceleratorsInUseBy } from './accelerator.ts';
import { constantOf, differenceOf, figureOf, greatestOf, input, number, productOf, quotientOf, step, sumOf } from './build.ts';
import type { Explanation } from './explanation.ts';
import { explainDimension } from './node.ts';

type HardwareType = RecordOf<'hardwareTypes'>;

/** [E1] Idle power, and what the load of CPU (or forwarding) and accelerators adds. */
export function explainNodePower(evaluated: Evaluated, result: NodeResult): Explanation {
  const { site } = evaluated.model;
  const node = must(getRecord(site, 'nodes', result.id), `nodes/${result.id}`);
  const type = must(getRecord(site, 'hardwareTypes', node.typeId), `hardwareTypes/${node.typeId}`);
  const idle = input(site, 'hardwareTypes', type.id, 'power.idleW', type.power.idleW, 'W');
  const most = input(site, 'hardwareTypes', type.id, 'power.maxW', type.power.maxW, 'W');
  const remarks = {
    unit: 'W',
    rule: 'E1',
    formula: 'idle + (max − idle) × utilisation',
    parameters: { name: node.name },
    value: result.powerW,
  };
  const span = differenceOf('idlePower', [most, idle], { unit: 'W', formula: 'max − idle' });
  const busy = busyShare(evaluated, result, type);
  const accelerators = type.accelerators.length === 0 ? null : acceleratorsBusy(evaluated, node, type);
  if (accelerators === null) {
    if (busy === null) return step('nodePower', 'same', [idle], type.power.idleW, remarks);
    return sumOf('nodePower', [idle, productOf('loadPower', [span, busy], { unit: 'W', rule: 'E1' })], remarks);
  }
  const range = powerRange(type);
  if (range.shared) {
    const busier = greatestOf('busyShare', [busy ?? number(0), accelerators], { unit: 'ratio', rule: 'E1' });
    return sumOf('nodePower', [idle, productOf('loadPower', [span, busier], { unit: 'W', rule: 'E1' })], remarks);
  }
  const own = acceleratorRange(evaluated, type, span, range.acceleratorW);
  const rest = differenceOf('loadPower', [span, own], { unit: 'W', rule: 'E1', value: range.workW });
  const work = productOf('loadPower', [rest, busy ?? number(0)], { unit: 'W', rule: 'E1' });
  return sumOf('nodePower', [idle, work, productOf('acceleratorPower', [own, accelerators], { unit: 'W', rule: 'E1' })], remarks);
}

/** What all accelerators take above idle: by their data sheets, and no more than the node has above idle. */
function acceleratorRange(evaluated: Evaluated, type: HardwareType, span: Explanation, value: number): Explanation {
  const kinds = type.accelerators.map((one, index) => {
    const power = must(acceleratorPower(one.model), `power of ${one.model}`);
    return productOf(
      'acceleratorPower',
      [
        input(evaluated.model.site, 'hardwareTypes', type.id, `accelerators.${index}.count`, one.count),
        constantOf('acceleratorPower', power.watts, power.source, { unit: 'W', rule: 'E1', parameters: { name: one.model } }),
      ],
      { unit: 'W', rule: 'E1' },
    );
  });
  const all = sumOf('acceleratorPower', kinds, { unit: 'W', rule: 'E1' });
  return step('acceleratorPower', 'least', [span, all], value, {
    unit: 'W',
    rule: 'E1',
    formula: 'min(max − idle, Σ accelerators)',
  });
}

/** [E1] What a node takes above idle when its processors (or its forwarding), or its accelerators, are busy. */
export function powerSpan(evaluated: Evaluated, type: HardwareType, what: 'work' | 'accelerator'): Explanation {
  const { site } = evaluated.model;
  const idle = input(site, 'hardwareTypes', type.id, 'power.idleW', type.power.idleW, 'W');
  const most = input(site, 'hardwareTypes', type.id, 'power.maxW', type.power.maxW, 'W');
  const span = differenceOf('idlePower', [most, idle], { unit: 'W', formula: 'max − idle' });
  const range = powerRange(type);
  if (range.shared || type.accelerators.length === 0) return span;
  const own = acceleratorRange(evaluated, type, span, range.acceleratorW);
  return what === 'accelerator' ? own : differenceOf('loadPower', [span, own], { unit: 'W', rule: 'E1', value: range.workW });
}

/** Share of all accelerators that is busy. */
function acceleratorsBusy(evaluated: Evaluated, node: RecordOf<'nodes'>, type: HardwareType): Explanation {
  const busy: Explanation[] = [];
  for (const live of placementsOn(evaluated.model, node)) {
    const load = evaluated.demand.services.get(live.placement.id);
    const station = evaluated.solver.station(live);
    const used = load === undefined ? 0 : acceleratorsInUse(station, load.requestsPerSecond);
    if (used > 0)
      busy.push(acceleratorsInUseBy(evaluated, station, used, 'min(1, requests × (setup + item) / accelerators) × share'));
  }
  const pieces = type.accelerators.map((one, index) =>
    input(evaluated.model.site, 'hardwareTypes', type.id, `accelerators.${index}.count`, one.count),
  );
  const remarks = { rule: 'E1', parameters: { name: node.name, dimension: 'accelerator' } };
  const asked = sumOf(
    'used',
    busy.toSorted((a, b) => figureOf(b) - figureOf(a)),
    remarks,
  );
  const share = quotientOf('acceleratorsBusy', asked, sumOf('available', pieces, remarks), { unit: 'ratio', ...remarks });
  if (figureOf(share) <= 1) return share;
  return step('acceleratorsBusy', 'least', [number(1), share], 1, { unit: 'ratio', rule: 'E1', parameters: remarks.parameters });
}

function busyShare(evaluated: Evaluated, result: NodeResult, type: HardwareType): Explanation | null {
  const byCpu = type.compute.threads > 0;
  if (!byCpu && (type.forwardingMbps === null || type.forwardingMbps === 0)) return null;
  const share = explainDimension(evaluated, result.id, byCpu ? 'cpuTime' : 'network');
  if (share === null) return null;
  if (figureOf(share) <= 1) return share;
  return step('busyShare', 'least', [number(1), share], 1, { unit: 'ratio', rule: 'E1', formula: 'min(1, utilisation)' });
}
