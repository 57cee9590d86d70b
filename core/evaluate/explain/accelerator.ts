import { must } from '../../base/assert.ts';
import { getRecord } from '../../site/site.ts';
import type { Evaluated } from '../evaluate.ts';
import type { ProcessingParts, Station } from '../service-time.ts';
import { figureOf, input, nameOf, productOf, quotientOf, step, sumOf } from './build.ts';
import type { Explanation } from './explanation.ts';
import { requestsOf } from './requests.ts';

/** [L6] What a request takes at an accelerator: its own work, and what the others make of it. */
export function acceleratorTime(evaluated: Evaluated, station: Station, parts: ProcessingParts): Explanation {
  const { service } = station;
  const value = parts.accelerator.mean;
  const parameters = { name: service.name };
  const { setup, item } = pieceTimes(evaluated, station);
  const alone = sumOf('acceleratorPart', [setup, item], {
    unit: 'ms',
    rule: 'L6',
    formula: 'setup + item',
    parameters: { ...parameters, what: 'alone' },
  });
  const { site } = evaluated.model;
  const most = input(site, 'services', service.id, 'accelerator.maxBatch', service.accelerator?.maxBatch ?? null);
  const together = step(
    'acceleratorPart',
    'formula',
    [requestsAt(evaluated, station), piecesOf(evaluated, station), most, setup, item],
    value - figureOf(alone),
    {
      unit: 'ms',
      rule: 'L6',
      formula: 'rest of the batch before, the line where batches are full, others in its own batch',
      parameters: { ...parameters, what: 'together' },
    },
  );
  return sumOf('accelerator', [alone, together], { unit: 'ms', rule: 'L6', parameters, value });
}

/** [E1] Accelerators that a placement keeps busy. */
export function acceleratorsInUseBy(evaluated: Evaluated, station: Station, value: number, formula: string): Explanation {
  const { setup, item } = pieceTimes(evaluated, station);
  return step('acceleratorsBusy', 'formula', [requestsAt(evaluated, station), setup, item, piecesOf(evaluated, station)], value, {
    rule: 'E1',
    formula,
    parameters: { name: station.service.name },
  });
}

/** All requests of a second that reach the placement. */
function requestsAt(evaluated: Evaluated, { placement, service }: Station): Explanation {
  return sumOf(
    'requests',
    requestsOf(evaluated, placement.id)
      .map(([, rate]) => rate)
      .toSorted((a, b) => figureOf(b) - figureOf(a)),
    { unit: '1/s', rule: 'L3', parameters: { flow: service.name } },
  );
}

/** Accelerators of a placement: replicas × what each has of whole ones. */
function piecesOf(evaluated: Evaluated, station: Station): Explanation {
  const { site } = evaluated.model;
  const { placement, service, accelerator } = station;
  const replicas = input(site, 'placements', placement.id, 'replicas', placement.replicas);
  const share = input(site, 'services', service.id, 'accelerator.share', service.accelerator?.share ?? null);
  const wholes = step('acceleratorPart', 'formula', [share], (accelerator?.servers ?? 0) / placement.replicas, {
    rule: 'L6',
    formula: 'whole accelerators; a part of one is a slower one',
    parameters: { name: service.name, what: 'wholes' },
  });
  return productOf('acceleratorPart', [replicas, wholes], {
    rule: 'L6',
    parameters: { name: nameOf(site, 'placements', placement.id), what: 'pieces' },
  });
}

/** [L6] Setup and item on the accelerator that is there: the service's figures × how much slower it is than the one they were measured on. */
function pieceTimes(evaluated: Evaluated, station: Station): { readonly setup: Explanation; readonly item: Explanation } {
  const { site } = evaluated.model;
  const { placement, service, variant } = station;
  const need = must(service.accelerator, `accelerator of services/${service.id}`);
  const typeId = getRecord(site, 'nodes', placement.nodeId)?.typeId ?? '';
  const type = must(getRecord(site, 'hardwareTypes', typeId), `hardwareTypes/${typeId}`);
  const at = type.accelerators.findIndex((one) => need.kinds.includes(one.kind) && one.tops > 0);
  const device = must(type.accelerators[at], `accelerator of hardwareTypes/${typeId}`);
  const tops = input(site, 'hardwareTypes', typeId, `accelerators.${at}.tops`, device.tops, 'TOPS');
  const isPart = need.share < 1 && device.shareable;
  const had = isPart
    ? productOf('acceleratorPart', [tops, input(site, 'services', service.id, 'accelerator.share', need.share)], {
        unit: 'TOPS',
        rule: 'L6',
        parameters: { name: type.name, what: 'speed' },
      })
    : tops;
  const reference = input(site, 'services', service.id, 'accelerator.referenceTops', need.referenceTops, 'TOPS');
  const slower = quotientOf('acceleratorPart', reference, had, {
    rule: 'L6',
    formula: 'reference TOPS / TOPS there',
    parameters: { name: type.name, what: 'slower' },
  });
  const variantAt = variant === null ? -1 : service.variants.indexOf(variant);
  const itemMs =
    variant?.acceleratorItemMs === null || variant === null
      ? input(site, 'services', service.id, 'accelerator.itemMs', need.itemMs, 'ms')
      : input(site, 'services', service.id, `variants.${variantAt}.acceleratorItemMs`, variant.acceleratorItemMs, 'ms');
  const setupMs = input(site, 'services', service.id, 'accelerator.batchSetupMs', need.batchSetupMs, 'ms');
  const piece = (what: 'setup' | 'item', own: Explanation): Explanation =>
    productOf('acceleratorPart', [own, slower], { unit: 'ms', rule: 'L6', parameters: { name: service.name, what } });
  return { setup: piece('setup', setupMs), item: piece('item', itemMs) };
}
