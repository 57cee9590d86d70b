import type { RecordOf, Site } from '../../site/site.ts';
import type { CollectionName } from '../../site/site.ts';
import { getRecord } from '../../site/site.ts';
import type { SourceNote } from '../../site/schema/common.ts';
import type { Explanation, ExplanationSource, LabelCode, Operation } from './explanation.ts';

type Parameters = Explanation['label']['parameters'];

/** What a step may say besides its children. */
export interface Remarks {
  readonly unit?: string;
  readonly rule?: string;
  readonly formula?: string;
  readonly parameters?: Parameters;
  /** The engine's own figure, where it is known: it is what is shown, and what the children have to make. */
  readonly value?: number | null;
  readonly source?: ExplanationSource;
}

/** More children than a person reads: the smallest are told together. */
const CHILDREN_AT_MOST = 40;

export function step(
  code: LabelCode,
  operation: Operation,
  children: readonly Explanation[],
  value: number | null,
  remarks: Remarks = {},
): Explanation {
  return {
    label: { code, parameters: remarks.parameters ?? {} },
    value: remarks.value === undefined ? value : remarks.value,
    unit: remarks.unit ?? '',
    operation,
    rule: remarks.rule ?? null,
    formula: remarks.formula ?? null,
    source: remarks.source ?? null,
    children,
  };
}

export function sumOf(code: LabelCode, children: readonly Explanation[], remarks: Remarks = {}): Explanation {
  return step(code, 'sum', fewer(children, remarks.unit ?? ''), total(children), remarks);
}

export function productOf(code: LabelCode, children: readonly Explanation[], remarks: Remarks = {}): Explanation {
  return step(
    code,
    'product',
    children,
    children.reduce((value, child) => value * figureOf(child), 1),
    remarks,
  );
}

/** The first child less all others. */
export function differenceOf(code: LabelCode, children: readonly Explanation[], remarks: Remarks = {}): Explanation {
  const [first, ...others] = children;
  return step(code, 'difference', children, (first === undefined ? 0 : figureOf(first)) - total(others), remarks);
}

/** Null where the divisor is 0. */
export function quotientOf(code: LabelCode, over: Explanation, under: Explanation, remarks: Remarks = {}): Explanation {
  const divisor = figureOf(under);
  return step(code, 'quotient', [over, under], divisor === 0 ? null : figureOf(over) / divisor, remarks);
}

export function greatestOf(code: LabelCode, children: readonly Explanation[], remarks: Remarks = {}): Explanation {
  return step(code, 'greatest', children, Math.max(...children.map(figureOf)), remarks);
}

/** A number that stands in a formula: 1, or the factor between two units. */
export function number(value: number, code: 'one' | 'conversion' = 'one', unit = ''): Explanation {
  return {
    label: { code, parameters: {} },
    value,
    unit,
    operation: 'constant',
    rule: null,
    formula: null,
    source: code === 'one' ? null : { subject: null, field: null, title: 'SI', url: null, note: null },
    children: [],
  };
}

/** A constant of the model with the document it is from. */
export function constantOf(code: LabelCode, value: number, title: string, remarks: Remarks = {}): Explanation {
  return step(code, 'constant', [], value, {
    ...remarks,
    source: { subject: null, field: null, title, url: null, note: null },
  });
}

/** A field of a record; of a catalog type with the document that covers it. */
export function input(
  site: Site,
  collection: CollectionName,
  id: string,
  field: string,
  value: number | string | null,
  unit = '',
): Explanation {
  const record = getRecord(site, collection, id) as { readonly sources?: readonly SourceNote[] } | undefined;
  const note = documentOf(record?.sources ?? [], field);
  return {
    label: { code: 'field', parameters: { field: lastOf(field), record: nameOf(site, collection, id) } },
    value,
    unit,
    operation: 'input',
    rule: null,
    formula: null,
    source: {
      subject: `${collection}/${id}`,
      field,
      title: note?.title ?? null,
      url: note?.url ?? null,
      note: note === null || note.note === '' ? null : note.note,
    },
    children: [],
  };
}

/** What holds for the site as a whole. */
export function headerInput(
  site: Site,
  field: 'pue' | 'carbonGPerKWh' | 'energyPricePerKWh' | 'discountRate' | 'growthPerYear',
  value: number,
  unit = '',
): Explanation {
  const note = documentOf(site.header.sources, field);
  return {
    label: { code: 'field', parameters: { field, record: site.header.name } },
    value,
    unit,
    operation: 'input',
    rule: null,
    formula: null,
    source: { subject: 'header', field, title: note?.title ?? null, url: note?.url ?? null, note: null },
    children: [],
  };
}

/** The first source that names the field or what it lies in; else one that covers the whole record. */
function documentOf(sources: readonly SourceNote[], field: string): SourceNote | null {
  return (
    sources.find(({ fields }) => fields.some((one) => field === one || field.startsWith(`${one}.`))) ??
    sources.find(({ fields }) => fields.length === 0) ??
    null
  );
}

function lastOf(field: string): string {
  return field.slice(field.lastIndexOf('.') + 1);
}

/** What a person calls a record: its own name, or for a placement those of its service and node. */
export function nameOf(site: Site, collection: CollectionName, id: string): string {
  const record = getRecord(site, collection, id);
  if (record === undefined) return id;
  if (collection === 'placements') {
    const placement = record as RecordOf<'placements'>;
    const service = getRecord(site, 'services', placement.serviceId)?.name ?? placement.serviceId;
    return `${service} @ ${getRecord(site, 'nodes', placement.nodeId)?.name ?? placement.nodeId}`;
  }
  return 'name' in record ? record.name : id;
}

export function figureOf(explanation: Explanation): number {
  return typeof explanation.value === 'number' ? explanation.value : 0;
}

function total(children: readonly Explanation[]): number {
  return children.reduce((sum, child) => sum + figureOf(child), 0);
}

/** The greatest in their order, and what is left in one line. */
function fewer(children: readonly Explanation[], unit: string): readonly Explanation[] {
  if (children.length <= CHILDREN_AT_MOST) return children;
  const least = children.map(figureOf).toSorted((a, b) => b - a)[CHILDREN_AT_MOST - 1] ?? 0;
  const kept = children.filter((child) => figureOf(child) > least);
  const others = children.filter((child) => figureOf(child) <= least);
  const room = CHILDREN_AT_MOST - kept.length;
  kept.push(...others.slice(0, room));
  const rest = others.slice(room);
  return [...kept, step('rest', 'rest', [], total(rest), { unit, parameters: { count: rest.length } })];
}
