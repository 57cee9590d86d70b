import { freeId, slug } from '../../core/base/ids.ts';
import type { Problem } from '../../core/base/problem.ts';
import { problem } from '../../core/base/problem.ts';
import type { Result } from '../../core/base/result.ts';
import { failed, ok } from '../../core/base/result.ts';
import { instantiate } from '../../core/catalog/instantiate.ts';
import type { WorkloadTemplate } from '../../core/catalog/template.ts';
import type { SimpleCommand } from '../../core/site/commands/schema.ts';
import { newPlacement } from '../../core/site/defaults.ts';
import { deviceGroupId, placementId } from '../../core/site/schema/common.ts';
import type { Medium } from '../../core/site/schema/medium.ts';
import type { RecordOf, Site } from '../../core/site/site.ts';
import { getRecord, listRecords } from '../../core/site/site.ts';

/**
 * Brings a workload of the catalog into the site with all its services on one node. The device groups that enter the
 * network there use it; where none does, one group of the template's typical source is added.
 */
export function templateCommands(
  site: Site,
  template: WorkloadTemplate,
  nodeId: string,
  media: readonly Medium[],
): Result<readonly SimpleCommand[], Problem> {
  const node = getRecord(site, 'nodes', nodeId);
  if (node === undefined) {
    return failed(
      problem(
        'drop.gone',
        `nodes/${nodeId} is no longer there.`,
        'Start again from what is shown now.',
        {
          place: `nodes/${nodeId}`,
        },
        { record: `nodes/${nodeId}` },
      ),
    );
  }
  const attached = listRecords(site, 'deviceGroups').filter((group) => group.attachment?.nodeId === nodeId);
  const source = attached.length > 0 ? { commands: [], groups: attached } : newSource(site, template, node, media);
  if (source === null) {
    return failed(
      problem(
        'drop.no-medium',
        'There is no medium over which devices could reach this node.',
        'Add a medium to the site, or choose a node that devices are attached to.',
        {},
        { which: 'devices' },
      ),
    );
  }
  const { command, services } = instantiate(site, template, {
    name: template.name,
    sources: source.groups.map((group) => group.id),
  });
  const placements = [...services.values()].map((service): SimpleCommand => ({
    kind: 'placement.add',
    record: newPlacement({
      id: placementId.parse(freeId(slug(`${service.id}-${nodeId}`), (id) => getRecord(site, 'placements', id) !== undefined)),
      serviceId: service.id,
      nodeId: node.id,
      replicas: Math.max(1, service.replicas.min),
    }),
  }));
  return ok([...source.commands, ...command.commands, ...placements]);
}

interface Source {
  readonly commands: readonly SimpleCommand[];
  readonly groups: readonly RecordOf<'deviceGroups'>[];
}

function newSource(site: Site, template: WorkloadTemplate, node: RecordOf<'nodes'>, media: readonly Medium[]): Source | null {
  const medium = accessMedium(site, media);
  if (medium === null) return null;
  const id = deviceGroupId.parse(
    freeId(slug(template.source.name, template.id), (taken) => getRecord(site, 'deviceGroups', taken) !== undefined),
  );
  const record: RecordOf<'deviceGroups'> = {
    ...template.source,
    id,
    placeId: node.placeId,
    positionM: node.positionM,
    attachment: { nodeId: node.id, mediumId: medium.id, lengthM: null },
    locked: false,
    notes: '',
  };
  const known = getRecord(site, 'media', medium.id) !== undefined;
  const commands: SimpleCommand[] = [
    ...(known ? [] : [{ kind: 'medium.add', record: medium } as const]),
    { kind: 'device-group.add', record },
  ];
  return { commands, groups: [record] };
}

/** What devices use to reach a network, the usual first. */
const ACCESS_KINDS: readonly Medium['kind'][] = ['cellular', 'wifi', 'copper', 'tsn', 'fibre'];

/** The medium most devices of the site use; else one of the site, then of the catalog, that gives access. */
function accessMedium(site: Site, media: readonly Medium[]): Medium | null {
  const uses = new Map<string, number>();
  for (const group of listRecords(site, 'deviceGroups')) {
    if (group.attachment !== null) uses.set(group.attachment.mediumId, (uses.get(group.attachment.mediumId) ?? 0) + 1);
  }
  const [usual] = [...uses].toSorted(([, a], [, b]) => b - a);
  if (usual !== undefined) return getRecord(site, 'media', usual[0]) ?? null;
  const known = [...listRecords(site, 'media'), ...media];
  return ACCESS_KINDS.map((kind) => known.find((medium) => medium.kind === kind)).find((medium) => medium !== undefined) ?? null;
}
