import { Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Commit } from './field-editor.tsx';
import { Line } from './line.tsx';

interface TextFieldProps {
  readonly label: string;
  readonly multiline: boolean;
  readonly nullable: boolean;
  readonly value: string | null;
  readonly commit: Commit;
  readonly disabled: boolean;
}

/** Words. Leaving takes them, Enter too where there is one line; Escape gives them up. */
export function TextField({ label, multiline, nullable, value, commit, disabled }: TextFieldProps): ReactElement {
  const { t } = useTranslation();
  const [draft, setDraft] = useState<string | null>(null);
  const shown = value ?? '';
  return (
    <Line label={label} commit={commit}>
      {(attempt, id, error) => {
        function take(): void {
          if (draft === null) return;
          if (draft === shown || attempt(draft === '' && nullable ? null : draft)) setDraft(null);
        }
        const shared = {
          id,
          error,
          disabled,
          value: draft ?? shown,
          placeholder: nullable ? t('inspector.unset') : '',
          onBlur: take,
        };
        return multiline ? (
          <Textarea
            {...shared}
            autosize
            maxRows={6}
            onChange={(event) => setDraft(event.currentTarget.value)}
            onKeyDown={(event) => event.key === 'Escape' && setDraft(null)}
          />
        ) : (
          <TextInput
            {...shared}
            onChange={(event) => setDraft(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key === 'Enter') take();
              else if (event.key === 'Escape') setDraft(null);
            }}
          />
        );
      }}
    </Line>
  );
}
