import { newDeviceGroup, newFlow, newLink, newNode, newPlace, newPlacement, newService, newWorkload } from '../site/defaults.ts';
import type { Loose, SiteAssembly } from './site-assembly.ts';

/**
 * Adds records whose other fields are neutral. Ids and the words of unions are plain strings here: what they name is proved
 * once, when the site is finished, and a wrong one is a bug that throws there.
 */
type Fields<Maker extends (fields: never) => unknown> = Loose<Parameters<Maker>[0]>;

export function addPlace(assembly: SiteAssembly, fields: Fields<typeof newPlace>): void {
  assembly.add('places', newPlace(fields as Parameters<typeof newPlace>[0]));
}

export function addNode(assembly: SiteAssembly, fields: Fields<typeof newNode>): void {
  assembly.add('nodes', newNode(fields as Parameters<typeof newNode>[0]));
}

export function addLink(assembly: SiteAssembly, fields: Fields<typeof newLink>): void {
  assembly.add('links', newLink(fields as Parameters<typeof newLink>[0]));
}

export function addDeviceGroup(assembly: SiteAssembly, fields: Fields<typeof newDeviceGroup>): void {
  assembly.add('deviceGroups', newDeviceGroup(fields as Parameters<typeof newDeviceGroup>[0]));
}

export function addWorkload(assembly: SiteAssembly, fields: Fields<typeof newWorkload>): void {
  assembly.add('workloads', newWorkload(fields as Parameters<typeof newWorkload>[0]));
}

export function addService(assembly: SiteAssembly, fields: Fields<typeof newService>): void {
  assembly.add('services', newService(fields as Parameters<typeof newService>[0]));
}

export function addFlow(assembly: SiteAssembly, fields: Fields<typeof newFlow>): void {
  assembly.add('flows', newFlow(fields as Parameters<typeof newFlow>[0]));
}

export function addPlacement(assembly: SiteAssembly, fields: Fields<typeof newPlacement>): void {
  assembly.add('placements', newPlacement(fields as Parameters<typeof newPlacement>[0]));
}
