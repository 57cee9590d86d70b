import type { RefObject } from 'react';
import { getRecord } from '../../core/site/site.ts';
import type { Site } from '../../core/site/site.ts';
import { useCatalogStore } from '../store/catalog-store.ts';
import type { Interaction } from '../store/interaction-store.ts';
import type { Silhouette } from './layout/symbol-size.ts';
import type { SceneView } from './view.ts';

/** Model of what is being carried; null when nothing is, or it has none. */
export function useSilhouette(site: Site, interaction: Interaction): Silhouette | null {
  const catalog = useCatalogStore((state) => state.hardwareTypes);
  if (interaction.kind !== 'dragging') return null;
  const { subject } = interaction;
  const typeId =
    subject.kind === 'hardware'
      ? subject.typeId
      : subject.kind === 'node'
        ? getRecord(site, 'nodes', subject.nodeId)?.typeId
        : undefined;
  if (typeId === undefined) return null;
  return (getRecord(site, 'hardwareTypes', typeId) ?? catalog.get(typeId))?.silhouette ?? null;
}

/** Where the pointer meets a height of the scene while something is carried. */
export function pointerSpot(
  interaction: Interaction,
  element: RefObject<HTMLElement | null>,
  view: SceneView,
  heightM: number,
): readonly [number, number, number] | null {
  if (interaction.kind !== 'dragging' || element.current === null) return null;
  const frame = element.current.getBoundingClientRect();
  const spot = view.onPlane(interaction.pointer.xPx - frame.left, interaction.pointer.yPx - frame.top, heightM);
  return spot === null ? null : [spot.x, heightM, spot.z];
}
