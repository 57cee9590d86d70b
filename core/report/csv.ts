import { assert } from '../base/assert.ts';
import type { Amount, Evaluation, FlowResult, LinkResult, NodeResult } from '../evaluate/result.ts';
import { ACCELERATOR_KINDS, STORAGE_CLASSES } from '../site/schema/common.ts';
import type { Site } from '../site/site.ts';
import { getRecord } from '../site/site.ts';
import { billOfMaterials } from '../catalog/bill.ts';
import { flowNames, nodeName } from './context.ts';
import type { CsvValue } from './csv-text.ts';
import { csvText } from './csv-text.ts';
import { fullestLinksFirst, fullestNodesFirst, groupFindings, worstFlowsFirst } from './order.ts';
import { nameOfSubject } from './words.ts';

export interface CsvFile {
  readonly name: 'flows.csv' | 'nodes.csv' | 'links.csv' | 'findings.csv' | 'bom.csv';
  readonly text: string;
}

/**
 * Every result as tables for a spreadsheet, in the order of the report. Heads are English, carry the unit and stay the same
 * over sites and versions, so that other programs can rely on them; utilisation and slack are ratios.
 */
export function csvFiles(site: Site, evaluation: Evaluation): CsvFile[] {
  return [
    { name: 'flows.csv', text: flowsCsv(site, evaluation) },
    { name: 'nodes.csv', text: nodesCsv(site, evaluation) },
    { name: 'links.csv', text: linksCsv(site, evaluation) },
    { name: 'findings.csv', text: findingsCsv(site, evaluation) },
    { name: 'bom.csv', text: billCsv(site) },
  ];
}

/** A column: its head and what stands in it. */
type Columns<Row> = readonly (readonly [head: string, value: (row: Row) => CsvValue])[];

function table<Row>(columns: Columns<Row>, rows: readonly Row[]): string {
  return csvText(
    columns.map(([head]) => head),
    rows.map((row) => columns.map(([, value]) => value(row))),
  );
}

function flowsCsv(site: Site, evaluation: Evaluation): string {
  const columns: Columns<FlowResult> = [
    ['flow id', (flow) => flow.id],
    ['flow', (flow) => flowNames(site, flow).flow],
    ['workload', (flow) => flowNames(site, flow).workload],
    ['from', (flow) => flowNames(site, flow).from],
    ['to', (flow) => flowNames(site, flow).to],
    ['status', (flow) => flow.status],
    ['mean (ms)', (flow) => flow.meanMs],
    ['p50 (ms)', (flow) => flow.p50Ms],
    ['p95 (ms)', (flow) => flow.p95Ms],
    ['p99 (ms)', (flow) => flow.p99Ms],
    ['objective p99 (ms)', (flow) => flow.objectiveP99Ms],
    ['slack (ratio)', (flow) => flow.slack],
    ['access (ms)', (flow) => flow.breakdownMs?.access ?? null],
    ['propagation (ms)', (flow) => flow.breakdownMs?.propagation ?? null],
    ['transmission (ms)', (flow) => flow.breakdownMs?.transmission ?? null],
    ['queueing (ms)', (flow) => flow.breakdownMs?.queueing ?? null],
    ['transport (ms)', (flow) => flow.breakdownMs?.transport ?? null],
    ['processing (ms)', (flow) => flow.breakdownMs?.processing ?? null],
    ['requests (1/s)', (flow) => flow.requestsPerSecond],
    ['served by', (flow) => (flow.servedBy === null ? null : nodeName(site, flow.servedBy))],
    ['stopped by', (flow) => (flow.blockedBy === null ? null : nameOfSubject(site, flow.blockedBy))],
  ];
  return table(columns, worstFlowsFirst(evaluation.flows));
}

/** All dimensions a node can have, with the unit that stands in the head. */
const DIMENSIONS: readonly (readonly [dimension: string, unit: string])[] = [
  ['compute', 'vCPU'],
  ['cpuTime', 'threads'],
  ['memory', 'GiB'],
  ['network', 'Mbps'],
  ...STORAGE_CLASSES.map((kind) => [`storage-${kind}`, 'GB'] as const),
  ...ACCELERATOR_KINDS.map((kind) => [`accelerator-${kind}`, 'accelerators'] as const),
  ...ACCELERATOR_KINDS.map((kind) => [`acceleratorMemory-${kind}`, 'GiB'] as const),
];

