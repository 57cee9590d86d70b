import type { Tier } from '../../core/site/schema/common.ts';
import type { Site } from '../../core/site/site.ts';
import { getRecord } from '../../core/site/site.ts';
import type { SceneHit } from '../scene/registry.ts';
import type { DragSubject, DropTarget } from '../store/interaction-store.ts';
import type { CatalogLookups } from './catalog-lookups.ts';

/**
 * What a drop in the scene is meant for. Software and links are meant for the node under the cursor. Hardware is meant for a rack or pad
 * under the cursor; else for the first surface on a tier where such hardware usually stands, because plates are of glass and one
 * points through them; else for the first surface.
 */
export function sceneTarget(
  site: Site,
  catalog: CatalogLookups,
  subject: DragSubject,
  hits: readonly SceneHit[],
): DropTarget | null {
  if (subject.kind !== 'hardware' && subject.kind !== 'node') {
    for (const hit of hits) {
      if (hit.kind !== 'record' || hit.ref.collection !== 'nodes') continue;
      if (subject.kind === 'link-end' && hit.ref.id === subject.fromNodeId) continue;
      return { kind: 'node', nodeId: hit.ref.id };
    }
    if (subject.kind === 'link-end') return null;
  }
  const usual = usualTiers(site, catalog, subject);
  const records = hits.filter((hit) => hit.kind === 'record');
  const pad =
    records.find((hit) => hit.ref.collection === 'places' && usual.includes(hit.tier)) ??
    records.find((hit) => hit.ref.collection === 'places');
  if (pad !== undefined) return { kind: 'place', placeId: pad.ref.id, tier: pad.tier, positionM: null };
  const beside = records.find(
    (hit) => hit.ref.collection === 'nodes' && !(subject.kind === 'node' && subject.nodeId === hit.ref.id),
  );
  const rackId = beside === undefined ? null : (getRecord(site, 'nodes', beside.ref.id)?.placeId ?? null);
  if (beside !== undefined && rackId !== null && getRecord(site, 'places', rackId)?.kind === 'rack') {
    return { kind: 'place', placeId: rackId, tier: beside.tier, positionM: null };
  }
  const surfaces = hits.filter((hit) => hit.kind === 'surface');
  const surface = surfaces.find((hit) => usual.includes(hit.tier)) ?? surfaces[0];
  if (surface === undefined) return null;
  return { kind: 'place', placeId: surface.placeId, tier: surface.tier, positionM: surface.positionM };
}

function usualTiers(site: Site, catalog: CatalogLookups, subject: DragSubject): readonly Tier[] {
  if (subject.kind === 'hardware') {
    return (getRecord(site, 'hardwareTypes', subject.typeId) ?? catalog.hardwareType(subject.typeId))?.tiers ?? [];
  }
  if (subject.kind !== 'node') return [];
  const node = getRecord(site, 'nodes', subject.nodeId);
  const type = node === undefined ? undefined : getRecord(site, 'hardwareTypes', node.typeId);
  return type?.tiers ?? [];
}
