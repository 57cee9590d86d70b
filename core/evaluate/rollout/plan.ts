import type { AssumptionList } from '../stated-assumption.ts';
import type { FreeNetwork } from '../free-network.ts';
import type { FleetNode } from './fleet.ts';
import type { Interruptions } from '../free-network.ts';
import { expectedWithRestart, expectedWithResume } from './interruptions.ts';
import type { Passage } from '../../network/max-min.ts';
import type { Ways } from './methods.ts';
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
}

/** [R1] One method with one payload, wave by wave. */
export function planRollout(input: PlanInput, method: RolloutMethod, payload: 'full' | 'delta'): RolloutPlan {
  const { network, fleet, waves, ways, options } = input;
  const sizeOf = (node: FleetNode): number => (payload === 'full' ? node.fullMB : (node.deltaMB ?? node.fullMB));
  const everyone = fleet.map((_, index) => index);
  const carried = new Map<number, number>();
  const carry = (more: ReadonlyMap<number, number>): void => {
    for (const [arc, mb] of more) carried.set(arc, (carried.get(arc) ?? 0) + mb);
  };
  const preparationS = prepare(input, method, sizeOf, carry);
  const perNode: RolloutNode[] = [];
  const timeline: RolloutWave[] = [];
  const watchS = options.watchMinutes * 60;
  const expected = { resume: 0, restart: 0 as number | null, isKnown: false };
  let now = 0;
  let workS = 0;
  let seedsMbps = 0;
  for (const [index, { kind, members }] of waves.entries()) {
    const fetched = method === 'prewarmed' ? null : fetchTogether(network, fleet, members, ways, method, sizeOf, seedsMbps);
    if (fetched !== null) carry(fetched.carriedMB);
    let transferredS = 0;
    let doneS = 0;
    let resumeS = 0;
    let restartS: number | null = 0;
    for (const [at, member] of members.entries()) {
      const node = fleet[member] as FleetNode;
      const seconds = fetched?.seconds[at] ?? 0;
      const startS = installS(node, method, sizeOf(node));
      const way = (method === 'mirror' ? ways.fromMirror[member] : ways.fromRegistry[member]) ?? [];
      const drops = fetched === null ? null : interruptionsOf(input, way);
      if (drops !== null) expected.isKnown = true;
      const restart = drops === null ? seconds : expectedWithRestart(seconds, drops);
      transferredS = Math.max(transferredS, seconds);
      doneS = Math.max(doneS, seconds + startS);
      resumeS = Math.max(resumeS, (drops === null ? seconds : expectedWithResume(seconds, drops)) + startS);
      restartS = restart === null || restartS === null ? null : Math.max(restartS, restart + startS);
      perNode.push({
        nodeId: node.nodeId,
        wave: index,
        startS: now,
        transferredS: now + seconds,
        doneS: now + seconds + startS,
        payloadMB: sizeOf(node),
        bottleneckLinkId: fetched === null ? null : network.linkOf(fetched.bottleneck[at] ?? -1),
      });
      if (method === 'peers') seedsMbps += sendMbps(network, way);
    }
    const isLast = index === waves.length - 1;
    const endS = now + doneS + (isLast ? 0 : watchS);
    timeline.push({
      index,
      kind,
      nodes: members.length,
      startS: now,
      transferredS: now + transferredS,
      doneS: now + doneS,
      endS,
    });
    now = endS;
    workS += doneS;
    expected.resume += resumeS;
    expected.restart = expected.restart === null || restartS === null ? null : expected.restart + restartS;
  }
  const startS = Math.max(0, ...fleet.map((node) => node.startS));
  const fullAgain = fetchTogether(
    network,
    fleet,
    everyone,
    ways,
    method === 'prewarmed' ? 'central' : method,
    (node) => node.fullMB,
    0,
  );
  const links = linkLoads(network, carried);
  return {
    method,
    payload,
    totalS: now,
    workS,
    preparationS,
    publishedToDoneS: preparationS + now,
    rollbackKeptS: startS,
    rollbackFetchedS: Math.max(
      0,
      ...everyone.map(
        (at) => (fullAgain.seconds[at] ?? 0) + installS(fleet[at] as FleetNode, 'central', (fleet[at] as FleetNode).fullMB),
      ),
    ),
    carriedGB: links.reduce((sum, one) => sum + one.carriedGB, 0),
    busiestLink: links[0] === undefined ? null : { linkId: links[0].linkId, carriedGB: links[0].carriedGB },
    expectedResumeS: expected.isKnown ? expected.resume : null,
    expectedRestartS: expected.isKnown ? expected.restart : null,
    waves: timeline,
    perNode: perNode.toSorted((a, b) => (a.nodeId < b.nodeId ? -1 : 1)),
    perLink: links,
  };
}

/** Filling mirrors, or bringing the payload to all nodes before the window, s. */
function prepare(
  { network, fleet, ways }: PlanInput,
  method: RolloutMethod,
  sizeOf: (node: FleetNode) => number,
  carry: (more: ReadonlyMap<number, number>) => void,
): number {
  if (method === 'prewarmed') {
    const everyone = fleet.map((_, index) => index);
    const fetched = fetchTogether(network, fleet, everyone, ways, 'central', sizeOf, 0);
    carry(fetched.carriedMB);
    return Math.max(0, ...fleet.map((node, at) => (fetched.seconds[at] ?? 0) + sizeOf(node) / node.unpackMBps));
  }
  if (method !== 'mirror') return 0;
  const used = [...new Set(ways.mirrorOf)].filter((mirror) => mirror >= 0).toSorted((a, b) => a - b);
  // A mirror takes what the largest of its nodes needs: all of them need the same images.
  const sizes = used.map((mirror) =>
    Math.max(0, ...fleet.flatMap((node, at) => (ways.mirrorOf[at] === mirror ? [sizeOf(node)] : []))),
  );
  const mirrorWays = used.map((mirror) => ways.toMirror.get(mirror) ?? []);
  carry(carriedBy(mirrorWays, sizes));
  const filled = finishTimes(
    mirrorWays.map((passages, at) => ({ passages, sizeMB: sizes[at] ?? 0 })),
    network.freeMbps,
  );
  return Math.max(0, ...filled.seconds.map((one) => one ?? 0));
}

/** From the payload on the node to the new version running: unpacking, or reading what a snapshot reads at once, and the start. */
function installS(node: FleetNode, method: RolloutMethod, sizeMB: number): number {
  const read = method === 'prewarmed' ? node.fullMB * READ_AT_START : sizeMB;
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
