import type { RecordOf } from '../site/site.ts';
import { getRecord } from '../site/site.ts';
import type { Evaluated } from './evaluate.ts';
import { book, openLedger } from './node-capacity.ts';

/** [C1] What nodes have free, less what has been taken of it so far. */
export class Rooms {
  private readonly evaluated: Evaluated;
  private readonly free = new Map<string, Map<string, number>>();
  private readonly replica = new Map<string, ReadonlyMap<string, number>>();

  constructor(evaluated: Evaluated) {
    this.evaluated = evaluated;
    for (const { id, amounts } of evaluated.evaluation.nodes) {
      const free = new Map<string, number>();
      for (const [dimension, { used, available }] of Object.entries(amounts))
        if (dimension !== 'cpuTime' && dimension !== 'network') free.set(dimension, available - used);
      this.free.set(id, free);
    }
  }

  /** How many more replicas of a service a node has room for, at most `wanted`. */
  fits(service: RecordOf<'services'>, nodeId: string, wanted: number): number {
    const free = this.free.get(nodeId);
    if (free === undefined) return 0;
    let most = wanted;
    for (const [dimension, needed] of this.needs(service, nodeId))
      if (needed > 0) most = Math.min(most, Math.floor((free.get(dimension) ?? 0) / needed + 1e-9));
    return Math.max(0, most);
  }

  /** What is missing most, of its own size, for that many replicas; null when there is room. */
  shortage(
    service: RecordOf<'services'>,
    nodeId: string,
    replicas: number,
  ): { readonly dimension: string; readonly missing: number } | null {
    const free = this.free.get(nodeId);
    let worst: { dimension: string; missing: number } | null = null;
    let most = 0;
    for (const [dimension, needed] of this.needs(service, nodeId)) {
      const missing = needed * replicas - (free?.get(dimension) ?? 0);
      if (missing <= 1e-9 || missing / needed <= most) continue;
      most = missing / needed;
      worst = { dimension, missing };
    }
    return worst;
  }

  take(service: RecordOf<'services'>, nodeId: string, replicas: number): void {
    const free = this.free.get(nodeId);
    for (const [dimension, needed] of this.needs(service, nodeId))
      free?.set(dimension, (free.get(dimension) ?? 0) - needed * replicas);
  }

  private needs(service: RecordOf<'services'>, nodeId: string): ReadonlyMap<string, number> {
    const key = `${service.id} ${nodeId}`;
    let needs = this.replica.get(key);
    if (needs === undefined) {
      const { site } = this.evaluated.model;
      const node = getRecord(site, 'nodes', nodeId);
      const type = getRecord(site, 'hardwareTypes', node?.typeId ?? '');
      if (node === undefined || type === undefined) return new Map();
      const ledger = openLedger(site, node, type);
      book(ledger, type, service, 1, null);
      needs = ledger.used;
      this.replica.set(key, needs);
    }
    return needs;
  }
}
