import type { Site } from '../../../core/site/site.ts';
import type { Claim } from './claim.ts';
import { entryFlows, evaluated, percent, range } from './claim.ts';

/** Scenario 3, on *5G MEC rooms*. */
export function mecClaims(site: Site): Claim[] {
  const answer = evaluated(site);
  const levelOf = (nodeId: string | null): string => {
    const placeId = nodeId === null ? null : (site.nodes[nodeId]?.placeId ?? null);
    return placeId === null ? '' : (site.places[placeId]?.roomLevel ?? '');
  };
  const tierOf = (nodeId: string | null): string => site.nodes[nodeId ?? '']?.tier ?? '';
  const at = (workload: string, level: string, claim: string, held: string): Claim => {
    const flows = entryFlows(answer, workload);
    const met = flows.filter(({ status }) => status === 'met');
    const placed = met.every(({ servedBy }) => levelOf(servedBy) === level);
    return {
      claim,
      figure: `${met.length} of ${flows.length} groups met, p99 ${range(met.map(({ p99Ms }) => p99Ms))}`,
      verdict: met.length === flows.length && placed ? 'reached' : met.length > 0 && placed ? 'partly' : 'not reached',
      how: `objective ${range(flows.map(({ objectiveP99Ms }) => objectiveP99Ms))}, answered in ${level} rooms${held}`,
    };
  };
  const own = answer.evaluation.flows.flatMap((flow) => {
    const from = site.flows[flow.id]?.from;
    const group = from?.kind === 'device-group' ? site.deviceGroups[from.id] : undefined;
    const workload = site.workloads[flow.workload]?.templateId;
    if (group === undefined || flow.servedBy === null || (workload !== 'ar-assistance' && workload !== 'vr-streaming')) return [];
    return [site.nodes[flow.servedBy]?.placeId === group.placeId];
  });
  const steered = own.filter(Boolean).length / own.length;
  return [
    at(
      'ar-guidance',
      'access',
      'Positioning and AR in access rooms',
      '; the rest: a room with more glasses than planned, and one that shares its cell with a production',
    ),
    at('vr-arcades', 'access', 'VR in access rooms', ''),
    at('cloud-games', 'aggregation', 'Cloud games in aggregation', ''),
    at('street-analytics', 'aggregation', 'Video analytics in aggregation', ''),
    at(
      '4k-live-production',
      'heavy-aggregation',
      '4K live production',
      '; six cameras fill the public cell of the stadium, the mmWave cell has room',
    ),
    {
      claim: 'Heavy compute and storage above',
      figure: `training answers in ${levelOf(servedBy(answer, 'model-training'))} after ${range(entryFlows(answer, 'model-training').map(({ meanMs }) => meanMs))}, the archive in the ${tierOf(servedBy(answer, 'archive'))} cloud after ${range(entryFlows(answer, 'archive').map(({ meanMs }) => meanMs))}`,
      verdict: levelOf(servedBy(answer, 'model-training')) === 'core' ? 'reached' : 'not reached',
      how: 'where their requests are answered, mean of a job and of a chunk of 8 MB',
    },
    {
      claim: 'Steering without DNS, by the terminal’s place and the need of the workload',
      figure: `${percent(steered)} of AR and VR groups answered in their own room`,
      verdict: steered === 1 ? 'reached' : 'partly',
      how: 'requests go to the nearest placement by delay; there is no resolution step to wait for. Traffic rules of a user plane function are not modelled',
    },
  ];
}

function servedBy(answer: ReturnType<typeof evaluated>, workload: string): string | null {
  return entryFlows(answer, workload)[0]?.servedBy ?? null;
}
