import { freeId, slug } from '../../core/base/ids.ts';
import type { Problem } from '../../core/base/problem.ts';
import { problem } from '../../core/base/problem.ts';
import type { Result } from '../../core/base/result.ts';
import { failed, ok } from '../../core/base/result.ts';
import type { Command } from '../../core/site/commands/schema.ts';
import { newDeviceGroup, newFlow, newPlace, newService, newWorkload } from '../../core/site/defaults.ts';
import { deviceGroupId, flowId, placeId, serviceId, workloadId } from '../../core/site/schema/common.ts';
import type { Flow } from '../../core/site/schema/flow.ts';
import { PLACE_KINDS } from '../../core/site/schema/place.ts';
import type { Place } from '../../core/site/schema/place.ts';
import type { CollectionName, RecordOf, Site } from '../../core/site/site.ts';
import { getRecord, listRecords } from '../../core/site/site.ts';
import type { RecordRef } from '../store/interaction-store.ts';

/** Places a planner draws by hand; the larger ones come with a map. */
export const NEW_PLACES = ['building', 'floor', 'room', 'zone', 'rack', 'intersection', 'pole'] as const;

/** What can be added from nothing. Hardware and whole workloads come from the catalog. */
export const NEW_RECORDS = [...NEW_PLACES, 'device-group', 'workload', 'service', 'flow'] as const;

export type NewRecord = (typeof NEW_RECORDS)[number];

export interface Addition {
  readonly command: Command;
  /** What was meant, to be selected. */
  readonly ref: RecordRef;
}

type NewPlace = (typeof NEW_PLACES)[number];

/**
 * Sizes to begin with, m; the inspector sets them right. A rack is a cabinet of 42 units, 600 mm wide and 1000 mm deep, as EIA-310-D
 * and IEC 60297 have them; the others are round figures that are easily seen to be nobody's measure.
 */
const SIZES_M: Readonly<Record<NewPlace, Place['sizeM']>> = {
  building: { widthM: 60, depthM: 40, heightM: 10 },
  floor: { widthM: 40, depthM: 25, heightM: 4 },
  room: { widthM: 10, depthM: 8, heightM: 3 },
  zone: { widthM: 10, depthM: 10, heightM: 0 },
  rack: { widthM: 0.6, depthM: 1, heightM: 2 },
  intersection: { widthM: 20, depthM: 20, heightM: 0 },
  pole: { widthM: 0.3, depthM: 0.3, heightM: 6 },
};

const RACK_UNITS = 42;
/** Way between things of a kind that stand in a row, m. Racks stand side by side. */
const APART_M = 2;

/** One record more, where the selection says: inside the selected place, in the selected workload. */
export function newRecord(site: Site, what: NewRecord, near: RecordRef | null, name: string): Result<Addition, Problem> {
  switch (what) {
    case 'device-group':
      return ok(addDeviceGroup(site, near, name));
    case 'workload':
      return ok(addWorkload(site, name));
    case 'service':
      return addService(site, near, name);
    case 'flow':
      return addFlow(site, near, name);
    default:
      return ok(addPlace(site, what, near, name));
  }
}

function addPlace(site: Site, kind: NewPlace, near: RecordRef | null, name: string): Addition {
  const parent = parentFor(site, kind, near);
  const siblings = listRecords(site, 'places').filter((place) => place.parentId === (parent?.id ?? null) && place.kind === kind);
  const sizeM = SIZES_M[kind];
  const record = newPlace({
    id: placeId.parse(free(site, 'places', name)),
    name: freeName(site, 'places', name),
    kind,
    parentId: parent?.id ?? null,
    tier: parent?.tier ?? 'on-site-edge',
    positionM: nextTo(siblings, kind),
    sizeM,
    ...(kind === 'rack' ? { limits: { powerW: null, coolingW: null, rackUnits: RACK_UNITS, floorLoadKg: null } } : {}),
  });
  return { command: { kind: 'place.add', record }, ref: { collection: 'places', id: record.id } };
}

/** The place one is at, or the nearest around it that is of a larger kind. */
function parentFor(site: Site, kind: NewPlace, near: RecordRef | null): RecordOf<'places'> | null {
  const rank = PLACE_KINDS.indexOf(kind);
  let id = near === null ? null : placeOf(site, near);
  while (id !== null) {
    const place = getRecord(site, 'places', id);
    if (place === undefined) return null;
    if (PLACE_KINDS.indexOf(place.kind) < rank) return place;
    id = place.parentId;
  }
  return null;
}

function placeOf(site: Site, ref: RecordRef): string | null {
  switch (ref.collection) {
    case 'places':
      return ref.id;
    case 'nodes':
      return getRecord(site, 'nodes', ref.id)?.placeId ?? null;
    case 'deviceGroups':
      return getRecord(site, 'deviceGroups', ref.id)?.placeId ?? null;
    default:
      return null;
  }
}

