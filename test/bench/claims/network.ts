import { burstInSteps } from '../../../core/evaluate/burst/burst.ts';
import { ABSORBERS } from '../../../core/evaluate/burst/result.ts';
import { learnSite } from '../../../core/place/arrivals/learn-site.ts';
import { onlineSite } from '../../../core/place/arrivals/online-site.ts';
import type { Site } from '../../../core/site/site.ts';
import type { Claim } from './claim.ts';
import { entryFlows, evaluated, finish, percent, range, scenario, told, worst } from './claim.ts';

/** Scenario 5, on *Four-tier computing network*. */
export function networkClaims(site: Site): Claim[] {
  const answer = evaluated(site);
  const surgery = [...entryFlows(answer, 'remote-surgery-east'), ...entryFlows(answer, 'remote-surgery-west')];
  const between = (plan: Site): number => worst(entryFlows(evaluated(plan), 'between-regions').map(({ meanMs }) => meanMs));
  const [before, after] = [between(scenario(site, 'without-sd-wan')), between(site)];
  const assistant = (plan: Site): readonly [number, number] => {
    const [flow] = entryFlows(evaluated(plan), 'field-assistant');
    return [flow?.meanMs ?? Infinity, flow?.p99Ms ?? Infinity];
  };
  const asked = (how: string): readonly [number, number] => assistant(scenario(site, `assistant-${how}`));
  const [freshTcp, freshQuic] = [asked('tcp-new'), asked('quic-new')];
  const [openTcp, openQuic] = [asked('tcp-open'), asked('quic-open')];
  const gains = [freshQuic[0] < freshTcp[0], openQuic[0] < openTcp[0]];
  const burst = finish(burstInSteps(answer, { factor: 3, workloadIds: ['video-platform'] }));
  const [video] = burst.workloads.filter(({ workloadId }) => workloadId === 'video-platform');
  const taken = ABSORBERS.map((absorber) => `${absorber} ${percent(burst.totals[absorber] / burst.totals.demand)}`).join(', ');
  return [
    {
      claim: '300 % burst of a video platform',
      figure: `${percent(video?.absorbedShare ?? 0)} absorbed; of all work ${taken}, shed ${percent(burst.totals.shed / burst.totals.demand)}`,
      verdict: (video?.absorbedShare ?? 0) >= 0.995 ? 'reached' : (video?.absorbedShare ?? 0) > 0.5 ? 'partly' : 'not reached',
      how: `three times the requests of the busy hour, absorbed in the order local, neighbour, region, centre; ${video?.limitedBy === null || video === undefined ? 'nothing is shed' : `limited by ${video.limitedBy}`}`,
    },
    {
      claim: 'Remote surgery in 4K ≤ 80 ms',
      figure: `p99 ${range(surgery.map(({ p99Ms }) => p99Ms))}`,
      verdict: surgery.every(({ status }) => status === 'met') ? 'reached' : 'partly',
      how: 'three theatres, two in the region of their relay, one 1,650 km from it over SD-WAN',
    },
    {
      claim: 'SD-WAN 120 → 35 ms between regions',
      figure: `${told(before)} → ${told(after)} ms`,
      verdict: after <= 35 && before >= 0.85 * 120 ? 'reached' : after < before ? 'partly' : 'not reached',
      how: 'mean round trip from the office in the west to the cloud in the east: over Internet lines through the hub of the centre (scenario *without-sd-wan*), then over SD-WAN with direct underlays',
    },
    {
      claim: 'QUIC instead of TCP on a weak network',
      figure: `new connection: mean ${told(freshTcp[0])} → ${told(freshQuic[0])} ms, p99 ${told(freshTcp[1])} → ${told(freshQuic[1])} ms; open one: mean ${told(openTcp[0])} → ${told(openQuic[0])} ms`,
      verdict: gains.every(Boolean) ? 'reached' : gains.some(Boolean) ? 'partly' : 'not reached',
      how: 'field assistant of the camp, 60 kB a question: LTE, and 2 % loss on the microwave link. The handshake saves a round trip; repair of a long message is no faster',
    },
    schedulerClaim(site),
  ];
}

/** Seeds of the traces that the learned policy is judged by; it is learned from 1, 2 and 3. */
const JUDGED_FROM = 1000;
const CLAIMED = 0.28;

function schedulerClaim(site: Site): Claim {
  const learned = finish(learnSite(site, { seed: 1 }));
  const asked = { policies: ['default', 'learned'] as const, seed: JUDGED_FROM, runs: 10, learned, recorded: null };
  const { rows, ceiling, scarcest } = finish(onlineSite(site, asked));
  const [before, after] = rows.map(({ useful }) => useful) as [number, number];
  const gain = after / before - 1;
  return {
    claim: 'Scheduler raises utilisation by 28 %',
    figure: `${percent(before)} → ${percent(after)} of all ${scarcest.toUpperCase()} allocated in time, ${gain >= 0 ? '+' : '−'}${percent(Math.abs(gain))}`,
    verdict: gain >= CLAIMED ? 'reached' : 'not reached',
    how: `services arrive one by one at the empty hardware, as often as the busy hour needs them, until they ask for all of it: the default scheduler of Kubernetes, then a policy learned on other arrivals of the site, mean of 10 runs. With this mix no scheduler could be above ${percent(ceiling)}, ${percent(ceiling / before - 1)} more than the default`,
  };
}
