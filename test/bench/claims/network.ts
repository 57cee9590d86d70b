import type { Site } from '../../../core/site/site.ts';
import type { Claim } from './claim.ts';
import { entryFlows, evaluated, percent, range, told, variant, worst } from './claim.ts';

/** Scenario 5, on *Four-tier computing network*. */
export function networkClaims(site: Site): Claim[] {
  const answer = evaluated(site);
  const surgery = [...entryFlows(answer, 'remote-surgery-east'), ...entryFlows(answer, 'remote-surgery-west')];
  const between = (plan: Site): number => worst(entryFlows(evaluated(plan), 'between-regions').map(({ meanMs }) => meanMs));
  const direct = ['sd-wan', 'west-east-mpls', 'west-east-internet'] as const;
  const hub = variant(site, [
    ...direct.map((id) => ({ kind: 'link.edit', id: site.links[id]?.id ?? fail(id), patch: { status: 'failed' } }) as const),
    // The carrier's backbone of the clouds is not open to the offices.
    ...Object.values(site.links)
      .filter(({ fromNodeId, toNodeId }) => fromNodeId.endsWith('-cloud') && toNodeId === 'central-cloud')
      .map(({ id }) => ({ kind: 'link.edit', id, patch: { status: 'failed' } }) as const),
  ]);
  const [before, after] = [between(hub), between(site)];
  const assistant = (plan: Site): readonly [number, number] => {
    const [flow] = entryFlows(evaluated(plan), 'field-assistant');
    return [flow?.meanMs ?? Infinity, flow?.p99Ms ?? Infinity];
  };
  const over = (protocol: 'tcp-tls13' | 'quic', reuseShare: number): readonly [number, number] =>
    assistant(
      variant(
        site,
        Object.values(site.flows)
          .filter(({ workloadId, from }) => workloadId === 'field-assistant' && from.kind === 'device-group')
          .map(({ id }) => ({ kind: 'flow.edit', id, patch: { transport: { protocol, reuseShare } } }) as const),
      ),
    );
  const [freshTcp, freshQuic] = [over('tcp-tls13', 0), over('quic', 0)];
  const [openTcp, openQuic] = [over('tcp-tls13', 1), over('quic', 1)];
  const gains = [freshQuic[0] < freshTcp[0], openQuic[0] < openTcp[0]];
  const servers = answer.evaluation.nodes.filter(({ utilisation }) => utilisation['compute'] !== undefined);
  const booked =
    servers.reduce((total, { utilisation }) => total + (utilisation['compute'] ?? 0), 0) / Math.max(1, servers.length);
  return [
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
      how: 'mean round trip from the office in the west to the cloud in the east: over Internet lines through the hub of the centre, then over SD-WAN with direct underlays',
    },
    {
      claim: 'QUIC instead of TCP on a weak network',
      figure: `new connection: mean ${told(freshTcp[0])} → ${told(freshQuic[0])} ms, p99 ${told(freshTcp[1])} → ${told(freshQuic[1])} ms; open one: mean ${told(openTcp[0])} → ${told(openQuic[0])} ms`,
      verdict: gains.every(Boolean) ? 'reached' : gains.some(Boolean) ? 'partly' : 'not reached',
      how: 'field assistant of the camp, 60 kB a question: LTE, and 2 % loss on the microwave link. The handshake saves a round trip; repair of a long message is no faster',
    },
    {
      claim: 'Scheduler raises utilisation by 28 %',
      figure: `${percent(booked)} of compute booked, as drawn`,
      verdict: 'not modelled',
      how: 'a plan by hand; placement is compared with the default elsewhere',
    },
  ];
}

function fail(id: string): never {
  throw new Error(`no link ${id}`);
}
