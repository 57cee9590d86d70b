import { TIERS } from '../../core/site/schema/common.ts';
import type { Tier } from '../../core/site/schema/common.ts';
import { getRecord, listRecords } from '../../core/site/site.ts';
import type { Site } from '../../core/site/site.ts';
import type { DragSubject, DropTarget, RecordRef } from '../store/interaction-store.ts';

/** A target by name. */
export interface NamedTarget {
  /** `tier/<tier>`, `place/<id>` or `node/<id>`. */
  readonly value: string;
  readonly label: string;
}

type TargetKind = 'place' | 'node';

/** What one picks for a subject: hardware goes to a place, what runs and what is linked goes to a node. */
export function targetKindOf(subject: DragSubject): TargetKind {
  return subject.kind === 'hardware' || subject.kind === 'node' ? 'place' : 'node';
}

/** Key of the sentence that asks where to; it takes the name of the subject. */
export function targetQuestion(subject: DragSubject): string {
  switch (subject.kind) {
    case 'hardware':
      return 'carry.placeIn';
    case 'node':
    case 'placement':
      return 'carry.moveTo';
    case 'link-end':
      return 'carry.linkTo';
    default:
      return 'carry.placeOn';
  }
}

/** Every target a subject can be carried to, in the order of the site. */
export function listTargets(site: Site, subject: DragSubject, tierName: (tier: Tier) => string): NamedTarget[] {
  if (targetKindOf(subject) === 'node') {
    return listRecords(site, 'nodes')
      .filter((node) => subject.kind !== 'link-end' || node.id !== subject.fromNodeId)
      .map((node) => ({ value: `node/${node.id}`, label: `${node.name} · ${tierName(node.tier)}` }));
  }
  return [
    ...TIERS.map((tier) => ({ value: `tier/${tier}`, label: tierName(tier) })),
    ...listRecords(site, 'places').map((place) => ({ value: `place/${place.id}`, label: place.name })),
  ];
}

/** The target a value of `listTargets` stands for. */
export function toTarget(site: Site, value: string): DropTarget {
  const slash = value.indexOf('/');
  const id = value.slice(slash + 1);
  switch (value.slice(0, slash)) {
    case 'node':
      return { kind: 'node', nodeId: id };
    case 'tier':
      return { kind: 'tier', tier: id as Tier };
    default:
      return { kind: 'place', placeId: id, tier: getRecord(site, 'places', id)?.tier ?? 'on-site-edge', positionM: null };
  }
}

/** How a record is carried; null for one that stays where it is. */
export function subjectOf(ref: RecordRef): DragSubject | null {
  switch (ref.collection) {
    case 'nodes':
      return { kind: 'node', nodeId: ref.id };
    case 'placements':
      return { kind: 'placement', placementId: ref.id };
    case 'services':
      return { kind: 'service', serviceId: ref.id };
    case 'hardwareTypes':
      return { kind: 'hardware', typeId: ref.id };
    default:
      return null;
  }
}
