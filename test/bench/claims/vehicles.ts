import { must } from '../../../core/base/assert.ts';
import { availabilityInSteps } from '../../../core/evaluate/availability/availability.ts';
import { takeoverInSteps } from '../../../core/evaluate/autonomy/takeover.ts';
import type { Site } from '../../../core/site/site.ts';
import type { Claim } from './claim.ts';
import { entryFlows, evaluated, finish, percent, range, rollout, seconds, told, way } from './claim.ts';

/** Servers that go offline. */
const OFFLINE = 'room-2-server';
/** A link that drops every 15 s for 6 s. */
const UNSTABLE = { perHour: 240, minutes: 0.1 };

/** Scenario 6, on *Connected vehicles*. */
export function vehicleClaims(site: Site): Claim[] {
  const answer = evaluated(site);
  const decisions = entryFlows(answer, 'driving-decisions');
  const met = decisions.filter(({ status }) => status === 'met');
  const missed = decisions.filter(({ status }) => status !== 'met');
  const decide = must(
    Object.values(site.services).find(({ id }) => id === 'driving-decisions-decide'),
    'decide',
  );
  const replicas = Object.values(site.placements)
    .filter(({ serviceId }) => serviceId === decide.id)
    .reduce((total, one) => total + one.replicas, 0);
  const { workloads } = finish(availabilityInSteps(answer, { workloadIds: ['driving-decisions'] }));
  const available = workloads[0]?.availability ?? 0;
  const takeover = finish(takeoverInSteps(answer, { offlineNodeIds: [OFFLINE] }));
  const after = takeover.flows.filter(({ flowId }) => decisions.some(({ id }) => id === flowId));
  const late = after.filter(({ status }) => status !== 'met');
  const models = rollout(answer, decide.id, UNSTABLE);
  const [delta, full] = [way(models, 'central', 'delta'), way(models, 'central', 'full')];
  return [
    {
      claim: 'Decisions ≤ 50 ms at the edge',
      figure: `${met.length} of ${decisions.length} cells, p99 ${range(met.map(({ p99Ms }) => p99Ms))}; tunnel ${range(missed.map(({ p99Ms }) => p99Ms))}`,
      verdict: missed.length === 0 ? 'reached' : met.length > 0 ? 'partly' : 'not reached',
      how: 'p99 from question to decision over 5G; the tunnel has LTE only',
    },
    {
      claim: `50 replicas (0.5–1 core, 0.5–1 GiB), at least 80 % available`,
      figure: `${replicas} replicas; enough of them for the worst cell ${(available * 100).toFixed(3)} % of the time`,
      verdict: replicas === 50 && available >= 0.99 ? 'reached' : 'not reached',
      how: `steady state of hardware, links, access and power on the way; ${told(decide.minimumAvailableShare * 100)} % of the replicas within reach count as up`,
    },
    {
      claim: 'Degraded and offline devices handed to the centre',
      figure: `${percent(takeover.takenShare)} of the replicas taken over in ${seconds(takeover.totalSeconds ?? Infinity)}; p99 of decisions then ${range(after.map(({ p99AfterMs }) => p99AfterMs))}, ${late.length} of ${after.length} late`,
      verdict:
        takeover.takenShare >= 1 && takeover.totalSeconds !== null && late.length === 0
          ? 'reached'
          : takeover.takenShare > 0
            ? 'partly'
            : 'not reached',
      how: `the servers of the middle room are offline; regional and central cloud take their replicas, detection, transfer and start included; ${takeover.strandedGroupIds.length} groups stranded`,
    },
    {
      claim: 'Model updates by delta, resumable',
      figure: `delta ${told(models.deltaMB ?? 0)} MB in ${seconds(delta.workS)}, full ${told(models.fullMB)} MB in ${seconds(full.workS)}; on an unstable link: full ${(full.expectedResumeS ?? Infinity).toFixed(2)} s resumed, ${(full.expectedRestartS ?? Infinity).toFixed(2)} s started over`,
      verdict:
        delta.workS < full.workS && (full.expectedResumeS ?? Infinity) < (full.expectedRestartS ?? 0) ? 'reached' : 'partly',
      how: `to ${models.nodes} edge rooms beside the traffic of the busy hour; the unstable link drops every 15 s for 6 s, and the transfer itself is the smaller part of it`,
    },
  ];
}
