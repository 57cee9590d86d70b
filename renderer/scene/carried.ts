import type { RefObject } from 'react';
import { getRecord } from '../../core/site/site.ts';
import type { RecordOf, Site } from '../../core/site/site.ts';
import { useCatalogStore } from '../store/catalog-store.ts';
import type { Interaction } from '../store/interaction-store.ts';
import type { SceneView } from './view.ts';

/** Hardware that is being carried; null when nothing is, or it is none. */
export function useCarriedType(site: Site, interaction: Interaction): RecordOf<'hardwareTypes'> | null {
  const catalog = useCatalogStore((state) => state.hardwareTypes);
  if (interaction.kind !== 'dragging') return null;
  const { subject } = interaction;
  const typeId =
    subject.kind === 'hardware'
      ? subject.typeId
      : subject.kind === 'node'
        ? getRecord(site, 'nodes', subject.nodeId)?.typeId
        : undefined;
  return typeId === undefined ? null : (getRecord(site, 'hardwareTypes', typeId) ?? catalog.get(typeId) ?? null);
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
