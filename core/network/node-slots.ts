import type { Node } from '../site/schema/node.ts';
import type { Site } from '../site/site.ts';
import { getRecord } from '../site/site.ts';

export function works(record: { readonly status: Node['status'] }): boolean {
  return record.status === 'planned' || record.status === 'installed';
}

export interface SlotChange {
  /** Nodes that work now and did not, or the other way round. */
  readonly toggled: ReadonlySet<string>;
  /** Slots that became empty. */
  readonly gone: readonly number[];
  /** Nodes through which a packet takes another time than before. */
  readonly retimed: ReadonlySet<string>;
}

/** Slots of working nodes. A slot that becomes free is given out again from the next change on, never within the same one. */
export class NodeSlots {
  readonly nodes: (Node | undefined)[] = [];
  readonly indexOf = new Map<string, number>();
  readonly forwardingMs: number[] = [];
  private readonly free: number[] = [];

  update(site: Site, ids: ReadonlySet<string>): SlotChange {
    const toggled = new Set<string>();
    const gone: number[] = [];
    const retimed = new Set<string>();
    for (const id of ids) {
      const node = getRecord(site, 'nodes', id);
      const working = node !== undefined && works(node);
      let slot = this.indexOf.get(id);
      if (working !== (slot !== undefined)) toggled.add(id);
      if (!working) {
        if (slot === undefined) continue;
        this.nodes[slot] = undefined;
        this.indexOf.delete(id);
        gone.push(slot);
        continue;
      }
      slot ??= this.free.pop() ?? this.nodes.length;
      this.nodes[slot] = node;
      this.indexOf.set(id, slot);
      const forwardingMs = (getRecord(site, 'hardwareTypes', node.typeId)?.forwardingLatencyUs ?? 0) / 1000;
      if (this.forwardingMs[slot] !== forwardingMs) retimed.add(id);
      this.forwardingMs[slot] = forwardingMs;
    }
    return { toggled, gone, retimed };
  }

  /** Lets the slots be used again. */
  release(gone: readonly number[]): void {
    for (const slot of gone) this.free.push(slot);
  }
}
