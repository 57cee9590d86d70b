import type { AssumptionList } from '../stated-assumption.ts';
import type { FreeNetwork } from '../free-network.ts';
import type { FleetNode } from './fleet.ts';
import type { Interruptions } from '../free-network.ts';
import { expectedWithRestart, expectedWithResume } from './interruptions.ts';
import type { Passage } from '../../network/max-min.ts';
import type { Fetched, Ways } from './methods.ts';
import { carriedBy, fetchTogether, READ_AT_START, sendMbps } from './methods.ts';
import type { RolloutMethod, RolloutNode, RolloutOptions, RolloutSummary, RolloutWave } from './result.ts';
import { finishTimes } from '../../network/transfers.ts';
import type { WaveMembers } from './waves.ts';

export interface RolloutPlan extends RolloutSummary {
  readonly waves: readonly RolloutWave[];
  readonly perNode: readonly RolloutNode[];
  readonly perLink: readonly { readonly linkId: string; readonly carriedGB: number; readonly busyS: number }[];
}

export interface PlanInput {
  readonly network: FreeNetwork;
  readonly fleet: readonly FleetNode[];
  readonly waves: readonly WaveMembers[];
  readonly ways: Ways;
  readonly options: RolloutOptions;
  readonly assumptions: AssumptionList;
  /** What the whole fleet fetches at once, by method and payload: several plans ask for it. */
  readonly together: Map<string, Fetched>;
}

/** [R1] One method with one payload, wave by wave. */
export function planRollout(input: PlanInput, method: RolloutMethod, payload: Payload): RolloutPlan {
  const { network, fleet, waves, ways, options } = input;
  const carried = new Map<number, number>();
  const carry = (more: ReadonlyMap<number, number>): void => {
    for (const [arc, mb] of more) carried.set(arc, (carried.get(arc) ?? 0) + mb);
  };
  const preparationS = prepare(input, method, payload, carry);
  const perNode: RolloutNode[] = [];
  const timeline: RolloutWave[] = [];
  const work: WaveWork[] = [];
  let now = 0;
  let seedsMbps = 0;
  for (const [index, { kind, members }] of waves.entries()) {
    const fetched =
      method === 'prewarmed' ? null : fetchTogether(network, fleet, members, ways, method, sizeOf(payload), seedsMbps);
    if (fetched !== null) carry(fetched.carriedMB);
    const done = workOf(input, method, payload, members, fetched);
    for (const [at, member] of members.entries()) {
      const node = fleet[member] as FleetNode;
      const seconds = fetched?.seconds[at] ?? 0;
      perNode.push({
        nodeId: node.nodeId,
        wave: index,
        startS: now,
        transferredS: now + seconds,
        doneS: now + seconds + installS(node, method, sizeOf(payload)(node)),
        payloadMB: sizeOf(payload)(node),
        bottleneckLinkId: fetched === null ? null : network.linkOf(fetched.bottleneck[at] ?? -1),
      });
      if (method === 'peers') seedsMbps += sendMbps(network, ways.fromRegistry[member] ?? []);
    }
    const endS = now + done.doneS + (index < waves.length - 1 ? options.watchMinutes * 60 : 0);
    timeline.push({
      index,
      kind,
      nodes: members.length,
      startS: now,
      transferredS: now + done.transferredS,
      doneS: now + done.doneS,
      endS,
    });
    work.push(done);
    now = endS;
  }
  const again = fetchedByAll(input, method === 'prewarmed' ? 'central' : method, 'full');
  const links = linkLoads(network, carried);
  const dropsKnown = work.some((one) => one.dropsKnown);
  return {
    method,
    payload,
    totalS: now,
    workS: work.reduce((sum, one) => sum + one.doneS, 0),
    preparationS,
    publishedToDoneS: preparationS + now,
    rollbackKeptS: latest(fleet, (node) => node.startS),
    rollbackFetchedS: latest(fleet, (node, at) => (again.seconds[at] ?? 0) + installS(node, 'central', node.fullMB)),
    carriedGB: links.reduce((sum, one) => sum + one.carriedGB, 0),
    busiestLink: links[0] === undefined ? null : { linkId: links[0].linkId, carriedGB: links[0].carriedGB },
    expectedResumeS: dropsKnown ? work.reduce((sum, one) => sum + one.resumeS, 0) : null,
    expectedRestartS: dropsKnown
      ? work.reduce<number | null>((sum, one) => (sum === null || one.restartS === null ? null : sum + one.restartS), 0)
      : null,
    waves: timeline,
    perNode: perNode.toSorted((a, b) => (a.nodeId < b.nodeId ? -1 : 1)),
    perLink: links,
  };
}

type Payload = 'full' | 'delta';

function sizeOf(payload: Payload): (node: FleetNode) => number {
  return (node) => (payload === 'full' ? node.fullMB : (node.deltaMB ?? node.fullMB));
}

