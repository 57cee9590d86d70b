import type { Evaluation, FlowResult } from '../evaluate/result.ts';
import { figure, percent } from './figure.ts';
import { printTable } from './print-table.ts';

/** Rows of each list: the worst come first, the rest is in `--json`. */
const ROWS = 15;

/** An evaluation for a person at a terminal: totals, findings, then the slowest flows and the fullest nodes and links. */
export function describeEvaluation({ site, flows, nodes, links, findings, totals }: Evaluation): string {
  const fullest = nodes
    .map((node) => ({ node, fill: node.tightest === null ? 0 : (node.utilisation[node.tightest] ?? 0) }))
    .toSorted((a, b) => b.fill - a.fill);
  const busiest = links
    .map((link) => ({ link, fill: Math.max(link.utilisationUp, link.utilisationDown) }))
    .toSorted((a, b) => b.fill - a.fill);
  return [
    `${site.name}`,
    `${site.places} places, ${site.nodes} nodes, ${site.links} links, ${site.deviceGroups} device groups (${site.devices} devices), ${site.services} services, ${site.flows} flows`,
    `${totals.flowsMet} met, ${totals.flowsMissed} missed, ${totals.flowsSaturated} saturated, ${totals.flowsNoRoute} without a route, ${totals.flowsUnplaced} unplaced`,
    `${totals.errors} errors, ${totals.warnings} warnings, ${Math.round(totals.powerW)} W`,
    '',
    ...part('Findings', findings, ['severity', 'what', 'subject', 'why', 'remedy'], (one) => [
      one.severity,
      one.kind,
      one.subject,
      one.why,
      one.remedy,
    ]),
    ...part(
      'Flows, least slack first',
      flows.toSorted(byNeed),
      ['flow', 'status', 'mean ms', 'p50', 'p95', 'p99', 'objective'],
      (flow) => [
        flow.id,
        flow.status,
        figure(flow.meanMs),
        figure(flow.p50Ms),
        figure(flow.p95Ms),
        figure(flow.p99Ms),
        figure(flow.objectiveP99Ms),
      ],
    ),
    ...part('Nodes, fullest first', fullest, ['node', 'tier', 'tightest', 'used', 'W'], ({ node, fill }) => [
      node.id,
      node.tier,
      node.tightest ?? '',
      percent(fill),
      figure(node.powerW),
    ]),
    ...part('Links, busiest first', busiest, ['link', 'used', 'up Mbps', 'down Mbps', 'flows'], ({ link, fill }) => [
      link.id,
      percent(fill),
      figure(link.upMbps),
      figure(link.downMbps),
      String(link.flows),
    ]),
  ].join('\n');
}

function part<Row>(title: string, rows: readonly Row[], names: readonly string[], cells: (row: Row) => string[]): string[] {
  if (rows.length === 0) return [];
  const more = rows.length > ROWS ? [`  … and ${rows.length - ROWS} more`] : [];
  return [title, ...printTable(names, rows.slice(0, ROWS).map(cells)).map((line) => `  ${line}`), ...more, ''];
}

const NEED = { 'no-route': 0, saturated: 1, unplaced: 2, missed: 3, met: 4 } as const;

function byNeed(a: FlowResult, b: FlowResult): number {
  return NEED[a.status] - NEED[b.status] || (a.slack ?? Infinity) - (b.slack ?? Infinity) || (a.id < b.id ? -1 : 1);
}
