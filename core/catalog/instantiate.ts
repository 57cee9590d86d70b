import { freeId, slug } from '../base/ids.ts';
import type { BatchCommand, SimpleCommand } from '../site/commands/schema.ts';
import { deviceGroupId, flowId, serviceId, workloadId } from '../site/schema/common.ts';
import type { DeviceGroupId } from '../site/schema/common.ts';
import type { Endpoint } from '../site/schema/flow.ts';
import type { CollectionName, RecordOf, Site } from '../site/site.ts';
import { getRecord } from '../site/site.ts';
import { TEMPLATE_SOURCES } from './catalog.ts';
import type { WorkloadTemplate } from './template.ts';

export interface InstantiateOptions {
  /** Name of the workload; its id follows from it. */
  readonly name: string;
  /** Device groups that use it. Each gets its own entry flows. */
  readonly sources: readonly DeviceGroupId[];
}

export interface Instance {
  readonly command: BatchCommand;
  readonly workload: RecordOf<'workloads'>;
  /** Services of the site by their id in the template. */
  readonly services: ReadonlyMap<string, RecordOf<'services'>>;
}

/**
 * One command that brings a workload of the catalog into a site: workload, services and flows under free ids, without placements.
 * A flow from the sources becomes one flow a device group; a flow that such an arrival sets off becomes one for each of them.
 */
export function instantiateTemplate(site: Site, template: WorkloadTemplate, options: InstantiateOptions): BatchCommand {
  return instantiate(site, template, options).command;
}

/** The same, together with the records, for a caller that goes on with them. */
export function instantiate(site: Site, template: WorkloadTemplate, { name, sources }: InstantiateOptions): Instance {
  const free = freeIds(site);
  const ownId = workloadId.parse(free('workloads', slug(name, template.id)));
  const workload: RecordOf<'workloads'> = {
    ...template.workload,
    id: ownId,
    name,
    templateId: template.id,
    sources: template.sources,
  };
  const commands: SimpleCommand[] = [{ kind: 'workload.add', record: workload }];
  const services = new Map<string, RecordOf<'services'>>();
  for (const local of template.services) {
    const record = { ...local, id: serviceId.parse(free('services', `${ownId}-${local.id}`)), workloadId: ownId };
    services.set(local.id, record);
    commands.push({ kind: 'service.add', record });
  }
  const copies = new Map<string, readonly Copy[]>();
  for (const local of inOrder(template.flows)) {
    const made: Copy[] = [];
    for (const { trigger, group } of occasions(local, copies, sources)) {
      const id = flowId.parse(free('flows', `${ownId}-${local.id}`));
      made.push({ id, group });
      const record = {
        ...local,
        id,
        workloadId: ownId,
        from: endpoint(local.from, services, group),
        to: endpoint(local.to, services, group),
        triggeredBy: trigger === null ? null : flowId.parse(trigger),
      };
      commands.push({ kind: 'flow.add', record });
    }
    copies.set(local.id, made);
  }
  return { command: { kind: 'batch', label: 'command.label.instantiate', commands }, workload, services };
}

type LocalFlow = WorkloadTemplate['flows'][number];

/** A flow of the site made from one of the template, and the device group it belongs to. */
interface Copy {
  readonly id: string;
  readonly group: DeviceGroupId | null;
}

interface Occasion {
  readonly trigger: string | null;
  readonly group: DeviceGroupId | null;
}

function occasions(
  flow: LocalFlow,
  copies: ReadonlyMap<string, readonly Copy[]>,
  sources: readonly DeviceGroupId[],
): readonly Occasion[] {
  if (flow.triggeredBy !== null) return (copies.get(flow.triggeredBy) ?? []).map(({ id, group }) => ({ trigger: id, group }));
  const touchesSources = flow.from.id === TEMPLATE_SOURCES || flow.to.id === TEMPLATE_SOURCES;
  return touchesSources ? sources.map((group) => ({ trigger: null, group })) : [{ trigger: null, group: null }];
}

/** Each flow after the one that sets it off; else as written. */
function inOrder(flows: readonly LocalFlow[]): LocalFlow[] {
  const ordered: LocalFlow[] = [];
  const done = new Set<string>();
  let left = [...flows];
  while (left.length > 0) {
    const ready = left.filter(({ triggeredBy }) => triggeredBy === null || done.has(triggeredBy));
    if (ready.length === 0) throw new Error(`Flows set each other off in a circle: ${left.map(({ id }) => id).join(', ')}`);
    for (const flow of ready) done.add(flow.id);
    ordered.push(...ready);
    left = left.filter(({ id }) => !done.has(id));
  }
  return ordered;
}

function endpoint(end: Endpoint, services: Instance['services'], group: DeviceGroupId | null): Endpoint {
  if (end.kind === 'service') {
    const service = services.get(end.id);
    if (service === undefined) throw new Error(`The template has no service ${end.id}`);
    return { kind: 'service', id: service.id };
  }
  if (group === null) throw new Error('A flow of a template touches the sources without belonging to a device group');
  return { kind: 'device-group', id: deviceGroupId.parse(group) };
}

/** Gives ids that neither the site nor an earlier call has. */
function freeIds(site: Site): (collection: CollectionName, wish: string) => string {
  const given = new Set<string>();
  return (collection, wish) => {
    const id = freeId(
      slug(wish),
      (each) => given.has(`${collection}/${each}`) || getRecord(site, collection, each) !== undefined,
    );
    given.add(`${collection}/${id}`);
    return id;
  };
}
