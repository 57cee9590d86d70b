import { must } from '../../base/assert.ts';
import { slug } from '../../base/ids.ts';
import { hardwareCommands, mediumCommands } from '../../catalog/add-entries.ts';
import type { Catalog } from '../../catalog/catalog.ts';
import type { Instance } from '../../catalog/instantiate.ts';
import { instantiate } from '../../catalog/instantiate.ts';
import type { WorkloadTemplate } from '../../catalog/template.ts';
import type { Loose } from '../../formats/site-assembly.ts';
import { apply } from '../../site/commands/apply.ts';
import type { SimpleCommand } from '../../site/commands/schema.ts';
import { newDeviceGroup, newLink, newNode, newPlace, newPlacement } from '../../site/defaults.ts';
import { applyDiff } from '../../site/diff.ts';
import { checkIntegrity } from '../../site/integrity.ts';
import { deviceGroupId, scenarioId } from '../../site/schema/common.ts';
import type { RecordOf, Site } from '../../site/site.ts';

type Fields<Name extends 'places' | 'nodes' | 'links' | 'deviceGroups'> = Partial<Loose<RecordOf<Name>>>;

/** A site that a script draws as a person would: entries of the catalog, put in by commands. What is refused is a bug of the script. */
export class SampleSite {
  private readonly catalog: Catalog;
  private current: Site;
  private waiting: SimpleCommand[] = [];
  private readonly entries = new Set<string>();

  constructor(catalog: Catalog, start: Site) {
    this.catalog = catalog;
    this.current = start;
    for (const id of [...Object.keys(start.hardwareTypes), ...Object.keys(start.media)]) this.entries.add(id);
  }

  /** The site as drawn so far. */
  get site(): Site {
    if (this.waiting.length > 0) {
      const result = apply(this.current, { kind: 'batch', label: 'sample', commands: this.waiting });
      if (result.status === 'failed') throw new Error(`${result.error.place}: ${result.error.message}`);
      this.current = applyDiff(this.current, result.value);
      this.waiting = [];
    }
    return this.current;
  }

  finish(): Site {
    const broken = checkIntegrity(this.site, 1)[0];
    if (broken !== undefined) throw new Error(`${broken.place}: ${broken.message}`);
    return this.site;
  }

  run(...commands: readonly SimpleCommand[]): void {
    this.waiting.push(...commands);
  }

  place(id: string, name: string, kind: RecordOf<'places'>['kind'], fields: Fields<'places'> = {}): string {
    this.run({ kind: 'place.add', record: newPlace({ id, name, kind, ...fields } as Parameters<typeof newPlace>[0]) });
    return id;
  }

  node(id: string, name: string, typeId: string, tier: RecordOf<'nodes'>['tier'], fields: Fields<'nodes'> = {}): string {
    const type = must(this.catalog.hardwareTypes.get(typeId), `hardware ${typeId}`);
    const node = newNode({ id, name, typeId, tier, ...fields } as Parameters<typeof newNode>[0]);
    this.run(...hardwareCommands(this.current, type, node).filter((command) => this.isNew(command)));
    return id;
  }

  link(fromNodeId: string, toNodeId: string, mediumId: string, fields: Fields<'links'> = {}): string {
    const id = fields.id ?? slug(`${fromNodeId}-${toNodeId}`);
    this.medium(mediumId);
    const record = newLink({ id, fromNodeId, toNodeId, mediumId, ...fields } as Parameters<typeof newLink>[0]);
    this.run({ kind: 'link.add', record });
    return id;
  }

  /** Devices of the kind that a template is made for, attached to a node over a medium. */
  group(id: string, templateId: string, nodeId: string, mediumId: string, fields: Fields<'deviceGroups'> = {}): string {
    this.medium(mediumId);
    const source = this.template(templateId).source;
    const attachment = { nodeId, mediumId, lengthM: null };
    const record = newDeviceGroup({ ...source, id, attachment, ...fields } as Parameters<typeof newDeviceGroup>[0]);
    this.run({ kind: 'device-group.add', record });
    return id;
  }

  /** A workload of the catalog for these device groups, not placed yet. */
  workload(templateId: string, name: string, groups: readonly string[]): Instance {
    const sources = groups.map((id) => deviceGroupId.parse(id));
    const instance = instantiate(this.site, this.template(templateId), { name, sources });
    this.run(...instance.command.commands);
    return instance;
  }

  deploy(instance: Instance, localId: string, nodeId: string, replicas = 1, variant: string | null = null): void {
    const service = must(instance.services.get(localId), `${instance.workload.id} has a service ${localId}`);
    const id = slug(`${service.id}-${nodeId}`);
    const record = newPlacement({ id, serviceId: service.id, nodeId, replicas, variant } as Parameters<typeof newPlacement>[0]);
    this.run({ kind: 'placement.add', record });
  }

  /** Allows a service on as many nodes as the plan needs. */
  allowReplicas(instance: Instance, localId: string, max: number): void {
    const { id, replicas } = must(instance.services.get(localId), `${instance.workload.id} has a service ${localId}`);
    this.run({ kind: 'service.edit', id, patch: { replicas: { ...replicas, max } } });
  }

  /** A what-if on the finished plan: commands that whoever opens the sample may apply or compare with. */
  scenario(id: string, name: string, description: string, commands: readonly SimpleCommand[]): void {
    const record = { id: scenarioId.parse(id), name, description, commands: commands.map((command) => ({ ...command })) };
    this.run({ kind: 'scenario.add', record: record as RecordOf<'scenarios'> });
  }

  private template(id: string): WorkloadTemplate {
    return must(this.catalog.templates.get(id), `template ${id}`);
  }

  private medium(id: string): void {
    const medium = must(this.catalog.media.get(id), `medium ${id}`);
    this.run(...mediumCommands(this.current, medium).filter((command) => this.isNew(command)));
  }

  /** Whether a command adds something that no earlier one brought from the catalog. */
  private isNew(command: SimpleCommand): boolean {
    if (command.kind !== 'hardware-type.add' && command.kind !== 'medium.add') return true;
    if (this.entries.has(command.record.id)) return false;
    this.entries.add(command.record.id);
    return true;
  }
}
