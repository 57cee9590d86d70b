import type { Why } from '../place/site/why.ts';
import type { Site } from '../site/site.ts';
import { getRecord } from '../site/site.ts';
import { figure } from './figure.ts';
import { printTable } from './print-table.ts';

/** Why a service is where it is, for a person at a terminal. */
export function describeWhy(site: Site, { serviceId, required, running, choices, placements, pinnedOn, refused }: Why): string {
  const name = getRecord(site, 'services', serviceId)?.name ?? serviceId;
  return [
    `${name}: ${running} of at least ${required} replicas run, on ${placements} nodes${pinnedOn.length > 0 ? `; pinned on ${pinnedOn.join(', ')}` : ''}`,
    ...choices.flatMap(({ nodeId, score, alternatives }) => [
      '',
      `On ${nodeId}`,
      ...printTable(
        ['node', 'score', 'network', 'compute', 'location', 'instead'],
        [
          [nodeId, ...parts(score), 'it runs here'],
          ...alternatives.map((one) => [one.nodeId, ...parts(one), remark(one.limits, one.objectiveMore)]),
        ],
      ).map((line) => `  ${line}`),
    ]),
    ...(refused === null
      ? []
      : [
          '',
          refused.problem === 'unplaced' ? 'It cannot run as often as it has to.' : 'It comes late.',
          ...(refused.conflict.length > 0 ? [`  in conflict: ${refused.conflict.join(', ')}`] : []),
          ...refused.refusals.map(({ nodeId, limits }) => `  ${nodeId}: ${limits.map(({ why }) => why).join(' ')}`),
          ...refused.admissions.map(({ nodeId, says }) => `  would do, on ${nodeId}: ${says.join('; ')}`),
        ]),
    '',
  ].join('\n');
}

function parts({ score, network, compute, location }: Why['choices'][number]['score']): string[] {
  return [score, network, compute, location].map(figure);
}

function remark(limits: readonly { readonly why: string }[], objectiveMore: number | null): string {
  const [first] = limits;
  if (first !== undefined) return first.why;
  const more = objectiveMore ?? 0;
  return `objective ${more < 0 ? '−' : '+'}${figure(Math.abs(more))}`;
}
