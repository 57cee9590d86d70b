import { freeId } from '../../../core/base/ids.ts';
import type { Command } from '../../../core/site/commands/schema.ts';
import { newPlace } from '../../../core/site/defaults.ts';
import { RACK_UNIT_M } from '../../../core/site/geometry.ts';
import { placeId } from '../../../core/site/schema/common.ts';
import type { RecordOf, Site } from '../../../core/site/site.ts';
import { getRecord, listRecords } from '../../../core/site/site.ts';

/** A full cabinet of EIA-310: 42 units on a plinth, 600 × 1,000 mm. */
const UNITS = 42;
const PLINTH_M = 0.1;
const SIZE_M = { widthM: 0.6, depthM: 1, heightM: UNITS * RACK_UNIT_M + PLINTH_M };
/** Kinds of places racks stand in, the fittest first. */
const HOSTS = ['room', 'zone', 'floor', 'building', 'site'] as const;

/** One more rack in a place, beside those that stand there; without a place, in the fittest one of the site. */
export function newRackCommand(site: Site, place: RecordOf<'places'> | null, name: string): Command {
  const places = listRecords(site, 'places');
  const host = place ?? HOSTS.flatMap((kind) => places.filter((one) => one.kind === kind))[0] ?? null;
  const beside = places.filter((one) => one.kind === 'rack' && one.parentId === (host?.id ?? null));
  const number = places.filter((one) => one.kind === 'rack').length + 1;
  const last = beside.at(-1)?.positionM;
  return {
    kind: 'place.add',
    record: newPlace({
      id: placeId.parse(freeId(`rack-${number}`, (taken) => getRecord(site, 'places', taken) !== undefined)),
      name: `${name} ${number}`,
      kind: 'rack',
      parentId: host?.id ?? null,
      tier: host?.tier ?? 'on-site-edge',
      positionM: last === undefined ? { xM: 0, yM: 0, zM: 0 } : { ...last, xM: last.xM + SIZE_M.widthM },
      sizeM: SIZE_M,
      limits: { powerW: null, coolingW: null, rackUnits: UNITS, floorLoadKg: null },
    }),
  };
}
