import type { RandomStream } from '../../core/base/random.ts';
import { apply } from '../../core/site/commands/apply.ts';
import { parseCommand } from '../../core/site/commands/parse.ts';
import {
  newDeviceGroup,
  newFlow,
  newLink,
  newNode,
  newPlace,
  newPlacement,
  newService,
  newWorkload,
} from '../../core/site/defaults.ts';
import type { SiteDiff } from '../../core/site/diff.ts';
import { isEmptyDiff } from '../../core/site/diff.ts';
import { TIERS } from '../../core/site/schema/common.ts';
import type { CollectionName, Site } from '../../core/site/site.ts';

/** Draws edits of every kind that a planner makes, most of which are carried out, until one is; null when many in a row are refused. */
export function randomDiff(site: Site, random: RandomStream): SiteDiff | null {
  for (let tries = 0; tries < 30; tries += 1) {
    const command = parseCommand(new CommandDraw(site, random).command());
    if (command.status === 'failed') continue;
    const diff = apply(site, command.value);
    if (diff.status === 'ok' && !isEmptyDiff(diff.value)) return diff.value;
  }
  return null;
}

class CommandDraw {
  private readonly site: Site;
  private readonly random: RandomStream;

  constructor(site: Site, random: RandomStream) {
    this.site = site;
    this.random = random;
  }

  command(): object {
    const draw = this.pick([
      this.node,
      this.nodeStatus,
      this.link,
      this.link,
      this.linkEnds,
      this.group,
      this.service,
      this.flow,
      this.flow,
      this.placement,
      this.placement,
      this.placement,
      this.policy,
      this.rare,
      this.added,
      this.removed,
      this.batch,
    ]);
    return draw.call(this);
  }

  private batch(): object {
    const commands = Array.from({ length: 1 + Math.floor(this.random() * 3) }, () => this.command()).filter(
      (one) => (one as { kind: string }).kind !== 'batch',
    );
    return { kind: 'batch', label: 'several', commands };
  }

  private node(): object {
    const id = this.id('nodes');
    return this.pick([
      {
        kind: 'node.move',
        id,
        placeId: this.pick([null, this.id('places')]),
        tier: this.pick(TIERS),
        positionM: this.position(),
        rackUnit: null,
      },
      { kind: 'node.edit', id, patch: { typeId: this.id('hardwareTypes') } },
      { kind: 'node.edit', id, patch: { reservedShare: this.random() / 2 } },
      { kind: 'node.edit', id, patch: { name: this.word() } },
    ]);
  }

  private nodeStatus(): object {
    return {
      kind: 'node.edit',
      id: this.id('nodes'),
      patch: { status: this.pick(['failed', 'retired', 'planned', 'installed']) },
    };
  }

  private link(): object {
    const id = this.id('links');
    const patch = this.pick<object>([
      { bandwidthUpMbps: this.pick([10, 50, 1000, null]), bandwidthDownMbps: this.pick([10, 80, 1000, null]) },
      { lengthM: this.pick([null, 0, 5000]) },
      { baseLatencyMs: this.pick([null, 0, 3]) },
      { status: this.pick(['failed', 'planned', 'installed']) },
      { lossRatio: this.pick([0, 0.01, null]) },
      { mediumId: this.id('media') },
      { name: this.word() },
      { measured: this.pick([null, { oneWayMs: 2, jitterMs: 1, lossRatio: null, throughputMbps: 40, observationId: null }]) },
      {
        underlayIds: this.pick([[], [this.id('links')], [this.id('links'), this.id('links')]]),
        pathPolicy: this.pick([null, 'balance', 'lowest-loss']),
      },
    ]);
    return { kind: 'link.edit', id, patch };
  }

  private linkEnds(): object {
    const patch = this.pick<object>([{ fromNodeId: this.id('nodes') }, { toNodeId: this.id('nodes') }]);
    return { kind: 'link.edit', id: this.id('links'), patch };
  }

