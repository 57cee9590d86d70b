import { must } from '../../base/assert.ts';
import { FORM_OVERHEAD } from '../../catalog/platform-overhead.ts';
import type { RecordOf } from '../../site/site.ts';
import type { Evaluated } from '../evaluate.ts';
import { book, openLedger, placementsOn } from '../node-capacity.ts';
import type { Station } from '../service-time.ts';
import { constantOf, figureOf, greatestOf, input, nameOf, number, productOf, step, sumOf } from './build.ts';
import type { Explanation } from './explanation.ts';

type Node = RecordOf<'nodes'>;
type HardwareType = RecordOf<'hardwareTypes'>;

/** [C1] What each placement on a node takes of one dimension, booked in the engine's order by the engine's own bookkeeping. */
export function bookings(evaluated: Evaluated, node: Node, type: HardwareType, dimension: string): Explanation[] {
  const { model, solver } = evaluated;
  const ledger = openLedger(model.site, node, type);
  const booked: Explanation[] = [];
  for (const live of placementsOn(model, node)) {
    const station = solver.station(live);
    const before = ledger.used.get(dimension) ?? 0;
    book(ledger, type, station.service, live.placement.replicas, station.variant);
    const taken = (ledger.used.get(dimension) ?? 0) - before;
    if (taken > 0) booked.push(booking(evaluated, station, type, dimension, taken));
  }
  return booked.toSorted((a, b) => figureOf(b) - figureOf(a));
}

function booking(evaluated: Evaluated, station: Station, type: HardwareType, dimension: string, taken: number): Explanation {
  const { site } = evaluated.model;
  const { placement, service } = station;
  const replicas = input(site, 'placements', placement.id, 'replicas', placement.replicas);
  const need = (field: string, value: number, unit: string): Explanation =>
    input(site, 'services', service.id, field, value, unit);
  const remarks = { rule: 'C1', parameters: { placement: nameOf(site, 'placements', placement.id) }, value: taken };
  const overhead = FORM_OVERHEAD[service.form];
  if (dimension === 'compute') {
    const factor = sumOf(
      'formFactor',
      [number(1), constantOf('formOverhead', overhead.computeShare, overhead.source, { parameters: { form: service.form } })],
      { formula: '1 + overhead of its form' },
    );
    return productOf('placement', [replicas, need('perReplica.computeUnits', service.perReplica.computeUnits, 'vCPU'), factor], {
      ...remarks,
      unit: 'vCPU',
      formula: 'replicas × vCPU × (1 + overhead)',
    });
  }
  if (dimension === 'memory') {
    const own = need('perReplica.memoryGiB', service.perReplica.memoryGiB, 'GiB');
    const variant = station.variant;
    const asked =
      variant === null
        ? own
        : greatestOf(
            'replicaDemand',
            [own, need(`variants.${service.variants.indexOf(variant)}.memoryGiB`, variant.memoryGiB, 'GiB')],
            {
              unit: 'GiB',
            },
          );
    const shim = constantOf('formOverhead', overhead.memoryGiB, overhead.source, {
      unit: 'GiB',
      parameters: { form: service.form },
    });
    return productOf('placement', [replicas, sumOf('replicaDemand', [asked, shim], { unit: 'GiB' })], {
      ...remarks,
      unit: 'GiB',
      formula: 'replicas × (GiB + overhead)',
    });
  }
  if (dimension.startsWith('storage-')) return storage(evaluated, station, replicas, remarks);
  const accelerator = must(service.accelerator, `accelerator of ${service.id}`);
  if (dimension.startsWith('acceleratorMemory-')) {
    const memory = need('accelerator.memoryGiB', accelerator.memoryGiB, 'GiB');
    return productOf('placement', [replicas, memory], { ...remarks, unit: 'GiB', formula: 'replicas × GiB' });
  }
  const device = type.accelerators.find((one) => accelerator.kinds.includes(one.kind));
  const share = need('accelerator.share', accelerator.share, 'accelerators');
  const whole = device?.shareable === true && accelerator.share < 1;
  const each = whole
    ? share
    : step('replicaDemand', 'formula', [share], Math.ceil(accelerator.share), {
        unit: 'accelerators',
        rule: 'C1',
        formula: '⌈share⌉',
      });
  return productOf('placement', [replicas, each], { ...remarks, unit: 'accelerators', formula: 'replicas × accelerators' });
}

function storage(
  evaluated: Evaluated,
  { service }: Station,
  replicas: Explanation,
  remarks: { readonly rule: string; readonly parameters: Readonly<Record<string, string>>; readonly value: number },
): Explanation {
  const { site } = evaluated.model;
  const need = (field: string, value: number, unit: string): Explanation =>
    input(site, 'services', service.id, field, value, unit);
  const image = sumOf('stored', [need('imageMB', service.imageMB, 'MB'), need('modelMB', service.modelMB, 'MB')], { unit: 'MB' });
  const parts = [
    productOf('stored', [replicas, need('perReplica.storageGB', service.perReplica.storageGB, 'GB')], { unit: 'GB' }),
    productOf('stored', [image, number(1 / 1000, 'conversion', 'GB/MB')], { unit: 'GB' }),
  ];
  if (service.state.kind === 'stateful')
    parts.push(
      productOf('stored', [need('state.stateGB', service.state.stateGB, 'GB'), need('state.copies', service.state.copies, '')], {
        unit: 'GB',
      }),
    );
  return sumOf('placement', parts, { ...remarks, unit: 'GB', formula: 'replicas × GB + image and model + state × copies' });
}
