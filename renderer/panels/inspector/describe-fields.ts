import { z } from 'zod';
import type { CollectionName } from '../../../core/site/site.ts';
import { unitOf } from './unit-of.ts';
import type { FieldUnit } from './unit-of.ts';

/** How a value of a record is shown and entered. Derived from the schema, so that no field can be forgotten. */
export type FieldShape =
  | { readonly kind: 'number'; readonly integer: boolean; readonly min: number; readonly max: number; readonly unit: FieldUnit }
  | { readonly kind: 'text'; readonly multiline: boolean }
  | { readonly kind: 'boolean' }
  | { readonly kind: 'choice'; readonly options: readonly string[] }
  | { readonly kind: 'reference'; readonly collection: CollectionName }
  /** A service or a device group. */
  | { readonly kind: 'endpoint' }
  | { readonly kind: 'group'; readonly fields: readonly Field[] }
  | { readonly kind: 'list'; readonly item: FieldShape }
  /** Fixed by the kind of record, or not for editing by hand. */
  | { readonly kind: 'fixed' };

export interface Field {
  readonly name: string;
  readonly nullable: boolean;
  readonly shape: FieldShape;
}

/** Fields that hold the id of another record, by name; the schemas know them only as strings. */
const REFERENCES: Readonly<Record<string, CollectionName>> = {
  typeId: 'hardwareTypes',
  placeId: 'places',
  parentId: 'places',
  nodeId: 'nodes',
  fromNodeId: 'nodes',
  toNodeId: 'nodes',
  mediumId: 'media',
  workloadId: 'workloads',
  workloadIds: 'workloads',
  serviceId: 'services',
  serviceIds: 'services',
  underlayIds: 'links',
  observationId: 'observations',
  triggeredBy: 'flows',
};

/** Long words. */
const MULTILINE = new Set(['notes', 'description', 'note', 'method', 'text', 'reason']);
/** Told by hand nowhere: identity, and drawings that the twin edits. */
const FIXED = new Set(['id', 'templateId', 'outline', 'walls', 'shapes', 'commands', 'attachmentIds', 'dayProfile', 'bookmarks']);

/** Fields of a record in the order of its schema. `record` chooses among the kinds of a union. */
export function describeFields(schema: z.ZodType, record: Readonly<Record<string, unknown>>): readonly Field[] {
  const object = schema instanceof z.ZodDiscriminatedUnion ? optionOf(schema, record) : schema;
  if (!(object instanceof z.ZodObject)) throw new Error('describeFields: not the schema of a record');
  return fieldsOf(object);
}

function fieldsOf(object: z.ZodObject): readonly Field[] {
  return Object.entries(object.shape).map(([name, schema]) => describe(name, schema as z.ZodType));
}

function describe(name: string, schema: z.ZodType): Field {
  if (schema instanceof z.ZodNullable) return { name, nullable: true, shape: shapeOf(name, schema.def.innerType as z.ZodType) };
  return { name, nullable: false, shape: shapeOf(name, schema) };
}

function shapeOf(name: string, schema: z.ZodType): FieldShape {
  if (FIXED.has(name)) return { kind: 'fixed' };
  if (schema instanceof z.ZodNumber) {
    return {
      kind: 'number',
      integer: schema.format === 'safeint',
      min: schema.minValue ?? -Infinity,
      max: schema.maxValue ?? Infinity,
      unit: unitOf(name),
    };
  }
  if (schema instanceof z.ZodBoolean) return { kind: 'boolean' };
  if (schema instanceof z.ZodEnum) return { kind: 'choice', options: schema.options.map(String) };
  if (schema instanceof z.ZodString) {
    const collection = REFERENCES[name];
    return collection === undefined ? { kind: 'text', multiline: MULTILINE.has(name) } : { kind: 'reference', collection };
  }
  if (schema instanceof z.ZodObject) return { kind: 'group', fields: fieldsOf(schema) };
  if (schema instanceof z.ZodArray) return { kind: 'list', item: shapeOf(name, schema.element as z.ZodType) };
  if (schema instanceof z.ZodDiscriminatedUnion && (name === 'from' || name === 'to')) return { kind: 'endpoint' };
  return { kind: 'fixed' };
}

function optionOf(union: z.ZodDiscriminatedUnion, record: Readonly<Record<string, unknown>>): z.ZodType {
  const chosen = union.def.options.find((option) => {
    const kind = option instanceof z.ZodObject ? (option.shape['kind'] as unknown) : null;
    return kind instanceof z.ZodLiteral && kind.values.has(record['kind'] as string);
  });
  if (chosen === undefined) throw new Error(`describeFields: no kind ${String(record['kind'])}`);
  return chosen as z.ZodType;
}

/** A first value for a field that had none, as small as its schema allows. */
export function startValue(shape: FieldShape, firstOf: (collection: CollectionName) => string | null): unknown {
  switch (shape.kind) {
    case 'number':
      return Math.max(0, Number.isFinite(shape.min) ? shape.min : 0) || (shape.integer || shape.min < 0 ? 0 : 1);
    case 'text':
      return '–';
    case 'boolean':
      return false;
    case 'choice':
      return shape.options[0];
    case 'reference':
      return firstOf(shape.collection);
    case 'group':
      return Object.fromEntries(
        shape.fields.map((field) => [field.name, field.nullable ? null : startValue(field.shape, firstOf)]),
      );
    case 'list':
      return [];
    case 'endpoint':
    case 'fixed':
      return null;
  }
}