  private group(): object {
    const id = this.id('deviceGroups');
    return this.pick([
      { kind: 'device-group.edit', id, patch: { count: 1 + Math.floor(this.random() * 40) } },
      { kind: 'device-group.edit', id, patch: { requestsPerSecond: this.random() * 5 } },
      { kind: 'device-group.edit', id, patch: { streamUpMbps: this.pick([0, 2]), bytesUp: this.pick([0, 900]) } },
      { kind: 'device-group.edit', id, patch: { name: this.word() } },
      {
        kind: 'device-group.edit',
        id,
        patch: { attachment: this.pick([null, { nodeId: this.id('nodes'), mediumId: this.id('media'), lengthM: null }]) },
      },
      { kind: 'device-group.move', id, placeId: this.pick([null, this.id('places')]), positionM: this.position() },
    ]);
  }

  private service(): object {
    const patch = this.pick<object>([
      { work: { computeMs: this.random() * 40, variability: this.pick([0, 1]) } },
      { cpuCeiling: this.pick([null, 0.2]) },
      { allowedTiers: this.pick([[], ['central']]) },
      { antiAffinity: this.pick(['none', 'node', 'place']) },
      { replicas: { min: this.pick([0, 1, 4]), max: 10, targetUtilisation: null }, coldStartMs: 100 },
      { name: this.word() },
    ]);
    return { kind: 'service.edit', id: this.id('services'), patch };
  }

  private flow(): object {
    const patch = this.pick<object>([
      { requestBytes: this.pick([null, 0, 100, 200000]) },
      { pattern: this.pick(['one-way', 'request-response']) },
      { stage: Math.floor(this.random() * 3) },
      { mode: this.pick(['synchronous', 'asynchronous']) },
      { callsPerRequest: this.pick([0, 0.5, 1, 3]) },
      { triggeredBy: this.pick([null, this.id('flows')]) },
      { periodMs: this.pick([null, null, 500]) },
      { computeMs: this.pick([null, 0, 7]) },
      { objectiveP99Ms: this.pick([null, 1, 20, 100]) },
      { transport: { protocol: this.pick(['none', 'tcp-tls13', 'quic']), reuseShare: 0.5 } },
      { to: { kind: 'service', id: this.id('services') } },
      { to: { kind: 'device-group', id: this.id('deviceGroups') } },
      { from: { kind: 'service', id: this.id('services') } },
    ]);
    return { kind: 'flow.edit', id: this.id('flows'), patch };
  }

  private placement(): object {
    const id = this.id('placements');
    return this.pick([
      { kind: 'placement.move', id, nodeId: this.id('nodes') },
      { kind: 'placement.edit', id, patch: { replicas: 1 + Math.floor(this.random() * 4) } },
      { kind: 'placement.remove', id },
      this.newPlacement(),
    ]);
  }

  private newPlacement(): object {
    const id = `p${Math.floor(this.random() * 1e6)}`;
    return {
      kind: 'placement.add',
      record: newPlacement({ id, serviceId: this.id('services'), nodeId: this.id('nodes'), replicas: 1 } as never),
    };
  }

  private policy(): object {
    const id = this.pick(['a', 'b', 'c']);
    const base = { id, name: this.word(), enabled: this.random() < 0.8 };
    const record = this.pick<object>([
      { ...base, kind: 'steering', workloadIds: this.pick([[], [this.id('workloads')]]), rule: this.pick(['spread', 'nearest']) },
      { ...base, kind: 'warning', nearLimitShare: this.pick([0.01, 0.5]) },
      { ...base, kind: 'headroom', tier: this.pick([null, ...TIERS]), reservedShare: 0.3 },
      { ...base, kind: 'residency', workloadIds: [], zones: ['eu'] },
      {
        ...base,
        kind: 'spread',
        serviceIds: [this.id('services'), this.id('services')],
        across: this.pick(['node', 'place', 'tier']),
      },
    ]);
    if (!Object.hasOwn(this.site.policies, id)) return { kind: 'policy.add', record };
    return this.random() < 0.3 ? { kind: 'policy.remove', id } : { kind: 'policy.replace', record };
  }

