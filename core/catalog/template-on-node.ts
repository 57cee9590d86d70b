import { must } from '../base/assert.ts';
import { freeId, slug } from '../base/ids.ts';
import type { SimpleCommand } from '../site/commands/schema.ts';
import { newDeviceGroup, newPlacement } from '../site/defaults.ts';
import { deviceGroupId, placementId } from '../site/schema/common.ts';
import type { DeviceGroup } from '../site/schema/device-group.ts';
import type { RecordOf, Site } from '../site/site.ts';
import { getRecord, listRecords } from '../site/site.ts';
import { mediumCommands } from './add-entries.ts';
import type { Catalog } from './catalog.ts';
import { instantiate } from './instantiate.ts';
import type { WorkloadTemplate } from './template.ts';

/** How devices of a kind usually reach their node; ids of the catalog. */
const USUAL_MEDIUM: { readonly [Kind in DeviceGroup['kind']]: string } = {
  camera: 'copper-1g',
  sensor: 'wifi6',
  plc: 'tsn-1g',
  robot: 'wifi6',
  agv: 'wifi6',
  machine: 'copper-1g',
  vehicle: '5g-embb-midband',
  user: '5g-embb-midband',
  phone: '5g-embb-midband',
  headset: '5g-embb-midband',
  meter: 'lora-sf12',
  display: 'copper-1g',
  actuator: 'tsn-1g',
  terminal: 'copper-1g',
};
/** Beside the node that serves it, m. */
const BESIDE_M = 5;

/**
 * Commands that bring a workload of the catalog into the site with all its services on one node. It serves the site's device groups
 * of the kind and protocol it is made for; where there are none, it brings a typical one, attached to that node.
 * Throws for a node or a medium that does not exist.
 */
export function templateOnNode(site: Site, catalog: Catalog, template: WorkloadTemplate, nodeId: string): SimpleCommand[] {
  const node = must(getRecord(site, 'nodes', nodeId), `nodes/${nodeId}`);
  const fitting = listRecords(site, 'deviceGroups').filter(
    ({ kind, protocol }) => kind === template.source.kind && protocol === template.source.protocol,
  );
  const commands: SimpleCommand[] = [];
  let sources = fitting.map(({ id }) => id);
  if (sources.length === 0) {
    const group = typicalSource(site, catalog, template, node);
    const medium = getRecord(site, 'media', group.medium.id) ?? group.medium;
    commands.push(...mediumCommands(site, medium), { kind: 'device-group.add', record: group.record });
    sources = [group.record.id];
  }
  const { command, services } = instantiate(site, template, { name: freeName(site, template.name), sources });
  commands.push(...command.commands);
  for (const service of services.values()) {
    const id = freeId(slug(`${service.id}-${node.id}`), (taken) => getRecord(site, 'placements', taken) !== undefined);
    const replicas = Math.max(1, service.replicas.min);
    const record = newPlacement({ id: placementId.parse(id), serviceId: service.id, nodeId: node.id, replicas });
    commands.push({ kind: 'placement.add', record });
  }
  return commands;
}

function typicalSource(
  site: Site,
  catalog: Catalog,
  template: WorkloadTemplate,
  node: RecordOf<'nodes'>,
): { readonly record: RecordOf<'deviceGroups'>; readonly medium: RecordOf<'media'> } {
  const wanted = USUAL_MEDIUM[template.source.kind];
  const medium = must(catalog.media.get(wanted) ?? getRecord(site, 'media', wanted), `media/${wanted}`);
  const id = freeId(slug(`${template.id}-sources`), (taken) => getRecord(site, 'deviceGroups', taken) !== undefined);
  const { xM, yM, zM } = node.positionM;
  const record = newDeviceGroup({
    ...template.source,
    id: deviceGroupId.parse(id),
    placeId: node.placeId,
    positionM: { xM: xM + BESIDE_M, yM, zM },
    attachment: { nodeId: node.id, mediumId: medium.id, lengthM: null },
  });
  return { record, medium };
}

function freeName(site: Site, base: string): string {
  const taken = new Set(listRecords(site, 'workloads').map(({ name }) => name));
  for (let number = 1; ; number += 1) {
    const candidate = number === 1 ? base : `${base.slice(0, 190)} ${number}`;
    if (!taken.has(candidate)) return candidate;
  }
}