/** Floors lie upon each other; everything else stands in a row. */
function nextTo(siblings: readonly RecordOf<'places'>[], kind: NewPlace): Place['positionM'] {
  const last = siblings.at(-1);
  if (last === undefined) return { xM: 0, yM: 0, zM: 0 };
  if (kind === 'floor') {
    const topM = Math.max(...siblings.map((place) => place.positionM.zM + place.sizeM.heightM));
    return { ...last.positionM, zM: topM };
  }
  const edgeM = Math.max(...siblings.map((place) => place.positionM.xM + place.sizeM.widthM / 2));
  return { ...last.positionM, xM: edgeM + (kind === 'rack' ? 0 : APART_M) + SIZES_M[kind].widthM / 2 };
}

function addDeviceGroup(site: Site, near: RecordRef | null, name: string): Addition {
  const record = newDeviceGroup({
    id: deviceGroupId.parse(free(site, 'deviceGroups', name)),
    name: freeName(site, 'deviceGroups', name),
    kind: 'sensor',
    placeId: placeId.nullable().parse(near === null ? null : placeOf(site, near)),
    requestsPerSecond: 1,
  });
  return { command: { kind: 'device-group.add', record }, ref: { collection: 'deviceGroups', id: record.id } };
}

function addWorkload(site: Site, name: string): Addition {
  const record = newWorkload({
    id: workloadId.parse(free(site, 'workloads', name)),
    name: freeName(site, 'workloads', name),
    kind: 'stateful-microservices',
  });
  return { command: { kind: 'workload.add', record }, ref: { collection: 'workloads', id: record.id } };
}

function addService(site: Site, near: RecordRef | null, name: string): Result<Addition, Problem> {
  const workload = workloadFor(site, near);
  if (workload === null) return failed(noWorkload());
  const record = newService({
    id: serviceId.parse(free(site, 'services', name)),
    name: freeName(site, 'services', name),
    workloadId: workload.id,
  });
  return ok({ command: { kind: 'service.add', record }, ref: { collection: 'services', id: record.id } });
}

/** From the devices, or from the first service, to the service that is selected or was added last. */
function addFlow(site: Site, near: RecordRef | null, name: string): Result<Addition, Problem> {
  const workload = workloadFor(site, near);
  if (workload === null) return failed(noWorkload());
  const services = listRecords(site, 'services').filter((service) => service.workloadId === workload.id);
  const to = services.find((service) => near?.collection === 'services' && service.id === near.id) ?? services.at(-1);
  const group = listRecords(site, 'deviceGroups').at(-1);
  const first = services.find((service) => service !== to);
  const from: Flow['from'] | null =
    group !== undefined ? { kind: 'device-group', id: group.id } : first !== undefined ? { kind: 'service', id: first.id } : null;
  if (to === undefined || from === null) {
    return failed(
      problem('add.no-ends', 'A flow goes from devices or a service to a service.', 'Add devices and a service first.'),
    );
  }
  const record = newFlow({
    id: flowId.parse(free(site, 'flows', name)),
    name: freeName(site, 'flows', name),
    workloadId: workload.id,
    from,
    to: { kind: 'service', id: to.id },
  });
  return ok({ command: { kind: 'flow.add', record }, ref: { collection: 'flows', id: record.id } });
}

function workloadFor(site: Site, near: RecordRef | null): RecordOf<'workloads'> | null {
  const id =
    near?.collection === 'workloads'
      ? near.id
      : near?.collection === 'services'
        ? getRecord(site, 'services', near.id)?.workloadId
        : near?.collection === 'flows'
          ? getRecord(site, 'flows', near.id)?.workloadId
          : undefined;
  return (id === undefined ? undefined : getRecord(site, 'workloads', id)) ?? listRecords(site, 'workloads').at(-1) ?? null;
}

function noWorkload(): Problem {
  return problem('add.no-workload', 'A service belongs to a workload.', 'Add a workload first.');
}

function free(site: Site, collection: CollectionName, name: string): string {
  return freeId(slug(name, collection.toLowerCase()), (taken) => getRecord(site, collection, taken) !== undefined);
}

/** `Rack 1`, `Rack 2` ...: the first number no other has. */
function freeName(site: Site, collection: 'places' | 'deviceGroups' | 'workloads' | 'services' | 'flows', name: string): string {
  const taken = new Set(listRecords(site, collection).map((record) => record.name));
  for (let number = 1; ; number += 1) {
    const candidate = `${name} ${number}`;
    if (!taken.has(candidate)) return candidate;
  }
}