function nodesCsv(site: Site, evaluation: Evaluation): string {
  const recordOf = (node: NodeResult) => getRecord(site, 'nodes', node.id);
  const columns: Columns<NodeResult> = [
    ['node id', (node) => node.id],
    ['node', (node) => nodeName(site, node.id)],
    ['hardware type', (node) => getRecord(site, 'hardwareTypes', recordOf(node)?.typeId ?? '')?.name ?? null],
    ['place', (node) => getRecord(site, 'places', recordOf(node)?.placeId ?? '')?.name ?? null],
    ['tier', (node) => node.tier],
    ['status', (node) => recordOf(node)?.status ?? null],
    ['placements', (node) => node.placements],
    ['power (W)', (node) => node.powerW],
    ['fullest resource', (node) => node.tightest],
    ...DIMENSIONS.flatMap(([dimension, unit]): Columns<NodeResult> => [
      [`${dimension} used (${unit})`, (node) => amountOf(node, dimension, unit)?.used ?? null],
      [`${dimension} available (${unit})`, (node) => amountOf(node, dimension, unit)?.available ?? null],
      [`${dimension} utilisation (ratio)`, (node) => node.utilisation[dimension] ?? null],
    ]),
  ];
  return table(columns, fullestNodesFirst(evaluation.nodes));
}

function amountOf(node: NodeResult, dimension: string, unit: string): Amount | undefined {
  const amount = node.amounts[dimension];
  assert(amount === undefined || amount.unit === unit, `${dimension} of ${node.id} is in ${amount?.unit}, its column in ${unit}`);
  return amount;
}

function linksCsv(site: Site, evaluation: Evaluation): string {
  const recordOf = (link: LinkResult) => getRecord(site, 'links', link.id);
  const columns: Columns<LinkResult> = [
    ['link id', (link) => link.id],
    ['link', (link) => recordOf(link)?.name ?? null],
    ['from', (link) => nodeName(site, recordOf(link)?.fromNodeId ?? '')],
    ['to', (link) => nodeName(site, recordOf(link)?.toNodeId ?? '')],
    ['medium', (link) => getRecord(site, 'media', recordOf(link)?.mediumId ?? '')?.name ?? null],
    ['load up (Mbps)', (link) => link.upMbps],
    ['load down (Mbps)', (link) => link.downMbps],
    ['capacity up (Mbps)', (link) => link.capacityUpMbps],
    ['capacity down (Mbps)', (link) => link.capacityDownMbps],
    ['utilisation up (ratio)', (link) => link.utilisationUp],
    ['utilisation down (ratio)', (link) => link.utilisationDown],
    ['delay up (ms)', (link) => link.delayUpMs],
    ['delay down (ms)', (link) => link.delayDownMs],
    ['flows', (link) => link.flows],
  ];
  return table(columns, fullestLinksFirst(evaluation.links));
}

function findingsCsv(site: Site, evaluation: Evaluation): string {
  const findings = groupFindings(evaluation).flatMap((group) => group.findings);
  const columns: Columns<(typeof findings)[number]> = [
    ['kind', (finding) => finding.kind],
    ['severity', (finding) => finding.severity],
    ['subject id', (finding) => finding.subject],
    ['subject', (finding) => nameOfSubject(site, finding.subject)],
    ['value', (finding) => finding.value],
    ['limit', (finding) => finding.limit],
    ['unit', (finding) => finding.unit],
    ['why', (finding) => finding.why],
    ['remedy', (finding) => finding.remedy],
  ];
  return table(columns, findings);
}

function billCsv(site: Site): string {
  const { lines } = billOfMaterials(site);
  const columns: Columns<(typeof lines)[number]> = [
    ['hardware type id', (line) => line.typeId],
    ['hardware type', (line) => line.type?.name ?? null],
    ['vendor', (line) => line.type?.vendor ?? null],
    ['quantity (pieces)', (line) => line.quantity],
    ['on site (pieces)', (line) => line.onSite],
    ['unit price', (line) => line.price?.amount ?? null],
    ['total', (line) => line.total],
    ['currency', (line) => line.price?.currency ?? null],
    ['price basis', (line) => line.price?.basis ?? 'unknown'],
    ['price date', (line) => line.price?.date ?? null],
  ];
  return table(columns, lines);
}