  private rare(): object {
    return this.pick([
      { kind: 'site.edit', patch: { currency: this.pick(['EUR', 'USD']) } },
      { kind: 'site.edit', patch: { name: this.word() } },
      { kind: 'place.edit', id: this.id('places'), patch: { positionM: this.position(), rotationDeg: this.random() * 90 } },
      {
        kind: 'place.edit',
        id: this.id('places'),
        patch: {
          residencyZone: this.pick([null, 'eu']),
          limits: { powerW: 500, coolingW: null, rackUnits: 2, floorLoadKg: null },
        },
      },
      { kind: 'place.edit', id: this.id('places'), patch: { name: this.word(), reservedShare: 0.2 } },
      { kind: 'medium.edit', id: this.id('media'), patch: { baseLatencyMs: this.random() * 3 } },
      {
        kind: 'medium.edit',
        id: this.id('media'),
        patch: { sharing: this.pick(['shared', 'dedicated']), bandwidthUpMbps: this.pick([5, 500]) },
      },
      { kind: 'medium.edit', id: this.id('media'), patch: { name: this.word(), maxRangeM: this.pick([null, 100]) } },
      { kind: 'hardware-type.edit', id: this.id('hardwareTypes'), patch: { forwardingLatencyUs: this.pick([null, 40]) } },
      { kind: 'hardware-type.edit', id: this.id('hardwareTypes'), patch: { memoryGiB: this.pick([4, 64]), price: null } },
      { kind: 'workload.edit', id: this.id('workloads'), patch: { name: this.word() } },
    ]);
  }

  private added(): object {
    const fresh = `x${Math.floor(this.random() * 1e6)}`;
    const workloadId = this.id('workloads');
    return this.pick([
      {
        kind: 'node.add',
        record: newNode({
          id: fresh,
          name: fresh,
          typeId: this.id('hardwareTypes'),
          tier: 'on-site-edge',
          positionM: this.position(),
        } as never),
      },
      {
        kind: 'link.add',
        record: newLink({
          id: fresh,
          fromNodeId: this.id('nodes'),
          toNodeId: this.id('nodes'),
          mediumId: this.id('media'),
        } as never),
      },
      {
        kind: 'link.add',
        record: newLink({
          id: fresh,
          fromNodeId: this.id('nodes'),
          toNodeId: this.id('nodes'),
          mediumId: this.id('media'),
        } as never),
      },
      {
        kind: 'device-group.add',
        record: newDeviceGroup({
          id: fresh,
          name: fresh,
          kind: 'sensor',
          count: 3,
          requestsPerSecond: 2,
          attachment: { nodeId: this.id('nodes'), mediumId: this.id('media'), lengthM: null },
        } as never),
      },
      { kind: 'workload.add', record: newWorkload({ id: fresh, name: fresh, kind: 'inference' } as never) },
      { kind: 'service.add', record: newService({ id: fresh, name: fresh, workloadId } as never) },
      {
        kind: 'place.add',
        record: newPlace({ id: fresh, name: fresh, kind: 'zone', parentId: this.pick([null, this.id('places')]) } as never),
      },
      this.newFlow(fresh, workloadId),
      this.newFlow(fresh, workloadId),
    ]);
  }

  private newFlow(id: string, workloadId: string): object {
    const own = Object.values(this.site.services).filter((service) => service.workloadId === workloadId);
    const end = (): object => ({ kind: 'service', id: own.length === 0 ? this.id('services') : this.pick(own).id });
    const from = this.random() < 0.5 ? end() : { kind: 'device-group', id: this.id('deviceGroups') };
    return { kind: 'flow.add', record: newFlow({ id, name: id, workloadId, from, to: end(), requestBytes: 500 } as never) };
  }

  private removed(): object {
    const [family, collection] = this.pick<readonly [string, CollectionName]>([
      ['node', 'nodes'],
      ['link', 'links'],
      ['flow', 'flows'],
      ['device-group', 'deviceGroups'],
      ['service', 'services'],
      ['workload', 'workloads'],
      ['place', 'places'],
    ]);
    // Seldom: what is gone does not come back but by undo.
    return this.random() < 0.4 ? { kind: `${family}.remove`, id: this.id(collection) } : this.link();
  }

  private id(collection: CollectionName): string {
    const ids = Object.keys(this.site[collection]).toSorted();
    return ids.length === 0 ? 'none' : this.pick(ids);
  }

  private pick<Value>(list: readonly Value[]): Value {
    return list[Math.floor(this.random() * list.length)] as Value;
  }

  private position(): object {
    return { xM: Math.round(this.random() * 4000), yM: Math.round(this.random() * 4000), zM: 0 };
  }

  private word(): string {
    return `name ${Math.floor(this.random() * 1e6)}`;
  }
}
