import { newDeviceGroup, newFlow, newLink, newNode, newPlacement, newService, newWorkload } from '../../../core/site/defaults.ts';
import type { DeviceGroup } from '../../../core/site/schema/device-group.ts';
import type { Flow } from '../../../core/site/schema/flow.ts';
import type { HardwareType } from '../../../core/site/schema/hardware-type.ts';
import type { Link } from '../../../core/site/schema/link.ts';
import type { Medium } from '../../../core/site/schema/medium.ts';
import type { Node } from '../../../core/site/schema/node.ts';
import type { Service } from '../../../core/site/schema/service.ts';
import type { Site } from '../../../core/site/site.ts';
import { SiteBuilder, testMedium, testServer } from '../../helpers/small-site.ts';

type Loose<Value> = { [Key in keyof Value]?: Value[Key] | string | object | null };

/** So fast that a message takes no time: what a peer leaves out. */
export const UNBOUND_MBPS = 1e12;

/** Collects the records of a rebuilt study and makes them a site by one batch, the one way into the document. */
export class PeerSite {
  private readonly commands: unknown[] = [];
  private readonly groups = new Set<string>();

  constructor() {
    this.medium('wireless', {});
  }

  /** A type of node with so many threads of this speed, in reference vCPU. */
  type(id: string, threads: number, perThreadFactor: number, fields: Loose<HardwareType> = {}): this {
    const compute = {
      computeUnits: threads * perThreadFactor,
      cores: threads,
      threads,
      architecture: threads === 0 ? null : 'x86-64',
      perThreadFactor,
    };
    const forwardingMbps = UNBOUND_MBPS;
    return this.add(
      'hardware-type',
      testServer({ id, name: id, compute, forwardingMbps, memoryGiB: 1e6, price: null, ...fields }),
    );
  }

  medium(id: string, fields: Loose<Medium>): this {
    const unbound = { bandwidthUpMbps: UNBOUND_MBPS, bandwidthDownMbps: UNBOUND_MBPS, propagationUsPerKm: 0 };
    return this.add('medium', testMedium({ id, name: id, ...unbound, ...fields }));
  }

  node(id: string, typeId: string, fields: Loose<Node> = {}): this {
    return this.add('node', newNode({ id, name: id, typeId, tier: 'near-edge', ...fields } as never));
  }

  link(id: string, fromNodeId: string, toNodeId: string, fields: Loose<Link> = {}): this {
    return this.add('link', newLink({ id, fromNodeId, toNodeId, mediumId: 'wireless', lengthM: 0, ...fields } as never));
  }

  group(id: string, nodeId: string, mediumId: string, fields: Loose<DeviceGroup> = {}): this {
    this.groups.add(id);
    const attachment = { nodeId, mediumId, lengthM: 0 };
    return this.add('device-group', newDeviceGroup({ id, name: id, kind: 'sensor', attachment, ...fields } as never));
  }

  workload(id: string): this {
    return this.add('workload', newWorkload({ id, name: id, kind: 'stream-analytics' } as never));
  }

  /** Work is fixed and reserves nothing, as in studies whose modules do not contend. */
  service(id: string, workloadId: string, fields: Loose<Service> = {}): this {
    const perReplica = { computeUnits: 0, memoryGiB: 0, storageGB: 0, storageClass: null };
    const work = { computeMs: 0, variability: 0 };
    return this.add('service', newService({ id, name: id, workloadId, perReplica, work, ...fields } as never));
  }

  /** Ends are device groups where they name one, else services. */
  flow(id: string, workloadId: string, from: string, to: string, fields: Loose<Flow> = {}): this {
    const bytes = { requestBytes: 0, responseBytes: 0 };
    const ends = { from: this.end(from), to: this.end(to) };
    return this.add('flow', newFlow({ id, name: id, workloadId, ...ends, ...bytes, ...fields } as never));
  }

  deploy(serviceId: string, nodeId: string, replicas = 1): this {
    return this.add('placement', newPlacement({ id: `${serviceId}.${nodeId}`, serviceId, nodeId, replicas } as never));
  }

  steering(rule: 'nearest' | 'spread', workloadIds: readonly string[]): this {
    return this.add('policy', { id: `steering-${rule}`, name: rule, enabled: true, kind: 'steering', rule, workloadIds });
  }

  build(): Site {
    return new SiteBuilder('city').run(...this.commands).build();
  }

  private add(family: string, record: object): this {
    this.commands.push({ kind: `${family}.add`, record });
    return this;
  }

  private end(id: string): object {
    return { kind: this.groups.has(id) ? 'device-group' : 'service', id };
  }
}