/** How long a wave works, s from its start: the latest of its nodes. */
interface WaveWork {
  readonly transferredS: number;
  readonly doneS: number;
  /** Expected with links that drop; null where a transfer would never get through. */
  readonly resumeS: number;
  readonly restartS: number | null;
  readonly dropsKnown: boolean;
}

function workOf(
  input: PlanInput,
  method: RolloutMethod,
  payload: Payload,
  members: readonly number[],
  fetched: Fetched | null,
): WaveWork {
  let [transferredS, doneS, resumeS] = [0, 0, 0];
  let restartS: number | null = 0;
  let dropsKnown = false;
  for (const [at, member] of members.entries()) {
    const node = input.fleet[member] as FleetNode;
    const seconds = fetched?.seconds[at] ?? 0;
    const startS = installS(node, method, sizeOf(payload)(node));
    const way = (method === 'mirror' ? input.ways.fromMirror[member] : input.ways.fromRegistry[member]) ?? [];
    const drops = fetched === null ? null : interruptionsOf(input, way);
    const restart = drops === null ? seconds : expectedWithRestart(seconds, drops);
    dropsKnown ||= drops !== null;
    transferredS = Math.max(transferredS, seconds);
    doneS = Math.max(doneS, seconds + startS);
    resumeS = Math.max(resumeS, (drops === null ? seconds : expectedWithResume(seconds, drops)) + startS);
    restartS = restart === null || restartS === null ? null : Math.max(restartS, restart + startS);
  }
  return { transferredS, doneS, resumeS, restartS, dropsKnown };
}

/** Filling mirrors, or bringing the payload to all nodes before the window, s. */
function prepare(
  input: PlanInput,
  method: RolloutMethod,
  payload: Payload,
  carry: (more: ReadonlyMap<number, number>) => void,
): number {
  const { network, fleet, ways } = input;
  if (method === 'prewarmed') {
    const fetched = fetchedByAll(input, 'central', payload);
    carry(fetched.carriedMB);
    return latest(fleet, (node, at) => (fetched.seconds[at] ?? 0) + sizeOf(payload)(node) / node.unpackMBps);
  }
  if (method !== 'mirror') return 0;
  // A mirror takes what the largest of its nodes needs: all of them need the same images.
  const sizes = new Map<number, number>();
  for (const [at, node] of fleet.entries()) {
    const mirror = ways.mirrorOf[at] ?? -1;
    if (mirror >= 0) sizes.set(mirror, Math.max(sizes.get(mirror) ?? 0, sizeOf(payload)(node)));
  }
  const transfers = Array.from(sizes, ([mirror, sizeMB]) => ({ passages: ways.toMirror.get(mirror) ?? [], sizeMB }));
  carry(
    carriedBy(
      transfers.map((one) => one.passages),
      transfers.map((one) => one.sizeMB),
    ),
  );
  const filled = finishTimes(transfers, network.freeMbps);
  return filled.seconds.reduce<number>((most, one) => Math.max(most, one ?? 0), 0);
}

function fetchedByAll({ network, fleet, ways, together }: PlanInput, method: RolloutMethod, payload: Payload): Fetched {
  const key = `${method} ${payload}`;
  let fetched = together.get(key);
  if (fetched === undefined) {
    const everyone = fleet.map((_, index) => index);
    fetched = fetchTogether(network, fleet, everyone, ways, method, sizeOf(payload), 0);
    together.set(key, fetched);
  }
  return fetched;
}

function latest(fleet: readonly FleetNode[], of: (node: FleetNode, at: number) => number): number {
  return fleet.reduce((most, node, at) => Math.max(most, of(node, at)), 0);
}

/** From the payload on the node to the new version running: unpacking, or reading what a snapshot reads at once of what changed, and the start. */
function installS(node: FleetNode, method: RolloutMethod, sizeMB: number): number {
  const read = method === 'prewarmed' ? Math.min(sizeMB, node.fullMB * READ_AT_START) : sizeMB;
  return read / node.unpackMBps + node.startS;
}

function interruptionsOf({ network, options, assumptions }: PlanInput, way: readonly Passage[]): Interruptions | null {
  if (way.length === 0) return null;
  return options.drops === null
    ? network.interruptions(way, assumptions)
    : { perSecond: options.drops.perHour / 3600, lastS: options.drops.minutes * 60 };
}

function linkLoads(
  network: FreeNetwork,
  carried: ReadonlyMap<number, number>,
): { linkId: string; carriedGB: number; busyS: number }[] {
  const links = new Map<string, { linkId: string; carriedGB: number; busyS: number }>();
  for (const [arc, mb] of carried) {
    const linkId = network.linkOf(arc);
    if (linkId === null || mb === 0) continue;
    const known = links.get(linkId) ?? { linkId, carriedGB: 0, busyS: 0 };
    const free = network.freeMbps(arc);
    links.set(linkId, { linkId, carriedGB: known.carriedGB + mb / 1000, busyS: known.busyS + (free > 0 ? (mb * 8) / free : 0) });
  }
  return [...links.values()].toSorted((a, b) => b.carriedGB - a.carriedGB || (a.linkId < b.linkId ? -1 : 1));
}
