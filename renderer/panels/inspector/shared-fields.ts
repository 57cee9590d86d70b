import { sameValue } from '../../../core/base/same-value.ts';
import type { AnyRecord, CollectionName } from '../../../core/site/site.ts';
import { RECORD_SCHEMAS } from '../../../core/site/site.ts';
import { describeFields } from './describe-fields.ts';
import type { Field } from './describe-fields.ts';

/** A field that several records have, and the value of each. */
export interface SharedField {
  readonly field: Field;
  readonly values: readonly unknown[];
}

/** Of its own in every record: giving it to all of them is never meant. */
const OWN: ReadonlySet<string> = new Set(['id', 'name', 'kind', 'sources']);

/** Fields that all these records have in the same form, in the order of the first one's schema. */
export function sharedFields(
  records: readonly { readonly collection: CollectionName; readonly record: AnyRecord }[],
): SharedField[] {
  // One of each form: ten thousand nodes have the fields of one.
  const forms = new Map(records.map((one) => [formOf(one.collection, one.record), one]));
  const [first, ...others] = [...forms.values()].map(({ collection, record }) =>
    describeFields(RECORD_SCHEMAS[collection], record as unknown as Readonly<Record<string, unknown>>),
  );
  if (first === undefined) return [];
  return first
    .filter(({ name, shape }) => !OWN.has(name) && shape.kind !== 'fixed' && shape.kind !== 'endpoint' && shape.kind !== 'list')
    .filter((field) => others.every((fields) => fields.some((other) => sameValue(other, field))))
    .map((field) => ({
      field,
      values: records.map(({ record }) => (record as unknown as Readonly<Record<string, unknown>>)[field.name]),
    }));
}

/** Records of one form have the same fields: policies have those of their kind. */
function formOf(collection: CollectionName, record: AnyRecord): string {
  return collection === 'policies' && 'kind' in record ? `${collection} ${record.kind}` : collection;
}

/** Fields below one that is a group, with their values; empty where a record has no such group. */
export function sharedBelow({ field, values }: SharedField): SharedField[] {
  const { shape } = field;
  if (shape.kind !== 'group' || values.some((value) => typeof value !== 'object' || value === null)) return [];
  return shape.fields
    .filter((child) => child.shape.kind !== 'fixed' && child.shape.kind !== 'list' && child.shape.kind !== 'endpoint')
    .map((child) => ({ field: child, values: values.map((value) => (value as Readonly<Record<string, unknown>>)[child.name]) }));
}

/** Whether the records differ in it. */
export function isMixed({ values }: SharedField): boolean {
  return values.some((value) => !sameValue(value, values[0]));
}
