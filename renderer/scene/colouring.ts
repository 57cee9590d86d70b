import type { Finding, FlowDetail, FlowResult, LinkResult, NodeResult } from '../../core/evaluate/result.ts';
import type { Tier } from '../../core/site/schema/common.ts';
import type { Site } from '../../core/site/site.ts';
import { getRecord } from '../../core/site/site.ts';
import type { RecordRef } from '../store/interaction-store.ts';
import type { Overlay } from '../store/view-store.ts';
import {
  findingColour,
  mixRgb,
  slackColour,
  tierColour,
  unknownColour,
  utilisationColour,
  violatedColour,
} from '../ui/scales.ts';
import type { Rgb, Scheme } from '../ui/scales.ts';
import type { Palette } from './palette.ts';

/** Results by id. */
export interface Lookup<Result> {
  get(id: string): Result | undefined;
  values(): Iterable<Result>;
}

/** As much of the results as gives things their colour. */
export interface ColourFacts {
  readonly nodes: Lookup<NodeResult>;
  readonly links: Lookup<LinkResult>;
  readonly flows: Lookup<FlowResult>;
  readonly findings: Lookup<readonly Finding[]>;
}

/** What stays in full colour while a flow is selected; null: everything. */
export interface Focus {
  readonly nodes: ReadonlySet<string>;
  readonly links: ReadonlySet<string>;
  readonly groups: ReadonlySet<string>;
  /** Links that its request passes from their end to their start. */
  readonly backwards: ReadonlySet<string>;
}

/** How much of its colour a thing keeps that is not on the selected flow's way. */
export const DIMMED = 0.15;

/** Least slack of the flows that each node answers and each device group asks. */
export function leastSlacks(site: Site, flows: Lookup<FlowResult>): ReadonlyMap<string, number> {
  const least = new Map<string, number>();
  const note = (key: string, slack: number): void => {
    least.set(key, Math.min(least.get(key) ?? Infinity, slack));
  };
  for (const flow of flows.values()) {
    const blocked = flow.status === 'saturated' || flow.status === 'no-route';
    const slack = flow.slack ?? (blocked ? -Infinity : null);
    if (slack === null) continue;
    if (flow.servedBy !== null) note(`nodes/${flow.servedBy}`, slack);
    const from = getRecord(site, 'flows', flow.id)?.from;
    if (from?.kind === 'device-group') note(`deviceGroups/${from.id}`, slack);
  }
  return least;
}

export function worstSeverity(findings: readonly Finding[] | undefined): Finding['severity'] | null {
  if (findings === undefined || findings.length === 0) return null;
  return findings.some((finding) => finding.severity === 'error') ? 'error' : 'warning';
}

export interface Colouring {
  node(id: string, tier: Tier): Rgb;
  group(id: string): Rgb;
  link(id: string): { readonly colour: Rgb; readonly violated: boolean };
}

/** Colours of one overlay. Without an answer of the engine everything is plain. */
export function colouring(
  facts: ColourFacts,
  overlay: Overlay,
  scheme: Scheme,
  palette: Palette,
  slacks: ReadonlyMap<string, number>,
): Colouring {
  return {
    node(id, tier) {
      const result = facts.nodes.get(id);
      switch (overlay) {
        case 'tier':
          return tierColour(tier, scheme);
        case 'utilisation':
          return utilisationColour(tightestOf(result), scheme);
        case 'slack':
          return slackColour(slacks.get(`nodes/${id}`) ?? null, scheme);
        case 'findings':
          return result === undefined
            ? unknownColour(scheme)
            : findingColour(worstSeverity(facts.findings.get(`nodes/${id}`)), scheme);
      }
    },
    group(id) {
      if (overlay === 'tier') return mixRgb(tierColour('device', scheme), palette.device, 0.5);
      if (overlay === 'slack') {
        const slack = slacks.get(`deviceGroups/${id}`);
        return slack === undefined ? palette.device : slackColour(slack, scheme);
      }
      const severity = worstSeverity(facts.findings.get(`deviceGroups/${id}`));
      return severity === null ? palette.device : findingColour(severity, scheme);
    },
    link(id) {
      const result = facts.links.get(id);
      const severity = worstSeverity(facts.findings.get(`links/${id}`));
      const load = result === undefined ? null : Math.max(result.utilisationUp, result.utilisationDown);
      if (severity === 'error' || (load !== null && load > 1)) return { colour: violatedColour(scheme), violated: true };
      if (overlay === 'utilisation' && load !== null) {
        // A quiet link is a quiet line; it takes the colour of the scale as it fills.
        return {
          colour: mixRgb(palette.strand, utilisationColour(load, scheme), Math.min(1, Math.max(0, (load - 0.05) / 0.4))),
          violated: false,
        };
      }
      if (overlay === 'findings' && severity === 'warning') return { colour: findingColour('warning', scheme), violated: false };
      return { colour: palette.strand, violated: false };
    },
  };
}

function tightestOf(result: NodeResult | undefined): number | null {
  if (result === undefined || result.tightest === null) return null;
  return result.utilisation[result.tightest] ?? null;
}

/** What lies on the way of the selected flow; null when no single flow is selected. */
export function focusOf(
  site: Site,
  selection: readonly RecordRef[],
  flows: Lookup<FlowResult>,
  detail: FlowDetail | null,
): Focus | null {
  const [only] = selection;
  if (selection.length !== 1 || only?.collection !== 'flows') return null;
  const flow = getRecord(site, 'flows', only.id);
  if (flow === undefined) return null;
  const nodes = new Set<string>();
  const links = new Set<string>();
  const groups = new Set<string>();
  const backwards = new Set<string>();
  for (const end of [flow.from, flow.to]) if (end.kind === 'device-group') groups.add(end.id);
  const servedBy = flows.get(only.id)?.servedBy ?? null;
  if (servedBy !== null) nodes.add(servedBy);
  if (detail?.flowId === only.id) {
    for (const hop of detail.hops) {
      nodes.add(hop.nodeId);
      const link = hop.kind === 'link' ? getRecord(site, 'links', hop.id) : undefined;
      if (link !== undefined) {
        if (hop.direction === 'forth' && hop.nodeId === link.fromNodeId) backwards.add(link.id);
        links.add(link.id);
        nodes.add(link.fromNodeId);
        nodes.add(link.toNodeId);
      }
    }
  }
  return { nodes, links, groups, backwards };
}
