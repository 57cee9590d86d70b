import type { Finding, FlowDetail, FlowResult, LinkResult, NodeResult } from '../../core/evaluate/result.ts';
import type { Tier } from '../../core/site/schema/common.ts';
import type { Site } from '../../core/site/site.ts';
import { getRecord } from '../../core/site/site.ts';
import type { RecordRef } from '../store/interaction-store.ts';
import type { Overlay } from '../store/view-store.ts';
import {
  amountColour,
  availabilityColour,
  classColour,
  findingColour,
  mixRgb,
  reachColour,
  slackColour,
  tierColour,
  unknownColour,
  utilisationColour,
  violatedColour,
} from '../ui/scales.ts';
import type { Rgb, Scheme } from '../ui/scales.ts';
import type { Lookup, OverlayFigures } from './overlay-figures.ts';
import type { Palette } from './palette.ts';

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

export function worstSeverity(findings: readonly Finding[] | undefined): Finding['severity'] | null {
  if (findings === undefined || findings.length === 0) return null;
  return findings.some((finding) => finding.severity === 'error') ? 'error' : 'warning';
}

export interface Colouring {
  node(id: string, tier: Tier): Rgb;
  group(id: string): Rgb;
  /** `filled`: its colour tells something else than its load, and so takes all of its width. */
  link(id: string): { readonly colour: Rgb; readonly violated: boolean; readonly filled?: boolean };
}

/** What is coloured by: of utilisation one dimension, or where null the fullest of each node. */
export interface OverlayChoice {
  readonly overlay: Overlay;
  readonly dimension: string | null;
}

/** Colours of one overlay. Without an answer of the engine everything is plain. */
export function colouring(
  facts: ColourFacts,
  { overlay, dimension }: OverlayChoice,
  scheme: Scheme,
  palette: Palette,
  figures: OverlayFigures,
): Colouring {
  const valueOf = (key: string): number | null => figures.values.get(key) ?? null;
  return {
    node(id, tier) {
      const result = facts.nodes.get(id);
      const key = `nodes/${id}`;
      switch (overlay) {
        case 'tier':
          return tierColour(tier, scheme);
        case 'utilisation':
          return utilisationColour(utilisationOf(result, dimension), scheme);
        case 'slack':
          return slackColour(valueOf(key), scheme);
        case 'availability':
          return availabilityColour(valueOf(key), scheme);
        case 'energy':
          return amountColour(valueOf(key), figures.most, scheme);
        case 'data':
          return utilisationColour(valueOf(key), scheme);
        case 'tenant':
          return classColour(valueOf(key) ?? Infinity, scheme);
        case 'coverage':
          return palette.pad;
        case 'findings':
          return result === undefined ? unknownColour(scheme) : findingColour(worstSeverity(facts.findings.get(key)), scheme);
      }
    },
    group(id) {
      const key = `deviceGroups/${id}`;
      const value = valueOf(key);
      switch (overlay) {
        case 'tier':
          return mixRgb(tierColour('device', scheme), palette.device, 0.5);
        case 'slack':
          return value === null ? palette.device : slackColour(value, scheme);
        case 'availability':
          return value === null ? palette.device : availabilityColour(value, scheme);
        case 'coverage': {
          const reach = figures.reaches.get(id);
          return reach === undefined ? palette.device : reachColour(reach, scheme);
        }
        default: {
          const severity = worstSeverity(facts.findings.get(key));
          return severity === null ? palette.device : findingColour(severity, scheme);
        }
      }
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
      const availability = overlay === 'availability' ? valueOf(`links/${id}`) : null;
      if (availability !== null) {
        return { colour: availabilityColour(availability, scheme), violated: false, filled: true };
      }
      if (overlay === 'findings' && severity === 'warning') return { colour: findingColour('warning', scheme), violated: false };
      return { colour: palette.strand, violated: false };
    },
  };
}

function utilisationOf(result: NodeResult | undefined, dimension: string | null): number | null {
  const asked = dimension ?? result?.tightest ?? null;
  return result === undefined || asked === null ? null : (result.utilisation[asked] ?? null);
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
