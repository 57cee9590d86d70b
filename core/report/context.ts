import type { Evaluation, FlowResult } from '../evaluate/result.ts';
import { getRecord } from '../site/site.ts';
import type { RecordOf, Site } from '../site/site.ts';
import type { Bill } from '../catalog/bill.ts';
import type { FindingGroup } from './order.ts';
import type { SourceIndex } from './sources.ts';
import type { Words } from './words.ts';

/** What every section is made from. */
export interface ReportContext {
  readonly site: Site;
  readonly evaluation: Evaluation;
  readonly words: Words;
  readonly groups: readonly FindingGroup[];
  readonly bill: Bill;
  readonly sources: SourceIndex;
}

/** Most rows a table of flows, nodes or links shows; the CSV files have all. */
export const ROW_CAP = 40;
/** Rows that a table of findings of one kind shows. */
export const FINDING_CAP = 10;

export interface FlowNames {
  readonly flow: string;
  readonly workload: string;
  readonly from: string;
  readonly to: string;
}

/** Names of a flow and its ends; the ids of the result where the site has no such record. */
export function flowNames(site: Site, result: FlowResult): FlowNames {
  const flow = getRecord(site, 'flows', result.id);
  if (flow === undefined) return { flow: result.id, workload: result.workload, from: result.from, to: result.to };
  return {
    flow: flow.name,
    workload: getRecord(site, 'workloads', flow.workloadId)?.name ?? flow.workloadId,
    from: endName(site, flow.from),
    to: endName(site, flow.to),
  };
}

function endName(site: Site, end: RecordOf<'flows'>['from']): string {
  const record = end.kind === 'service' ? getRecord(site, 'services', end.id) : getRecord(site, 'deviceGroups', end.id);
  return record?.name ?? end.id;
}

export function nodeName(site: Site, id: string): string {
  return getRecord(site, 'nodes', id)?.name ?? id;
}

/** Name of a dimension of capacity, e.g. `accelerator-gpu`. Unknown ones keep their code. */
export function dimensionName(words: Words, dimension: string): string {
  const cut = dimension.indexOf('-');
  if (cut < 0) return words.optional(`dimension.${dimension}`, dimension);
  const part = dimension.slice(cut + 1);
  return `${words.optional(`dimension.${dimension.slice(0, cut)}`, dimension.slice(0, cut))} ${words.optional(`part.${part}`, part)}`;
}

/** Words for what a table leaves out; null where it leaves out nothing. */
export function capNote(words: Words, shown: number, all: number, file: string): string | null {
  return shown < all ? words.text('note.cap', { shown: words.whole(shown), all: words.whole(all), file }) : null;
}
