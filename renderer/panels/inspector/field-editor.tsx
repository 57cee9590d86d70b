import { ActionIcon, Checkbox, MultiSelect, Select, TagsInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Problem } from '../../../core/base/problem.ts';
import { useFormat } from '../../ui/format.ts';
import css from './inspector.module.css';
import { startValue } from './describe-fields.ts';
import type { Field, FieldShape } from './describe-fields.ts';
import { Line } from './line.tsx';
import { NumberField } from './number-field.tsx';
import { EndpointField, ReferenceField, useFirstOf, useRecordOptions } from './reference-field.tsx';
import { TextField } from './text-field.tsx';

/** Commits one value; gives the refusal, or null when it was taken. */
export type Commit = (value: unknown) => Problem | null;

interface EditorProps {
  readonly field: Field;
  readonly value: unknown;
  readonly commit: Commit;
  readonly disabled: boolean;
}

/** Longer lists are drawn in the twin or imported, never typed. */
const EDITED_ITEMS = 24;

/** Widget for any field, chosen by its shape. */
export function FieldEditor({ field, value, commit, disabled }: EditorProps): ReactElement | null {
  const { t } = useTranslation();
  const label = t(`field.${field.name}`);
  const { shape } = field;
  switch (shape.kind) {
    case 'number':
      return (
        <NumberField
          label={label}
          shape={shape}
          nullable={field.nullable}
          value={value as number | null}
          commit={commit}
          disabled={disabled}
        />
      );
    case 'text':
      return (
        <TextField
          label={label}
          multiline={shape.multiline}
          nullable={field.nullable}
          value={value as string | null}
          commit={commit}
          disabled={disabled}
        />
      );
    case 'boolean':
      return (
        <Line label={label} commit={commit}>
          {(attempt, id) => (
            <Checkbox
              id={id}
              disabled={disabled}
              checked={value === true}
              onChange={(event) => attempt(event.currentTarget.checked)}
            />
          )}
        </Line>
      );
    case 'choice':
      return (
        <Line label={label} commit={commit}>
          {(attempt, id, error) => (
            <Select
              id={id}
              error={error}
              disabled={disabled}
              clearable={field.nullable}
              allowDeselect={false}
              placeholder={t('inspector.unset')}
              data={shape.options.map((option) => ({ value: option, label: choiceLabel(t, option) }))}
              value={value as string | null}
              onChange={(next) => attempt(next)}
            />
          )}
        </Line>
      );
    case 'reference':
      return (
        <ReferenceField
          label={label}
          collection={shape.collection}
          nullable={field.nullable}
          value={value as string | null}
          commit={commit}
          disabled={disabled}
        />
      );
    case 'endpoint':
      return <EndpointField label={label} value={value as { kind: string; id: string }} commit={commit} disabled={disabled} />;
    case 'group':
      return (
        <GroupEditor
          field={field}
          shape={shape}
          value={value as Record<string, unknown> | null}
          commit={commit}
          disabled={disabled}
        />
      );
    case 'list':
      return (
        <ListEditor field={field} shape={shape} value={(value ?? []) as readonly unknown[]} commit={commit} disabled={disabled} />
      );
    case 'fixed':
      return <FixedField label={label} value={value} />;
  }
}

function choiceLabel(t: (key: string) => string, option: string): string {
  return t(`choice.${option}`);
}

interface GroupProps {
  readonly field: Field;
  readonly shape: Extract<FieldShape, { kind: 'group' }>;
  readonly value: Readonly<Record<string, unknown>> | null;
  readonly commit: Commit;
  readonly disabled: boolean;
}

function GroupEditor({ field, shape, value, commit, disabled }: GroupProps): ReactElement {
  const { t } = useTranslation();
  const firstOf = useFirstOf();
  const label = t(`field.${field.name}`);
  return (
    <fieldset className={css.group}>
      <legend className={css.legend}>
        {field.nullable ? (
          <Checkbox
            label={label}
            disabled={disabled}
            checked={value !== null}
            onChange={(event) => commit(event.currentTarget.checked ? startValue(shape, firstOf) : null)}
          />
        ) : (
          label
        )}
      </legend>
      {value === null
        ? null
        : shape.fields.map((child) => (
            <FieldEditor
              key={child.name}
              field={child}
              value={value[child.name]}
              disabled={disabled}
              commit={(next) => commit({ ...value, [child.name]: next })}
            />
          ))}
    </fieldset>
  );
}

