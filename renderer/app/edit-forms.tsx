import { Button, NumberInput } from '@mantine/core';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { FormEvent, KeyboardEvent, ReactElement, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { rotateCommand } from '../../core/site/edit/arrange.ts';
import { arrayCommand, arrayOffsetsM, besideM } from '../../core/site/edit/copies.ts';
import type { ArrayForm } from '../../core/site/edit/copies.ts';
import { takeFragment } from '../../core/site/edit/fragment.ts';
import { movables } from '../../core/site/edit/movable.ts';
import { getRecord } from '../../core/site/site.ts';
import type { Site } from '../../core/site/site.ts';
import { closeDialog, useEditStore } from '../store/edit-store.ts';
import { useInteractionStore } from '../store/interaction-store.ts';
import { useSiteStore } from '../store/site-store.ts';
import { useFormat } from '../ui/format.ts';
import { useProblemText } from '../ui/problem-text.ts';
import { chosen, editChosen, makeCopies } from './actions/carry-out.ts';
import css from './edit-forms.module.css';

/** Copies that are drawn as ghosts while the form is open; the rest is counted. */
const MOST_GHOSTS = 200;

/** Small forms of edits that need figures. They stand over the twin's corner and leave the drawing in sight. */
export function EditForms(): ReactElement | null {
  const dialog = useEditStore((state) => state.dialog);
  const site = useSiteStore((state) => state.site);
  if (site === null) return null;
  if (dialog === 'array') return <ArrayOfCopies site={site} />;
  return dialog === 'rotate' ? <Turn /> : null;
}

interface FormProps {
  readonly title: string;
  readonly action: string;
  readonly note: ReactNode;
  readonly refused: boolean;
  readonly onSubmit: () => boolean;
  readonly children: ReactNode;
}

function Form({ title, action, note, refused, onSubmit, children }: FormProps): ReactElement {
  const { t } = useTranslation();
  const form = useRef<HTMLFormElement>(null);
  const before = useRef<Element | null>(null);
  useEffect(() => {
    before.current = document.activeElement;
    form.current?.querySelector('input')?.select();
    return () => {
      if (before.current instanceof HTMLElement) before.current.focus();
    };
  }, []);
  function submit(event: FormEvent): void {
    event.preventDefault();
    if (onSubmit()) closeDialog();
  }
  function onKeyDown(event: KeyboardEvent): void {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    closeDialog();
  }
  return (
    <form ref={form} className={css.form} role="dialog" aria-label={title} onSubmit={submit} onKeyDown={onKeyDown}>
      <h2 className={css.title}>{title}</h2>
      <div className={css.fields}>{children}</div>
      <p className={css.note} data-refused={refused} aria-live="polite">
        {note}
      </p>
      <div className={css.buttons}>
        <Button variant="default" onClick={closeDialog}>
          {t('edit.cancel')}
        </Button>
        <Button type="submit" disabled={refused}>
          {action}
        </Button>
      </div>
    </form>
  );
}

function ArrayOfCopies({ site }: { site: Site }): ReactElement {
  const { t } = useTranslation();
  const format = useFormat();
  const textOf = useProblemText();
  const selection = useInteractionStore((state) => state.selection);
  const [form, setForm] = useState<ArrayForm>(() => {
    const stepM = besideM(site, takeFragment(site, chosen())).xM;
    return { columns: 4, rows: 1, columnSpacingM: stepM, rowSpacingM: stepM };
  });
  const copies = useMemo(() => arrayCommand(site, selection, form), [site, selection, form]);
  useEffect(() => {
    const spots = movables(site, selection);
    const ghosts = arrayOffsetsM(form).flatMap((offset) =>
      spots.map(({ name, positionM }) => ({
        positionM: { xM: positionM.xM + offset.xM, yM: positionM.yM + offset.yM, zM: positionM.zM },
        tier: name.collection === 'nodes' ? (getRecord(site, 'nodes', name.id)?.tier ?? null) : null,
      })),
    );
    useEditStore.setState({ ghosts: copies.status === 'ok' ? ghosts.slice(0, MOST_GHOSTS) : [] });
  }, [site, selection, form, copies]);
  const count = form.columns * form.rows - 1;
  const set = (field: keyof ArrayForm) => (value: string | number) => {
    if (typeof value === 'number') setForm((before) => ({ ...before, [field]: value }));
  };
  return (
    <Form
      title={t('edit.array.title')}
      action={t('edit.array.make')}
      refused={copies.status === 'failed'}
      note={
        copies.status === 'failed'
          ? `${textOf(copies.error).message} ${textOf(copies.error).remedy}`
          : t('edit.array.note', {
              count,
              number: format.count(count),
              records: format.count(copies.value.command.commands.length),
            })
      }
      onSubmit={() => makeCopies(copies)}
    >
      <NumberInput
        label={t('edit.array.columns')}
        min={1}
        max={1001}
        allowDecimal={false}
        value={form.columns}
        onChange={set('columns')}
      />
      <NumberInput
        label={t('edit.array.columnSpacing')}
        suffix=" m"
        value={form.columnSpacingM}
        onChange={set('columnSpacingM')}
      />
      <NumberInput
        label={t('edit.array.rows')}
        min={1}
        max={1001}
        allowDecimal={false}
        value={form.rows}
        onChange={set('rows')}
      />
      <NumberInput label={t('edit.array.rowSpacing')} suffix=" m" value={form.rowSpacingM} onChange={set('rowSpacingM')} />
    </Form>
  );
}

function Turn(): ReactElement {
  const { t } = useTranslation();
  const [byDeg, setByDeg] = useState(45);
  return (
    <Form
      title={t('edit.rotate.title')}
      action={t('edit.rotate.make')}
      refused={false}
      note={t('edit.rotate.note')}
      onSubmit={() => editChosen((site, refs) => rotateCommand(site, refs, byDeg))}
    >
      <NumberInput
        label={t('edit.rotate.by')}
        suffix="°"
        min={-360}
        max={360}
        value={byDeg}
        onChange={(value) => {
          if (typeof value === 'number') setByDeg(value);
        }}
      />
    </Form>
  );
}
