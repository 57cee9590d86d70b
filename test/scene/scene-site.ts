import type { Site } from '../../core/site/site.ts';
import { SiteBuilder } from '../helpers/small-site.ts';

/** A hall with walls, a zone, a rack with units, an office block, a crossing, and the tiers above. */
export function sceneSite(): Site {
  return new SiteBuilder()
    .type({ id: 'hall-type', silhouette: 'hall', rackUnits: null })
    .type({ id: 'gateway', silhouette: 'gateway', rackUnits: null })
    .place('hall', {
      kind: 'building',
      tier: 'on-site-edge',
      sizeM: { widthM: 80, depthM: 40, heightM: 8 },
      walls: [{ x1M: 0, y1M: -20, x2M: 0, y2M: 5 }],
    })
    .place('zone', {
      parentId: 'hall',
      positionM: { xM: 20, yM: 0, zM: 0 },
      sizeM: { widthM: 30, depthM: 20, heightM: 0 },
      outline: [
        { xM: -10, yM: -8 },
        { xM: -10, yM: 8 },
        { xM: 10, yM: 8 },
        { xM: 10, yM: -8 },
      ],
    })
    .place('office', { kind: 'block', positionM: { xM: 60, yM: 40, zM: 0 }, sizeM: { widthM: 20, depthM: 20, heightM: 25 } })
    .place('rack', { kind: 'rack', parentId: 'hall', tier: 'on-site-edge', positionM: { xM: -20, yM: 5, zM: 0 } })
    .place('room', {
      kind: 'room',
      tier: 'near-edge',
      positionM: { xM: 30, yM: 30, zM: 0 },
      sizeM: { widthM: 4, depthM: 4, heightM: 3 },
    })
    .node('unit', { placeId: 'rack', rackUnit: 10 })
    .node('gate', { typeId: 'gateway', placeId: 'zone', positionM: { xM: 2, yM: 3, zM: 0 } })
    .node('twin-a', { typeId: 'gateway', placeId: 'zone', positionM: { xM: -8, yM: 3, zM: 0 } })
    .node('twin-b', { typeId: 'gateway', placeId: 'zone', positionM: { xM: -8, yM: 3, zM: 0 } })
    .node('edge', { tier: 'near-edge', placeId: 'room' })
    .node('cloud', { typeId: 'hall-type', tier: 'central' })
    .link('unit-gate', 'unit', 'gate')
    .link('unit-edge', 'unit', 'edge')
    .group('cameras', 'gate', { count: 40, placeId: 'zone', spreadM: 6 })
    .workload('quality')
    .service('infer', 'quality')
    .flow('image', 'quality', 'cameras', 'infer')
    .deploy('infer', 'unit')
    .build();
}
