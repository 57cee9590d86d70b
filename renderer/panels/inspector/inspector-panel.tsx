import { ActionIcon, Tooltip } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { removeCommand } from '../../../core/site/edit/remove-several.ts';
import { headerSchema } from '../../../core/site/schema/header.ts';
import type { AnyRecord } from '../../../core/site/site.ts';
import { getRecord, RECORD_SCHEMAS } from '../../../core/site/site.ts';
import { dispatch } from '../../store/document.ts';
import { select, useInteractionStore } from '../../store/interaction-store.ts';
import type { RecordRef } from '../../store/interaction-store.ts';
import { useSiteStore } from '../../store/site-store.ts';
import { Empty } from '../../ui/empty.tsx';
import { useFormat } from '../../ui/format.ts';
import panel from '../panel.module.css';
import { recordName } from '../record-name.ts';
import { subjectOf } from '../carry-targets.ts';
import { TargetPicker } from '../target-picker.tsx';
import { RecordAnswer } from './record-answer.tsx';
import { RecordForm } from './record-form.tsx';
import { SeveralForm } from './several-form.tsx';
import css from './inspector.module.css';
import { editCommand } from './record-command.ts';

/** Every field of what is selected; of the site itself when nothing is. */
export function InspectorPanel(): ReactElement {
  const { t } = useTranslation();
  const site = useSiteStore((state) => state.site);
  const readOnly = useSiteStore((state) => state.readOnly !== null);
  const selection = useInteractionStore((state) => state.selection);
  if (site === null) return <Empty title={t('inspector.nothing')} />;
  const known = selection.filter((ref) => getRecord(site, ref.collection, ref.id) !== undefined);
  const [first] = known;
  if (first === undefined) {
    return (
      <div className={panel.panel}>
        <header className={css.head}>
          <span className={css.kind}>{t('inspector.site')}</span>
          <h2 className={css.title}>{site.header.name}</h2>
        </header>
        <RecordForm
          key="header"
          group="header"
          schema={headerSchema}
          record={site.header}
          disabled={readOnly}
          commit={(field, value) => refusalOf(dispatch({ kind: 'site.edit', patch: { [field]: value } }))}
        />
      </div>
    );
  }
  if (known.length > 1) return <Several refs={known} disabled={readOnly} />;
  const record = getRecord(site, first.collection, first.id) as AnyRecord;
  const locked = 'locked' in record && record.locked;
  return (
    <div className={panel.panel}>
      <header className={css.head}>
        <span className={css.kind}>{t(`collection.${first.collection}`)}</span>
        <div className={css.headRow}>
          <h2 className={css.title}>{recordName(site, first.collection, first.id)}</h2>
          <Carry target={first} name={recordName(site, first.collection, first.id)} />
          <Remove refs={[first]} disabled={readOnly || locked} />
        </div>
        <code className={css.id}>{first.id}</code>
      </header>
      <RecordForm
        key={`${first.collection}/${first.id}`}
        group={first.collection}
        schema={RECORD_SCHEMAS[first.collection]}
        record={record}
        disabled={readOnly}
        locked={locked}
        commit={(field, value) => refusalOf(dispatch(editCommand(first, record, field, value)))}
      >
        <RecordAnswer target={first} />
      </RecordForm>
    </div>
  );
}

function refusalOf(result: ReturnType<typeof dispatch>): (typeof result & { status: 'failed' })['error'] | null {
  return result.status === 'failed' ? result.error : null;
}

/** Selected records that are listed by name; the outline shows them all. */
const LISTED = 200;

function Several({ refs, disabled }: { refs: readonly RecordRef[]; disabled: boolean }): ReactElement | null {
  const { t } = useTranslation();
  const format = useFormat();
  const site = useSiteStore((state) => state.site);
  if (site === null) return null;
  return (
    <div className={panel.panel}>
      <header className={css.head}>
        <div className={css.headRow}>
          <h2 className={css.title}>{t('inspector.several', { count: refs.length, number: format.count(refs.length) })}</h2>
          <Remove refs={refs} disabled={disabled} />
        </div>
      </header>
      <div className={css.form}>
        <SeveralForm site={site} refs={refs} disabled={disabled} />
        {refs.slice(0, LISTED).map((ref) => (
          <button type="button" key={`${ref.collection}/${ref.id}`} className={panel.row} onClick={() => select(ref)}>
            <span className={panel.name}>{recordName(site, ref.collection, ref.id)}</span>
            <span className={panel.soft}>{t(`collection.${ref.collection}`)}</span>
          </button>
        ))}
      </div>
    </div>
  );
}

function Remove({ refs, disabled }: { refs: readonly RecordRef[]; disabled: boolean }): ReactElement {
  const { t } = useTranslation();
  return (
    <Tooltip label={t('inspector.remove')}>
      <ActionIcon
        aria-label={t('inspector.remove')}
        size={24}
        disabled={disabled}
        onClick={() => {
          const { site } = useSiteStore.getState();
          const command = site === null ? null : removeCommand(site, refs);
          if (command !== null && dispatch(command).status === 'ok') select(null);
        }}
      >
        <IconTrash size={14} />
      </ActionIcon>
    </Tooltip>
  );
}

function Carry({ target, name }: { target: RecordRef; name: string }): ReactElement | null {
  const subject = subjectOf(target);
  if (subject === null) return null;
  return (
    <>
      <TargetPicker key={target.id} subject={subject} name={name} />
      {subject.kind === 'node' ? (
        <TargetPicker key={`link ${target.id}`} subject={{ kind: 'link-end', fromNodeId: subject.nodeId }} name={name} />
      ) : null}
    </>
  );
}
