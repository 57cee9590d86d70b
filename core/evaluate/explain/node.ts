import { must } from '../../base/assert.ts';
import { PLATFORM_OVERHEAD } from '../../catalog/platform-overhead.ts';
import type { RecordOf } from '../../site/site.ts';
import { getRecord, listRecords } from '../../site/site.ts';
import type { Evaluated } from '../evaluate.ts';
import { reservedShare } from '../node-capacity.ts';
import { bookings } from './bookings.ts';
import { constantOf, differenceOf, figureOf, greatestOf, input, number, productOf, quotientOf, step, sumOf } from './build.ts';
import { cpuWork } from './cpu-work.ts';
import type { Explanation } from './explanation.ts';
import { linkTraffic } from './link.ts';

type Node = RecordOf<'nodes'>;
type HardwareType = RecordOf<'hardwareTypes'>;

/** [C1] One dimension of a node: what is used over what is there. Null where the node has no such dimension. */
export function explainDimension(evaluated: Evaluated, id: string, dimension: string): Explanation | null {
  const result = evaluated.evaluation.nodes.find((node) => node.id === id);
  const amount = result?.amounts[dimension];
  if (result === undefined || amount === undefined) return null;
  const { site } = evaluated.model;
  const node = must(getRecord(site, 'nodes', id), `nodes/${id}`);
  const type = must(getRecord(site, 'hardwareTypes', node.typeId), `hardwareTypes/${node.typeId}`);
  const used = usedOf(evaluated, node, type, dimension, amount.used, amount.unit);
  const available = availableOf(evaluated, node, type, dimension, amount.available, amount.unit);
  return quotientOf('utilisation', used, available, {
    unit: 'ratio',
    rule: 'C1',
    formula: 'used / available',
    parameters: { name: node.name, dimension },
    value: result.utilisation[dimension] ?? null,
  });
}

function usedOf(
  evaluated: Evaluated,
  node: Node,
  type: HardwareType,
  dimension: string,
  value: number,
  unit: string,
): Explanation {
  const parameters = { name: node.name, dimension };
  if (dimension === 'cpuTime') return cpuWork(evaluated, node, type, value);
  if (dimension === 'network') {
    const { graph } = evaluated.model;
    const slot = graph.indexOf.get(node.id);
    const traffic = [...graph.arcOf.values()].flatMap((index) => {
      const arc = graph.arcs[index];
      const touches = arc !== undefined && (arc.from === slot || arc.to === slot);
      return touches && (evaluated.demand.arcMbps[index] ?? 0) > 0 ? [linkTraffic(evaluated, index, false)] : [];
    });
    return sumOf('used', traffic, { unit, rule: 'C1', formula: 'Σ Mbps in and out', parameters, value });
  }
  return sumOf('used', bookings(evaluated, node, type, dimension), {
    unit,
    rule: 'C1',
    formula: 'Σ bookings of its placements',
    parameters,
    value,
  });
}

function availableOf(
  evaluated: Evaluated,
  node: Node,
  type: HardwareType,
  dimension: string,
  value: number,
  unit: string,
): Explanation {
  const { site } = evaluated.model;
  const from = (field: string, figure: number | null, of = unit): Explanation =>
    input(site, 'hardwareTypes', type.id, field, figure, of);
  const remarks = { unit, rule: 'C1', parameters: { name: node.name, dimension }, value };
  switch (dimension) {
    case 'compute':
    case 'memory': {
      const overhead = platformOverhead(evaluated, node, dimension, unit);
      const whole =
        dimension === 'compute' ? from('compute.computeUnits', type.compute.computeUnits) : from('memoryGiB', type.memoryGiB);
      const left = differenceOf('capacity', [whole, overhead], { unit, rule: 'C1', formula: 'capacity − platform' });
      const usable = figureOf(left) < 0 ? greatestOf('capacity', [number(0, 'one', unit), left], { unit, rule: 'C1' }) : left;
      return productOf('available', [usable, freeShare(evaluated, node)], {
        ...remarks,
        formula: '(capacity − platform) × (1 − reserve)',
      });
    }
    case 'cpuTime':
      return step('available', 'same', [from('compute.threads', type.compute.threads)], type.compute.threads, remarks);
    case 'network': {
      if (type.forwardingMbps !== null)
        return step('available', 'same', [from('forwardingMbps', type.forwardingMbps)], type.forwardingMbps, remarks);
      const both = type.interfaces.map((one, index) =>
        productOf(
          'interfaces',
          [
            from(`interfaces.${index}.count`, one.count, ''),
            from(`interfaces.${index}.bandwidthMbps`, one.bandwidthMbps),
            number(2),
          ],
          { unit, formula: 'count × Mbps × 2 directions' },
        ),
      );
      return sumOf('available', both, remarks);
    }
    default:
      break;
  }
  if (dimension.startsWith('storage-')) {
    const stores = type.storage.flatMap((one, index) =>
      `storage-${one.class}` === dimension ? [from(`storage.${index}.capacityGB`, one.capacityGB)] : [],
    );
    return productOf('available', [sumOf('capacity', stores, { unit }), freeShare(evaluated, node)], {
      ...remarks,
      formula: 'capacity × (1 − reserve)',
    });
  }
  const [what, kind] = dimension.split('-');
  const devices = type.accelerators.flatMap((one, index) => {
    if (one.kind !== kind) return [];
    const count = from(`accelerators.${index}.count`, one.count, what === 'accelerator' ? unit : '');
    if (what === 'accelerator') return [count];
    return [productOf('capacity', [count, from(`accelerators.${index}.memoryGiB`, one.memoryGiB)], { unit })];
  });
  return sumOf('available', devices, remarks);
}

function platformOverhead(evaluated: Evaluated, node: Node, dimension: 'compute' | 'memory', unit: string): Explanation {
  const { site } = evaluated.model;
  const field = dimension === 'compute' ? 'overheadComputeUnits' : 'overheadMemoryGiB';
  const own = node.platform[field];
  if (own !== null) return input(site, 'nodes', node.id, `platform.${field}`, own, unit);
  const usual = PLATFORM_OVERHEAD[node.platform.runtime];
  return constantOf('platformOverhead', dimension === 'compute' ? usual.computeUnits : usual.memoryGiB, usual.source, {
    unit,
    rule: 'C1',
    parameters: { runtime: node.platform.runtime },
  });
}

/** [C1] 1 − reserve: the node's own or that of the strictest policy. */
function freeShare(evaluated: Evaluated, node: Node): Explanation {
  const { site } = evaluated.model;
  const reserved = reservedShare(site, node);
  const candidates = [input(site, 'nodes', node.id, 'reservedShare', node.reservedShare, 'ratio')];
  for (const policy of listRecords(site, 'policies')) {
    if (policy.kind === 'headroom' && policy.enabled && (policy.tier === null || policy.tier === node.tier))
      candidates.push(input(site, 'policies', policy.id, 'reservedShare', policy.reservedShare, 'ratio'));
  }
  const reserve = greatestOf('reserve', candidates, { unit: 'ratio', rule: 'C1', value: reserved });
  return differenceOf('free', [number(1), reserve], { unit: 'ratio', rule: 'C1', formula: '1 − reserve' });
}
