import type { ReactElement, ReactNode } from 'react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import type { Problem } from '../../../core/base/problem.ts';
import type { SourceNote } from '../../../core/site/schema/common.ts';
import type { Assumption } from '../../../core/site/schema/header.ts';
import type { CollectionName } from '../../../core/site/site.ts';
import css from './inspector.module.css';
import { describeFields } from './describe-fields.ts';
import type { Field } from './describe-fields.ts';
import { FieldEditor } from './field-editor.tsx';
import { GROUPS } from './groups.ts';
import type { FieldGroup } from './groups.ts';
import { Assumptions, Sources } from './sources.tsx';

interface RecordFormProps {
  readonly group: CollectionName | 'header';
  readonly schema: z.ZodType;
  readonly record: object;
  readonly disabled: boolean;
  /** A locked record can only be unlocked. */
  readonly locked?: boolean;
  readonly commit: (field: string, value: unknown) => Problem | null;
  readonly children?: ReactNode;
}

/** All fields of a record in their sections. */
export function RecordForm({ group, schema, record, disabled, locked = false, commit, children }: RecordFormProps): ReactElement {
  const { t } = useTranslation();
  const values = record as Readonly<Record<string, unknown>>;
  const kind = values['kind'];
  // Only the kind decides on the fields, so that editing does not build the form anew.
  // oxlint-disable-next-line react/exhaustive-deps
  const fields = useMemo(() => describeFields(schema, values), [schema, kind]);
  const sections = arrange(fields, GROUPS[group] ?? []);
  return (
    <div className={css.form}>
      {children}
      {sections.map((section) => (
        <details key={section.name} open={!section.folded} className={css.section}>
          <summary className={css.summary}>{t(`group.${section.name}`)}</summary>
          {section.fields.map((field) => {
            const value = values[field.name];
            if (field.name === 'sources') return <Sources key={field.name} sources={value as readonly SourceNote[]} />;
            if (field.name === 'assumptions')
              return <Assumptions key={field.name} assumptions={value as readonly Assumption[]} />;
            return (
              <FieldEditor
                key={field.name}
                field={field}
                value={value}
                disabled={disabled || (locked && field.name !== 'locked')}
                commit={(next) => commit(field.name, next)}
              />
            );
          })}
        </details>
      ))}
    </div>
  );
}

interface Section {
  readonly name: string;
  readonly folded: boolean;
  readonly fields: readonly Field[];
}

/** Fields in the sections that name them, the others in one at the end. The id stands in the heading already. */
export function arrange(fields: readonly Field[], groups: readonly FieldGroup[]): readonly Section[] {
  const named = new Set(['id', ...groups.flatMap((group) => group.fields)]);
  const rest = fields.filter((field) => !named.has(field.name));
  const sections = groups.map((group) => ({
    name: group.name,
    folded: group.folded ?? false,
    fields: group.fields.flatMap((name) => fields.find((field) => field.name === name) ?? []),
  }));
  return rest.length === 0
    ? sections
    : [...sections, { name: groups.length === 0 ? 'identity' : 'more', folded: false, fields: rest }];
}
