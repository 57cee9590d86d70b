import type { CollectionName } from '../site.ts';

/** Collection that each command family writes. */
export const FAMILIES = {
  place: 'places',
  'hardware-type': 'hardwareTypes',
  node: 'nodes',
  medium: 'media',
  link: 'links',
  'device-group': 'deviceGroups',
  workload: 'workloads',
  service: 'services',
  flow: 'flows',
  placement: 'placements',
  policy: 'policies',
  observation: 'observations',
  scenario: 'scenarios',
  scenery: 'scenery',
} as const satisfies { readonly [family: string]: CollectionName };

export type Family = keyof typeof FAMILIES;

/** Family of a collection, the other way round. */
export const FAMILY_OF = Object.fromEntries(Object.entries(FAMILIES).map(([family, collection]) => [collection, family])) as {
  readonly [Name in CollectionName]: Family;
};