interface ListProps {
  readonly field: Field;
  readonly shape: Extract<FieldShape, { kind: 'list' }>;
  readonly value: readonly unknown[];
  readonly commit: Commit;
  readonly disabled: boolean;
}

function ListEditor({ field, shape, value, commit, disabled }: ListProps): ReactElement {
  const { t } = useTranslation();
  const label = t(`field.${field.name}`);
  const { item } = shape;
  if (item.kind === 'choice') {
    return (
      <Line label={label} commit={commit}>
        {(attempt, id, error) => (
          <MultiSelect
            id={id}
            error={error}
            disabled={disabled}
            data={item.options.map((option) => ({ value: option, label: choiceLabel(t, option) }))}
            value={value as string[]}
            onChange={attempt}
          />
        )}
      </Line>
    );
  }
  if (item.kind === 'text') {
    return (
      <Line label={label} commit={commit}>
        {(attempt, id, error) => (
          <TagsInput id={id} error={error} disabled={disabled} value={value as string[]} onChange={attempt} />
        )}
      </Line>
    );
  }
  if (item.kind === 'reference')
    return (
      <ReferenceList label={label} collection={item.collection} value={value as string[]} commit={commit} disabled={disabled} />
    );
  if (item.kind !== 'group' || value.length > EDITED_ITEMS) return <FixedField label={label} value={value} />;
  return (
    <ItemList
      label={label}
      name={field.name}
      item={item}
      value={value as readonly Record<string, unknown>[]}
      commit={commit}
      disabled={disabled}
    />
  );
}

interface ReferenceListProps {
  readonly label: string;
  readonly collection: Extract<FieldShape, { kind: 'reference' }>['collection'];
  readonly value: string[];
  readonly commit: Commit;
  readonly disabled: boolean;
}

function ReferenceList({ label, collection, value, commit, disabled }: ReferenceListProps): ReactElement {
  const options = useRecordOptions(collection);
  return (
    <Line label={label} commit={commit}>
      {(attempt, id, error) => (
        <MultiSelect
          id={id}
          error={error}
          disabled={disabled}
          searchable
          limit={100}
          data={options}
          value={value}
          onChange={attempt}
        />
      )}
    </Line>
  );
}

interface ItemListProps {
  readonly label: string;
  readonly name: string;
  readonly item: Extract<FieldShape, { kind: 'group' }>;
  readonly value: readonly Readonly<Record<string, unknown>>[];
  readonly commit: Commit;
  readonly disabled: boolean;
}

function ItemList({ label, name, item, value, commit, disabled }: ItemListProps): ReactElement {
  const { t } = useTranslation();
  const firstOf = useFirstOf();
  return (
    <fieldset className={css.group}>
      <legend className={css.legend}>
        {label}
        <ActionIcon
          size={20}
          disabled={disabled}
          aria-label={t('inspector.add', { name: label })}
          onClick={() => commit([...value, startValue(item, firstOf)])}
        >
          <IconPlus size={12} />
        </ActionIcon>
      </legend>
      {value.map((entry, index) => (
        // The place in the list is what an entry without an id is known by.
        // oxlint-disable-next-line react/no-array-index-key
        <div key={`${name}${index}`} className={css.item}>
          <div className={css.itemFields}>
            {item.fields.map((child) => (
              <FieldEditor
                key={child.name}
                field={child}
                value={entry[child.name]}
                disabled={disabled}
                commit={(next) => commit(value.map((other, at) => (at === index ? { ...entry, [child.name]: next } : other)))}
              />
            ))}
          </div>
          <ActionIcon
            size={20}
            disabled={disabled}
            aria-label={t('inspector.removeItem', { name: label, number: index + 1 })}
            onClick={() => commit(value.filter((_, at) => at !== index))}
          >
            <IconTrash size={12} />
          </ActionIcon>
        </div>
      ))}
    </fieldset>
  );
}

function FixedField({ label, value }: { label: string; value: unknown }): ReactElement {
  const { t } = useTranslation();
  const format = useFormat();
  const text = Array.isArray(value) ? t('inspector.entries', { count: value.length, number: format.count(value.length) }) : value;
  return (
    <div className={css.line}>
      <span className={css.label}>{label}</span>
      <span className={css.fixed}>{text === null || text === undefined ? t('inspector.unset') : String(text)}</span>
    </div>
  );
}
