import { must } from '../../../core/base/assert.ts';
import { createRandom } from '../../../core/base/random.ts';
import type { RandomStream } from '../../../core/base/random.ts';
import { sharedRoom } from '../../../core/network/shared-room.ts';
import { drawExponential } from '../../../core/simulate/draw.ts';
import type { SharingPolicy } from '../../../core/simulate/options.ts';
import { regularTimeNear } from './round-robin.ts';
import { simulate } from '../../../core/simulate/simulate.ts';
import type { Site } from '../../../core/site/site.ts';
import type { Application, Architecture } from './edgecloudsim-site.ts';
import { activeShare, APPLICATIONS, CORES, crowdSite, MACHINES, STAYS_S, toCloud } from './edgecloudsim-site.ts';

/** Half an hour without the first three minutes; how often we look where the devices are. */
const RUN_MS = 33 * 60_000;
const WARM_UP_SHARE = 3 / 33;
const LOOK_MS = 90_000;
/** Most numbers of active devices that a sum is taken over. */
const COUNTS = 16;
/** All bookings are multiples of 5 % of a machine. */
const UNITS = 20;

export interface Crowd {
  /** Share of tasks that fail, and mean time of those that do not, s. */
  readonly failed: number;
  readonly serviceS: number;
}

/** Share of its time that a device spends at each site: it goes to any other site next. */
export const PRESENCE: readonly number[] = STAYS_S.map((stay) => stay / STAYS_S.reduce((sum, one) => sum + one, 0));

/**
 * [L9] Directly: room by how many devices of the application with most load may be active at a place, the others at their mean; and who leaves before the
 * answer. Devices turn active and idle far slower than tasks come and go.
 */
export function answered(architecture: Architecture, devices: number): Crowd {
  const pooled = architecture === 'two tiers + orchestrator';
  const sums = { failed: 0, all: 0, timeS: 0 };
  if (pooled)
    addPlace(
      sums,
      architecture,
      devices,
      1,
      STAYS_S.map((stayS, at) => ({ stayS, share: PRESENCE[at] ?? 0 })),
    );
  else
    for (const [at, presence] of PRESENCE.entries())
      addPlace(sums, architecture, devices, presence, [{ stayS: STAYS_S[at] ?? 0, share: 1 }]);
  return { failed: sums.failed / sums.all, serviceS: sums.timeS / (sums.all - sums.failed) };
}

function addPlace(
  sums: { failed: number; all: number; timeS: number },
  architecture: Architecture,
  devices: number,
  presence: number,
  stays: readonly { readonly stayS: number; readonly share: number }[],
): void {
  const meanActive = APPLICATIONS.map((application) => devices * presence * application.usage * activeShare(application));
  const busiest = must(APPLICATIONS[0], 'application');
  for (const { count, chance } of binomial(devices, presence * busiest.usage * activeShare(busiest))) {
    const rates = APPLICATIONS.map(({ gapS }, index) => (index === 0 ? count : (meanActive[index] ?? 0)) / gapS);
    const room = roomFor(architecture, rates, presence === 1 ? STAYS_S.length : 1);
    for (const [index, application] of APPLICATIONS.entries()) {
      const rate = chance * (rates[index] ?? 0);
      const cloud = toCloud(architecture, application);
      const wireS = ((application.upKB + application.downKB) * 8) / 200_000;
      const edgeS = wireS + (room.timeS[index] ?? 0) + (presence === 1 ? 0.01 : 0);
      const cloudS = wireS + 0.2 + ((application.upKB + application.downKB) * 8) / 15_000 + application.mi / 10_000;
      for (const [share, takesS, refused] of [
        [1 - cloud, edgeS, room.refused[index] ?? 0],
        [cloud, cloudS, 0],
      ] as const) {
        const stayed = stays.reduce((total, one) => total + one.share * Math.exp(-takesS / one.stayS), 0);
        sums.all += rate * share;
        sums.failed += rate * share * (1 - (1 - refused) * stayed);
        sums.timeS += rate * share * (1 - refused) * stayed * takesS;
      }
    }
  }
}

interface Room {
  readonly refused: readonly number[];
  /** By application, mean time of a task that was let in, s. */
  readonly timeS: readonly number[];
}

/** @param rates tasks a second by application, before the cloud has its share. */
function roomFor(architecture: Architecture, rates: readonly number[], sites: number): Room {
  const workS = (mi: number): number => mi / 1000;
  const classes = APPLICATIONS.map((application, index) => ({
    offered: (rates[index] ?? 0) * (1 - toCloud(architecture, application)) * workS(application.mi),
    books: (application.edgePercent * UNITS) / 100,
  }));
  const { refused, underWay } = sharedRoom(sites * MACHINES * CORES, sites * MACHINES * UNITS, classes);
  const timeS = APPLICATIONS.map(({ mi }, index) => {
    const served = (classes[index]?.offered ?? 0) * (1 - (refused[index] ?? 0));
    return served === 0 ? workS(mi) : (workS(mi) * (underWay[index] ?? 0)) / served;
  });
  if (sites === 1) return { refused, timeS };
  // In turn over all machines: each sees regular arrivals, and as many of its own as its share.
  const offered = classes.reduce((sum, one) => sum + one.offered, 0) / sites / MACHINES;
  // More than its room holds is never under way.
  const holds =
    classes.reduce((sum, one) => sum + one.offered, 0) / classes.reduce((sum, one) => sum + one.offered * one.books, 0);
  const stretch = Math.min(regularTimeNear(CORES, offered) ?? Infinity, (holds * UNITS) / CORES);
  return { refused, timeS: APPLICATIONS.map(({ mi }, index) => Math.max(timeS[index] ?? 0, workS(mi) * stretch)) };
}

