import { compareCodeUnits } from '../../base/canonical-json.ts';
import { freeId } from '../../evaluate/relief/free-id.ts';
import type { RecordChange, SiteDiff } from '../../site/diff.ts';
import { makeDiff } from '../../site/diff.ts';
import type { Placement } from '../../site/schema/placement.ts';
import type { Site } from '../../site/site.ts';

/** So many replicas of a service on a node from now on; 0: none. */
export interface Seat {
  readonly serviceId: string;
  readonly nodeId: string;
  readonly replicas: number;
  /** Model variant; without it what runs or ran there, or that of the service's first placement. */
  readonly variant?: string | null;
}

/** What runs where, by service and by node, with the records of the site. */
export class SitePlan {
  private readonly byService = new Map<string, Map<string, Placement>>();
  private readonly byNode = new Map<string, Map<string, Placement>>();
  private readonly ids: Record<string, true> = {};
  private readonly variants: Map<string, string | null>;

  /** `variants`: model variant of services that run nowhere yet. */
  constructor(site: Site, variants: ReadonlyMap<string, string | null> = new Map()) {
    this.variants = new Map(variants);
    for (const placement of Object.values(site.placements)) {
      this.set(placement);
      this.variants.set(`${placement.serviceId} ${placement.nodeId}`, placement.variant);
      if (!this.variants.has(placement.serviceId)) this.variants.set(placement.serviceId, placement.variant);
    }
  }

  at(serviceId: string, nodeId: string): Placement | undefined {
    return this.byService.get(serviceId)?.get(nodeId);
  }

  /** Placements of a service, in the order of node ids. */
  of(serviceId: string): Placement[] {
    return [...(this.byService.get(serviceId)?.values() ?? [])].toSorted((a, b) => compareCodeUnits(a.nodeId, b.nodeId));
  }

  /** Placements on a node, in the order of their ids, as they are booked. */
  on(nodeId: string): Placement[] {
    return [...(this.byNode.get(nodeId)?.values() ?? [])].toSorted((a, b) => compareCodeUnits(a.id, b.id));
  }

  all(): Placement[] {
    return [...this.byService.keys()].toSorted(compareCodeUnits).flatMap((id) => this.of(id));
  }

  /** The change of the site that these seats make; nothing is changed yet. */
  diff(seats: readonly Seat[]): SiteDiff {
    const changes = seats.flatMap(({ serviceId, nodeId, replicas, variant }): RecordChange[] => {
      const before = this.at(serviceId, nodeId) ?? null;
      const base = before ?? this.newPlacement(serviceId, nodeId);
      const after = replicas === 0 ? null : { ...base, replicas, variant: variant === undefined ? base.variant : variant };
      if (before?.replicas === after?.replicas && before?.variant === after?.variant) return [];
      return [{ collection: 'placements', id: (before ?? after)?.id ?? '', before, after } as RecordChange];
    });
    return makeDiff(null, changes);
  }

  /** What goes, goes first: what comes may be of the same service on the same node, under another id. */
  take(diff: SiteDiff): void {
    for (const { before } of diff.changes) if (before !== null) this.remove(before as Placement);
    for (const { after } of diff.changes) if (after !== null) this.set(after as Placement);
  }

  /** A placement as it would be added, of one replica. */
  newPlacement(serviceId: string, nodeId: string): Placement {
    const id = freeId(this.ids, `${serviceId}.${nodeId}`);
    const variant = this.variants.get(`${serviceId} ${nodeId}`) ?? this.variants.get(serviceId) ?? null;
    return { id, serviceId, nodeId, replicas: 1, pinned: false, variant } as Placement;
  }

  private set(placement: Placement): void {
    mapIn(this.byService, placement.serviceId).set(placement.nodeId, placement);
    mapIn(this.byNode, placement.nodeId).set(placement.serviceId, placement);
    this.ids[placement.id] = true;
  }

  private remove(placement: Placement): void {
    this.byService.get(placement.serviceId)?.delete(placement.nodeId);
    this.byNode.get(placement.nodeId)?.delete(placement.serviceId);
    delete this.ids[placement.id];
  }
}

function mapIn(maps: Map<string, Map<string, Placement>>, key: string): Map<string, Placement> {
  const known = maps.get(key);
  if (known !== undefined) return known;
  const created = new Map<string, Placement>();
  maps.set(key, created);
  return created;
}
