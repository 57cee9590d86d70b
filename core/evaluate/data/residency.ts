import type { RecordOf } from '../../site/site.ts';
import { getRecord } from '../../site/site.ts';
import type { LegTarget } from '../demand.ts';
import { flowBytes } from '../demand.ts';
import type { Evaluated } from '../evaluate.ts';
import { finding } from '../finding.ts';
import { residencyZone } from '../place-capacity.ts';
import { allowedZones } from '../placement-findings.ts';
import type { Finding } from '../result.ts';

type Flow = RecordOf<'flows'>;
type Service = RecordOf<'services'>;

/** Rule that a flow breaks. */
type Breach = 'data-sent-outside' | 'data-passes-outside' | 'raw-data-leave-federation';

/**
 * [D2] Flows that carry data where they may not be. Raw data of a service stay in its zones: what it sends on ends there, and what it
 * sends or gets passes through no node outside. Anonymised data may go anywhere. Data of a federated service do not leave the zone of
 * their source: only models travel. Cost O(flows × sources × path).
 */
export function residencyFindings(evaluated: Evaluated): Finding[] {
  const { site, graph, flows } = evaluated.model;
  const zones = graph.nodes.map((node) => residencyZone(site, node.placeId));
  const allowed = new Map<string, readonly string[] | null>();
  const zonesOf = (service: Service): readonly string[] | null => {
    let known = allowed.get(service.id);
    if (known === undefined) allowed.set(service.id, (known = allowedZones(site, service)));
    return known;
  };
  const findings: Finding[] = [];
  for (const flow of flows) {
    const from = flow.from.kind === 'service' ? getRecord(site, 'services', flow.from.id) : undefined;
    const to = flow.to.kind === 'service' ? getRecord(site, 'services', flow.to.id) : undefined;
    const owner = from ?? to;
    if (owner === undefined || !carriesData(evaluated, flow)) continue;
    const zone = owner.data.privacy === 'raw' ? zonesOf(owner) : null;
    const federated = from === undefined && owner.data.privacy === 'federated';
    if (zone === null && !federated) continue;
    const breach = firstBreach(evaluated, flow, zones, zone, from !== undefined);
    if (breach !== null) findings.push(findingOf(evaluated, flow, owner, breach, zone));
  }
  return findings;
}

interface Found {
  readonly breach: Breach;
  readonly node: number;
  readonly zone: string | null;
}

function carriesData(evaluated: Evaluated, flow: Flow): boolean {
  const group = flow.from.kind === 'device-group' ? getRecord(evaluated.model.site, 'deviceGroups', flow.from.id) : undefined;
  const streams = flow.requestBytes === null ? (group?.streamUpMbps ?? 0) : 0;
  return flowBytes(flow, group).request > 0 || streams > 0;
}

/** The first way out that a flow takes; where it ends counts before where it passes. */
function firstBreach(
  evaluated: Evaluated,
  flow: Flow,
  zones: readonly (string | null)[],
  allowed: readonly string[] | null,
  isSentOn: boolean,
): Found | null {
  let passing: Found | null = null;
  for (const leg of evaluated.demand.legs.get(flow.id) ?? []) {
    for (const target of leg.targets) {
      if (allowed === null) {
        const zone = zones[target.node] ?? null;
        if (zone !== (zones[leg.source] ?? null)) return { breach: 'raw-data-leave-federation', node: target.node, zone };
        continue;
      }
      const isOutside = (node: number): boolean => !allowed.includes(zones[node] ?? '');
      // Where raw data end at the service itself, its placement is judged by the rules of placement.
      if (isSentOn && isOutside(target.node))
        return { breach: 'data-sent-outside', node: target.node, zone: zones[target.node] ?? null };
      passing ??= passage(evaluated, target, zones, isOutside);
    }
  }
  return passing;
}

function passage(
  evaluated: Evaluated,
  target: LegTarget,
  zones: readonly (string | null)[],
  isOutside: (node: number) => boolean,
): Found | null {
  for (const index of target.path) {
    const node = evaluated.model.graph.arcs[index]?.to;
    // A node without a stated zone is no proof that data leave.
    if (node === undefined || node === target.node || (zones[node] ?? null) === null || !isOutside(node)) continue;
    return { breach: 'data-passes-outside', node, zone: zones[node] ?? null };
  }
  return null;
}

function findingOf(evaluated: Evaluated, flow: Flow, owner: Service, found: Found, allowed: readonly string[] | null): Finding {
  const node = evaluated.model.graph.nodes[found.node]?.name ?? '';
  const zone = found.zone ?? '–';
  const zones = allowed?.join(', ') ?? '–';
  const parameters = { flow: flow.name, service: owner.name, node, zone, zones };
  return finding({
    kind: 'residency-violated',
    code: found.breach,
    severity: found.breach === 'data-passes-outside' ? 'warning' : 'error',
    subject: `flows/${flow.id}`,
    aspect: found.breach,
    limit: null,
    value: null,
    unit: '',
    ...WORDS[found.breach](parameters),
    parameters,
  });
}

interface Named {
  readonly flow: string;
  readonly service: string;
  readonly node: string;
  readonly zone: string;
  readonly zones: string;
}

const WORDS: Readonly<Record<Breach, (named: Named) => { readonly why: string; readonly remedy: string }>> = {
  'data-sent-outside': ({ flow, service, node, zone, zones }) => ({
    why: `${flow} sends raw data of ${service} to ${node} in ${zone}; they have to stay in ${zones}.`,
    remedy: 'Anonymise them first, or place what they go to inside the zone.',
  }),
  'data-passes-outside': ({ flow, service, node, zone, zones }) => ({
    why: `${flow} carries raw data of ${service} through ${node} in ${zone}; they have to stay in ${zones}.`,
    remedy: 'Lead the way inside the zone, or encrypt end to end and let the policy say so.',
  }),
  'raw-data-leave-federation': ({ flow, service, node, zone }) => ({
    why: `${flow} sends raw data to ${service} on ${node} in ${zone}, another zone than their source; in federated learning only models travel.`,
    remedy: `Place ${service} in the zone of its sources.`,
  }),
};