/** Counts that are likely, no more of them than needed for a smooth sum. */
function binomial(devices: number, presence: number): { readonly count: number; readonly chance: number }[] {
  const list: { count: number; chance: number }[] = [];
  const mean = devices * presence;
  const spread = 6 * Math.sqrt(mean * (1 - presence)) + 1;
  let logChance = devices * Math.log(1 - presence);
  for (let count = 0; count <= devices; count += 1) {
    if (count > 0) logChance += Math.log(((devices - count + 1) / count) * (presence / (1 - presence)));
    if (Math.abs(count - mean) <= spread) list.push({ count, chance: Math.exp(logChance) });
  }
  const stride = Math.ceil(list.length / COUNTS);
  return list.filter((_, at) => at % stride === stride >> 1).map(({ count, chance }) => ({ count, chance: chance * stride }));
}

/** Most devices of which no more than this share of tasks fails. */
export function mostDevices(architecture: Architecture, failed: number): number {
  let [low, high] = [1, 64];
  while (answered(architecture, high).failed <= failed) [low, high] = [high, 2 * high];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (answered(architecture, middle).failed <= failed) low = middle;
    else high = middle;
  }
  return low;
}

/** By discrete events, over devices that wander from site to site and are active now and then. */
export function simulated(
  architecture: Architecture,
  devices: number,
  seed: number,
): Crowd & { readonly events: number; readonly hash: string } {
  const looks = wander(devices, seed);
  const first = crowdSite(architecture, looks[0] ?? []);
  const turns = looks.slice(1).map((active, at) => ({ atMs: (at + 1) * LOOK_MS, site: withDevices(first, active) }));
  const ofGroups = <Value>(value: (application: Application, stayS: number) => Value, prefix = ''): Record<string, Value> =>
    Object.fromEntries(
      APPLICATIONS.flatMap((application) =>
        STAYS_S.map((stay, at) => [`${prefix}${application.name}-${at}`, value(application, stay)]),
      ),
    );
  const sharing: Record<string, SharingPolicy> = {
    edge: { books: 0, booksByFlow: ofGroups((application) => application.edgePercent / 100, 'edge-'), pick: 'next' },
    central: { books: 0, booksByFlow: ofGroups((application) => application.cloudPercent / 100, 'central-'), pick: 'next' },
  };
  const staysMs = ofGroups((_, stayS) => stayS * 1000);
  const { flows, events, hash } = simulate(first, {
    seed,
    durationMs: RUN_MS,
    warmUpShare: WARM_UP_SHARE,
    turns,
    staysMs,
    sharing,
  });
  const sum = (value: (flow: (typeof flows)[number]) => number): number => flows.reduce((total, flow) => total + value(flow), 0);
  const failed = sum((flow) => flow.failed) / sum((flow) => flow.answered + flow.failed);
  const serviceS =
    sum((flow) => flow.answered * (flow.meanMs ?? 0)) / sum((flow) => (flow.meanMs === null ? 0 : flow.answered)) / 1000;
  return { failed, serviceS, events, hash };
}

/** The same site with other numbers of active devices. */
function withDevices(site: Site, active: readonly (readonly number[])[]): Site {
  const groups = active.flatMap((counts, at) =>
    APPLICATIONS.map(({ name, gapS }, index) => {
      const group = must(site.deviceGroups[`${name}-${at}`], `${name}-${at}`);
      return [group.id, { ...group, requestsPerSecond: (counts[index] ?? 0) / gapS }] as const;
    }),
  );
  return { ...site, deviceGroups: Object.fromEntries(groups) };
}

/** How many devices are active at each site, by application, whenever we look. */
function wander(devices: number, seed: number): number[][][] {
  const random = createRandom(seed, 'wander');
  const looks = Array.from({ length: Math.ceil(RUN_MS / LOOK_MS) }, () => STAYS_S.map(() => APPLICATIONS.map(() => 0)));
  for (let device = 0; device < devices; device += 1) {
    const application = pick(
      random,
      APPLICATIONS.map((one) => one.usage),
    );
    const active = activeShare(must(APPLICATIONS[application], 'application'));
    let at = pick(random, PRESENCE);
    let untilMs = drawExponential(random) * (STAYS_S[at] ?? 0) * 1000;
    for (const [look, here] of looks.entries()) {
      while (untilMs < look * LOOK_MS) {
        const next = Math.floor(random() * (STAYS_S.length - 1));
        at = next >= at ? next + 1 : next;
        untilMs += drawExponential(random) * (STAYS_S[at] ?? 0) * 1000;
      }
      const counts = must(here[at], `site ${at}`);
      if (random() < active) counts[application] = (counts[application] ?? 0) + 1;
    }
  }
  return looks;
}

function pick(random: RandomStream, shares: readonly number[]): number {
  let left = random();
  for (const [at, share] of shares.entries()) {
    left -= share;
    if (left < 0) return at;
  }
  return shares.length - 1;
}
