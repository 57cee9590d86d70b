import { apply } from '../../core/site/commands/apply.ts';
import type { SimpleCommand } from '../../core/site/commands/schema.ts';
import {
  newDeviceGroup,
  newFlow,
  newHeader,
  newIdealMedium,
  newLink,
  newNode,
  newPlace,
  newPlacement,
  newService,
  newWorkload,
} from '../../core/site/defaults.ts';
import { applyDiff } from '../../core/site/diff.ts';
import { checkIntegrity } from '../../core/site/integrity.ts';
import type { DeviceGroup } from '../../core/site/schema/device-group.ts';
import type { Flow } from '../../core/site/schema/flow.ts';
import type { HardwareType } from '../../core/site/schema/hardware-type.ts';
import { hardwareTypeSchema } from '../../core/site/schema/hardware-type.ts';
import type { Link } from '../../core/site/schema/link.ts';
import type { Medium } from '../../core/site/schema/medium.ts';
import { mediumSchema } from '../../core/site/schema/medium.ts';
import type { Node } from '../../core/site/schema/node.ts';
import type { Place } from '../../core/site/schema/place.ts';
import type { Service } from '../../core/site/schema/service.ts';
import type { Workload } from '../../core/site/schema/workload.ts';
import type { Site } from '../../core/site/site.ts';
import { emptySite } from '../../core/site/site.ts';

const SOURCE = { fields: [], title: 'Made up for a test', url: null, date: null, note: '' };

/** Ids in tests are plain strings; the schema brands them. */
type Loose<Value> = { [Key in keyof Value]?: Value[Key] | string | object | null };

/** A server with round figures: 8 threads at reference speed, 32 GiB, no accelerator. */
export function testServer(fields: Loose<HardwareType> = {}): HardwareType {
  return hardwareTypeSchema.parse({
    id: 'server',
    name: 'Test server',
    vendor: 'Test',
    category: 'server',
    silhouette: 'rack-server',
    tiers: ['on-site-edge'],
    compute: { computeUnits: 8, cores: 8, threads: 8, architecture: 'x86-64', perThreadFactor: 1 },
    memoryGiB: 32,
    accelerators: [],
    storage: [{ class: 'ssd', capacityGB: 1000, iops: null, throughputMBps: null }],
    interfaces: [{ kind: 'ethernet', count: 2, bandwidthMbps: 10000 }],
    forwardingMbps: null,
    forwardingLatencyUs: null,
    power: { idleW: 100, maxW: 300 },
    rackUnits: 1,
    weightKg: 15,
    sizeM: null,
    temperatureC: null,
    temperatureClass: 'data-centre',
    reliability: { mtbfH: null, mttrH: null },
    price: { amount: 5000, currency: 'USD', date: '2026', basis: 'estimate' },
    profile: null,
    offers: { forms: [], storage: [], network: [] },
    sources: [SOURCE],
    notes: '',
    ...fields,
  });
}

/** A medium without delay of its own: 1 Gbps both ways, dedicated. */
export function testMedium(fields: Loose<Medium> = {}): Medium {
  const wire = newIdealMedium({
    id: 'wire' as Medium['id'],
    name: 'Test wire',
    kind: 'copper',
    propagationUsPerKm: 5,
    bandwidthUpMbps: 1000,
    bandwidthDownMbps: 1000,
    sources: [SOURCE],
  });
  return mediumSchema.parse({ ...wire, ...fields });
}

/** Builds a site by commands, so that every test site has gone the one way into the document. */
export class SiteBuilder {
  private site: Site;

  constructor(kind: 'factory' | 'city' | 'mec' = 'factory') {
    this.site = emptySite(newHeader({ id: 'test', name: 'Test site', kind }));
    this.run({ kind: 'hardware-type.add', record: testServer() }, { kind: 'medium.add', record: testMedium() });
  }

  run(...commands: unknown[]): this {
    const result = apply(this.site, { kind: 'batch', label: 'test', commands: commands as SimpleCommand[] });
    if (result.status === 'failed') throw new Error(`${result.error.place}: ${result.error.message}`);
    this.site = applyDiff(this.site, result.value);
    return this;
  }

  type(fields: Loose<HardwareType>): this {
    return this.run({ kind: 'hardware-type.add', record: testServer(fields) });
  }

  medium(fields: Loose<Medium>): this {
    return this.run({ kind: 'medium.add', record: testMedium(fields) });
  }

  place(id: string, fields: Loose<Place> = {}): this {
    return this.run({ kind: 'place.add', record: newPlace({ id, name: id, kind: 'zone', ...fields } as never) });
  }

  node(id: string, fields: Loose<Node> = {}): this {
    return this.run({
      kind: 'node.add',
      record: newNode({ id, name: id, typeId: 'server', tier: 'on-site-edge', ...fields } as never),
    });
  }

  link(id: string, from: string, to: string, fields: Loose<Link> = {}): this {
    return this.run({
      kind: 'link.add',
      record: newLink({ id, fromNodeId: from, toNodeId: to, mediumId: 'wire', ...fields } as never),
    });
  }

  group(id: string, nodeId: string | null, fields: Loose<DeviceGroup> = {}): this {
    const attachment = nodeId === null ? null : { nodeId, mediumId: 'wire', lengthM: 0 };
    return this.run({
      kind: 'device-group.add',
      record: newDeviceGroup({ id, name: id, kind: 'camera', attachment, requestsPerSecond: 1, ...fields } as never),
    });
  }

  workload(id: string, fields: Loose<Workload> = {}): this {
    return this.run({ kind: 'workload.add', record: newWorkload({ id, name: id, kind: 'inference', ...fields } as never) });
  }

  service(id: string, workloadId: string, fields: Loose<Service> = {}): this {
    return this.run({ kind: 'service.add', record: newService({ id, name: id, workloadId, ...fields } as never) });
  }

  /** `from` is a device group when it names one, else a service; so is `to`. */
  flow(id: string, workloadId: string, from: string, to: string, fields: Loose<Flow> = {}): this {
    return this.run({
      kind: 'flow.add',
      record: newFlow({ id, name: id, workloadId, from: this.end(from), to: this.end(to), ...fields } as never),
    });
  }

  deploy(serviceId: string, nodeId: string, replicas = 1): this {
    return this.run({
      kind: 'placement.add',
      record: newPlacement({ id: `${serviceId}.${nodeId}`, serviceId, nodeId, replicas } as never),
    });
  }

  build(): Site {
    const broken = checkIntegrity(this.site);
    if (broken.length > 0) throw new Error(JSON.stringify(broken));
    return this.site;
  }

  private end(id: string): { kind: string; id: string } {
    return { kind: Object.hasOwn(this.site.deviceGroups, id) ? 'device-group' : 'service', id };
  }
}
