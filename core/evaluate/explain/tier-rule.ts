import type { TierRule } from '../../site/schema/policy.ts';
import { getRecord, listRecords } from '../../site/site.ts';
import type { Evaluated } from '../evaluate.ts';
import { traitsOfServices } from '../tier-rules.ts';
import { input } from './build.ts';
import type { Explanation } from './explanation.ts';

/** [P1] What a rule of tiers asks for, and the records that meet it. */
export function ruleInputs({ model: { site } }: Evaluated, { id, when }: TierRule, serviceId: string): Explanation[] {
  const traits = traitsOfServices(site).get(serviceId);
  const service = getRecord(site, 'services', serviceId);
  if (traits === undefined || service === undefined) return [];
  const { workload, strictestMs, privacy, temperatures } = traits;
  const parts: Explanation[] = [];
  const asked = (field: keyof TierRule['when'], value: string | number, unit = ''): void =>
    void parts.push(input(site, 'policies', id, `when.${field}`, value, unit));
  const met = (field: string, value: string | number): void => {
    if (workload !== undefined) parts.push(input(site, 'workloads', workload.id, field, value));
  };
  if (when.upToP99Ms !== null) asked('upToP99Ms', when.upToP99Ms, 'ms');
  if (when.aboveP99Ms !== null) asked('aboveP99Ms', when.aboveP99Ms, 'ms');
  if (when.upToP99Ms !== null || when.aboveP99Ms !== null)
    for (const flow of listRecords(site, 'flows'))
      if (flow.to.id === serviceId && flow.objectiveP99Ms === strictestMs)
        parts.push(input(site, 'flows', flow.id, 'objectiveP99Ms', strictestMs, 'ms'));
  if (when.workloadKinds.length > 0) {
    asked('workloadKinds', when.workloadKinds.join(', '));
    met('kind', workload?.kind ?? '–');
  }
  if (when.privacy.length > 0) {
    asked('privacy', when.privacy.join(', '));
    parts.push(input(site, 'services', serviceId, 'data.privacy', privacy));
  }
  if (when.dataTemperatures.length > 0) {
    asked('dataTemperatures', when.dataTemperatures.join(', '));
    for (const one of temperatures)
      parts.push(input(site, 'services', serviceId, `data.retentionH.${one}H`, service.data.retentionH[`${one}H`], 'h'));
  }
  if (when.tenants.length > 0) {
    asked('tenants', when.tenants.join(', '));
    met('tenant', workload?.tenant ?? '–');
  }
  if (when.fromMbps !== null) asked('fromMbps', when.fromMbps, 'Mbps');
  if (when.fromPriority !== null) {
    asked('fromPriority', when.fromPriority);
    met('priority', workload?.priority ?? 0);
  }
  if (when.fromAvailability !== null) {
    asked('fromAvailability', when.fromAvailability);
    met('availabilityTarget', workload?.availabilityTarget ?? 0);
  }
  return parts;
}
