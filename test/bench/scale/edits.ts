import type { RandomStream } from '../../../core/base/random.ts';
import { apply } from '../../../core/site/commands/apply.ts';
import type { Command } from '../../../core/site/commands/schema.ts';
import type { SiteDiff } from '../../../core/site/diff.ts';
import type { Site } from '../../../core/site/site.ts';

export const EDIT_KINDS = ['move', 'link', 'kill'] as const;
export type EditKind = (typeof EDIT_KINDS)[number];

/** One edit of a kind, drawn over all records of the site alike; draws again when it is refused. */
export function drawEdit(site: Site, kind: EditKind, random: RandomStream): SiteDiff {
  for (;;) {
    const result = apply(site, DRAW[kind](site, random));
    if (result.status === 'ok' && result.value.changes.length > 0) return result.value;
  }
}

const DRAW: Readonly<Record<EditKind, (site: Site, random: RandomStream) => Command>> = {
  /** A service goes from one node to another: four times in five within its district or room, else anywhere. */
  move(site, random) {
    const placement = pick(Object.values(site.placements), random);
    const here = site.nodes[placement.nodeId]?.placeId;
    const all = Object.values(site.nodes).filter((node) => (site.hardwareTypes[node.typeId]?.compute.computeUnits ?? 0) > 0);
    const near = all.filter((node) => node.placeId === here);
    const node = pick(random() < 0.8 && near.length > 1 ? near : all, random);
    return { kind: 'placement.move', id: placement.id, nodeId: node.id };
  },
  /** Another bandwidth, another length, or out of order. */
  link(site, random) {
    const { id } = pick(Object.values(site.links), random);
    const patch = pick<Extract<Command, { kind: 'link.edit' }>['patch']>(
      [
        { bandwidthUpMbps: 500 + Math.floor(random() * 2000), bandwidthDownMbps: 500 + Math.floor(random() * 2000) },
        { lengthM: Math.floor(random() * 20_000) },
        { status: 'failed' },
      ],
      random,
    );
    return { kind: 'link.edit', id, patch };
  },
  kill(site, random) {
    return { kind: 'node.edit', id: pick(Object.values(site.nodes), random).id, patch: { status: 'failed' } };
  },
};

function pick<Value>(list: readonly Value[], random: RandomStream): Value {
  return list[Math.floor(random() * list.length)] as Value;
}
