import { getRecord } from '../../site/site.ts';
import type { Evaluated } from '../evaluate.ts';
import type { Finding } from '../result.ts';
import { accessLoad } from './access-load.ts';
import { input, nameOf, step } from './build.ts';
import { bandwidthOf, pathLength } from './channel.ts';
import type { Explanation } from './explanation.ts';
import { explainFlow } from './flow.ts';
import { explainLinkLoad, linkTraffic } from './link.ts';
import { explainDimension } from './node.ts';
import { explainStation } from './station.ts';
import { ruleInputs } from './tier-rule.ts';
import { explainPlace } from './totals.ts';

/** A finding: the figure it is about, the limit it breaks, and where both come from. */
export function explainFinding(evaluated: Evaluated, id: string): Explanation | null {
  const finding = evaluated.evaluation.findings.find((one) => one.id === id);
  if (finding === undefined) return null;
  return step('finding', 'list', behind(evaluated, finding), finding.value, {
    unit: finding.unit,
    parameters: { kind: finding.kind, why: finding.why, remedy: finding.remedy },
  });
}

function behind(evaluated: Evaluated, finding: Finding): Explanation[] {
  const { site } = evaluated.model;
  const [collection = '', id = ''] = finding.subject.split('/');
  const dimension = String(finding.text.parameters['dimension'] ?? '');
  const some = (...parts: readonly (Explanation | null)[]): Explanation[] => parts.filter((part) => part !== null);
  switch (finding.kind) {
    case 'objective-missed':
      return some(input(site, 'flows', id, 'objectiveP99Ms', finding.limit, 'ms'), explainFlow(evaluated, id, 'p99'));
    case 'service-saturated':
      return some(explainStation(evaluated, id));
    case 'cpu-ceiling': {
      const placement = getRecord(site, 'placements', id);
      if (placement === undefined) return [];
      return some(
        input(site, 'services', placement.serviceId, 'cpuCeiling', finding.limit, 'ratio'),
        explainDimension(evaluated, placement.nodeId, 'cpuTime'),
      );
    }
    case 'out-of-range': {
      const access = evaluated.demand.accesses.get(id);
      if (access === undefined) return [];
      return [
        input(site, 'media', access.medium.id, 'maxRangeM', finding.limit, 'm'),
        pathLength(site, { access, direction: 'up' }),
      ];
    }
    case 'unplaced':
    case 'no-route':
      return evaluated.evaluation.flows
        .filter((flow) => flow.blockedBy === finding.subject)
        .slice(0, 40)
        .map((flow) =>
          step('blocked', 'formula', [], null, {
            rule: 'L7',
            parameters: { name: nameOf(site, 'flows', flow.id), status: flow.status },
          }),
        );
    case 'link-saturated':
    case 'access-saturated':
    case 'near-limit':
    case 'node-over-capacity':
    case 'place-over-limit':
      return load(evaluated, finding, collection, id, dimension);
    default:
      return placementInputs(evaluated, finding, collection, id);
  }
}

function load(evaluated: Evaluated, finding: Finding, collection: string, id: string, dimension: string): Explanation[] {
  const { site, graph } = evaluated.model;
  if (collection === 'links') {
    const result = evaluated.evaluation.links.find((link) => link.id === id);
    const direction = result !== undefined && result.utilisationDown > result.utilisationUp ? 'down' : 'up';
    const index = graph.arcOf.get(`${id}/${direction}`);
    const arc = index === undefined ? undefined : graph.arcs[index];
    const share = explainLinkLoad(evaluated, id, direction);
    if (index === undefined || arc === undefined || share === null) return [];
    return [bandwidthOf(site, arc), share, linkTraffic(evaluated, index)];
  }
  if (finding.text.code.startsWith('access-')) {
    const direction = finding.text.parameters['direction'] === 'down' ? 'down' : 'up';
    const medium = finding.text.parameters['medium'];
    const access = [...evaluated.demand.accesses.values()].find(
      (one) => one.medium.name === medium && (collection === 'nodes' ? one.nodeId === id : one.group.id === id),
    );
    if (access === undefined) return [];
    return [bandwidthOf(site, { access, direction }), accessLoad(evaluated, access, direction)];
  }
  const share = collection === 'places' ? explainPlace(evaluated, id, dimension) : explainDimension(evaluated, id, dimension);
  return share === null ? [] : [share];
}

/** What a rule of placement compares, as it stands in the records. */
function placementInputs(evaluated: Evaluated, finding: Finding, collection: string, id: string): Explanation[] {
  const { site } = evaluated.model;
  const placement = collection === 'placements' ? getRecord(site, 'placements', id) : undefined;
  const service = getRecord(site, 'services', placement?.serviceId ?? id);
  const node = getRecord(site, 'nodes', placement?.nodeId ?? '');
  const type = node === undefined ? undefined : getRecord(site, 'hardwareTypes', node.typeId);
  if (service === undefined) return [];
  const ofService = (field: string, value: string | number): Explanation => input(site, 'services', service.id, field, value);
  const ofType = (field: string, value: string | number): Explanation[] =>
    type === undefined ? [] : [input(site, 'hardwareTypes', type.id, field, value)];
  switch (finding.kind) {
    case 'architecture-mismatch':
      return [
        ofService('architectures', service.architectures.join(', ')),
        ...ofType('compute.architecture', type?.compute.architecture ?? '–'),
      ];
    case 'accelerator-missing':
      return [
        ofService('accelerator.kinds', (service.accelerator?.kinds ?? []).join(', ')),
        ...ofType('accelerators', type?.accelerators.map((one) => one.kind).join(', ') ?? '–'),
      ];
    case 'form-unsupported':
      return [ofService('form', service.form), ...ofType('offers.forms', type?.offers.forms.join(', ') ?? '–')];
    case 'tier-not-allowed':
      return [
        ofService('allowedTiers', service.allowedTiers.join(', ')),
        ...(node === undefined ? [] : [input(site, 'nodes', node.id, 'tier', node.tier)]),
      ];
    case 'tier-rule-broken': {
      const ruleId = String(finding.text.parameters['ruleId'] ?? '');
      const rule = getRecord(site, 'policies', ruleId);
      if (rule?.kind !== 'tier-rule' || node === undefined) return [];
      return [
        input(site, 'policies', rule.id, 'tiers', rule.tiers.join(', ')),
        ...ruleInputs(evaluated, rule, service.id),
        input(site, 'nodes', node.id, 'tier', node.tier),
      ];
    }
    case 'residency-violated':
      return [ofService('data.residencyZones', service.data.residencyZones.join(', '))];
    case 'replicas-below-minimum':
      return [
        ofService('replicas.min', service.replicas.min),
        ...(evaluated.model.placements.get(service.id) ?? []).map((live) =>
          input(site, 'placements', live.placement.id, 'replicas', live.placement.replicas),
        ),
      ];
    default:
      return [ofService('antiAffinity', service.antiAffinity)];
  }
}
