import { slug } from '../base/ids.ts';
import type { Problem } from '../base/problem.ts';
import { problem } from '../base/problem.ts';
import type { Result } from '../base/result.ts';
import { failed, ok } from '../base/result.ts';
import type { Endpoint } from '../site/schema/flow.ts';
import type { Site } from '../site/site.ts';
import { getRecord, listRecords } from '../site/site.ts';
import { TEMPLATE_SOURCES } from './catalog.ts';
import type { WorkloadTemplate } from './template.ts';
import { workloadTemplateSchema } from './template.ts';

/**
 * A workload of a site as a template: its services and flows, its device groups as one source, the first of them giving the figures.
 * Flows that several groups have alike become one. The reverse of `instantiate`; what could not be one comes back as the reason.
 */
export function templateOf(
  site: Site,
  workloadId: string,
  fields: Pick<WorkloadTemplate, 'industry'> & { readonly id: string },
): Result<WorkloadTemplate, Problem> {
  const workload = getRecord(site, 'workloads', workloadId);
  if (workload === undefined) return refuse(workloadId, 'it is no longer there');
  const services = listRecords(site, 'services').filter((service) => service.workloadId === workloadId);
  const flows = listRecords(site, 'flows').filter((flow) => flow.workloadId === workloadId);
  const groupId = flows.flatMap(({ from, to }) => [from, to]).find(({ kind }) => kind === 'device-group')?.id;
  const group = groupId === undefined ? undefined : getRecord(site, 'deviceGroups', groupId);
  if (group === undefined) return refuse(workload.name, 'no devices use it');
  const {
    id: _id,
    placeId: _place,
    positionM: _position,
    attachment: _attachment,
    locked: _locked,
    notes: _notes,
    ...source
  } = group;
  const { id: _own, templateId: _template, name, sources, ...rest } = workload;
  const kept = new Map<string, (typeof flows)[number]>();
  const standsFor = new Map<string, string>();
  for (const flow of flows) {
    const key = JSON.stringify([flow.name, localEnd(flow.from), localEnd(flow.to), flow.requestBytes, flow.responseBytes]);
    const first = kept.get(key) ?? flow;
    kept.set(key, first);
    standsFor.set(flow.id, first.id);
  }
  const parsed = workloadTemplateSchema.safeParse({
    id: slug(fields.id, 'template'),
    name,
    description: '',
    translations: { 'zh-CN': { name, description: '' } },
    industry: fields.industry,
    workload: rest,
    services: services.map(({ workloadId: _workload, ...service }) => service),
    flows: [...kept.values()].map(({ workloadId: _workload, ...flow }) => ({
      ...flow,
      from: localEnd(flow.from),
      to: localEnd(flow.to),
      triggeredBy: flow.triggeredBy === null ? null : (standsFor.get(flow.triggeredBy) ?? null),
    })),
    source,
    sources: sources.length > 0 ? sources : [{ fields: [], title: site.header.name, url: null, date: null, note: '' }],
  });
  if (parsed.success) return ok(parsed.data);
  const [issue] = parsed.error.issues;
  return refuse(workload.name, issue === undefined ? 'it has no template form' : `${issue.path.join('.')}: ${issue.message}`);
}

function localEnd(end: Endpoint): { readonly kind: Endpoint['kind']; readonly id: string } {
  return end.kind === 'device-group' ? { kind: end.kind, id: TEMPLATE_SOURCES } : end;
}

function refuse(name: string, reason: string): Result<never, Problem> {
  return failed(
    problem(
      'catalog.no-template',
      `${name} cannot be kept as a template: ${reason}.`,
      'A template needs a service, and a flow that starts at devices.',
      {},
      { name, reason },
    ),
  );
}
