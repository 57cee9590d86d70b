import { TextInput } from '@mantine/core';
import { useState } from 'react';
import type { KeyboardEvent, ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Commit } from './field-editor.tsx';
import type { FieldShape } from './describe-fields.ts';
import { Line } from './line.tsx';
import { fromText, toText } from './unit-of.ts';
import css from './inspector.module.css';

interface NumberFieldProps {
  readonly label: string;
  readonly shape: Extract<FieldShape, { kind: 'number' }>;
  readonly nullable: boolean;
  readonly value: number | null;
  readonly commit: Commit;
  readonly disabled: boolean;
}

/** A figure with its unit. Enter or leaving takes it, Escape gives it up; arrows step. */
export function NumberField({ label, shape, nullable, value, commit, disabled }: NumberFieldProps): ReactElement {
  const { t } = useTranslation();
  const shown = value === null ? '' : toText(value, shape.unit);
  const [draft, setDraft] = useState<string | null>(null);
  const [notNumber, setNotNumber] = useState(false);
  const text = draft ?? shown;

  return (
    <Line label={label} commit={commit}>
      {(attempt, id, error) => {
        function take(entered: string): void {
          if (entered === shown) {
            setDraft(null);
            setNotNumber(false);
            return;
          }
          const empty = entered.trim() === '';
          const next = fromText(entered, shape.unit);
          const wrong = next === null && !(empty && nullable);
          setNotNumber(wrong);
          if (!wrong && attempt(empty ? null : next)) setDraft(null);
        }
        function onKeyDown(event: KeyboardEvent): void {
          if (event.key === 'Enter') take(text);
          else if (event.key === 'Escape') {
            setDraft(null);
            setNotNumber(false);
          } else if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
            const current = fromText(text === '' ? '0' : text, { unit: '', scale: 1 });
            if (current === null) return;
            event.preventDefault();
            setDraft(String(Number((current + (event.key === 'ArrowUp' ? 1 : -1)).toPrecision(12))));
          }
        }
        return (
          <TextInput
            id={id}
            inputMode="decimal"
            disabled={disabled}
            value={text}
            placeholder={t('inspector.unset')}
            error={notNumber ? t('inspector.notNumber') : error}
            rightSection={shape.unit.unit === '' ? undefined : <span className={css.unit}>{shape.unit.unit}</span>}
            rightSectionWidth={shape.unit.unit.length > 6 ? 92 : 48}
            rightSectionPointerEvents="none"
            onChange={(event) => setDraft(event.currentTarget.value)}
            onBlur={() => draft !== null && take(draft)}
            onKeyDown={onKeyDown}
          />
        );
      }}
    </Line>
  );
}
