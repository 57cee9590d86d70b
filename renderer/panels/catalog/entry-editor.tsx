import { ActionIcon } from '@mantine/core';
import { IconArrowLeft, IconTrash } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { workloadTemplateSchema } from '../../../core/catalog/template.ts';
import { hardwareTypeSchema } from '../../../core/site/schema/hardware-type.ts';
import { mediumSchema } from '../../../core/site/schema/medium.ts';
import { removeEntry, useOwnCatalogStore } from '../../store/own-catalog-store.ts';
import type { EntryKind } from '../../store/own-catalog-store.ts';
import { RecordForm } from '../inspector/record-form.tsx';
import { TextField } from '../inspector/text-field.tsx';
import inspector from '../inspector/inspector.module.css';
import panel from '../panel.module.css';
import { keepChecked, withField } from './own-entries.ts';

/** Of a template, what the catalog shows; its services and flows are edited as a workload of a site and kept again. */
const SCHEMAS = {
  hardwareTypes: hardwareTypeSchema,
  media: mediumSchema,
  templates: workloadTemplateSchema.pick({ id: true, name: true, description: true, industry: true }),
} as const;

/** An entry of one's own, every field checked as it is left: a value that does not hold is refused with the reason. */
export function EntryEditor({ kind, id, onDone }: { kind: EntryKind; id: string; onDone: () => void }): ReactElement | null {
  const { t } = useTranslation();
  const entries: readonly {
    readonly id: string;
    readonly name: string;
    readonly sources: readonly { readonly title: string; readonly url: string | null }[];
  }[] = useOwnCatalogStore((state) => state[kind]);
  const entry = entries.find((one) => one.id === id);
  if (entry === undefined) return null;
  const commit = (field: string, value: unknown) => keepChecked(kind, withField(entry as never, field, value));
  const [source] = entry.sources;
  return (
    <div className={panel.panel}>
      <header className={inspector.head}>
        <div className={inspector.headRow}>
          <ActionIcon size={24} aria-label={t('catalog.back')} title={t('catalog.back')} onClick={onDone}>
            <IconArrowLeft size={14} />
          </ActionIcon>
          <h2 className={inspector.title}>{entry.name}</h2>
          <ActionIcon
            size={24}
            aria-label={t('catalog.removeOwn')}
            title={t('catalog.removeOwn')}
            onClick={() => {
              onDone();
              removeEntry(kind, id);
            }}
          >
            <IconTrash size={14} />
          </ActionIcon>
        </div>
        <code className={inspector.id}>{entry.id}</code>
      </header>
      <RecordForm
        key={id}
        group={kind === 'templates' ? 'header' : kind}
        schema={SCHEMAS[kind]}
        record={entry}
        disabled={false}
        commit={commit}
      >
        <TextField
          label={t('catalog.source')}
          multiline={false}
          nullable={false}
          value={source?.title ?? ''}
          commit={(value) => commit('sources.title', value)}
          disabled={false}
        />
        <TextField
          label={t('catalog.sourceAddress')}
          multiline={false}
          nullable
          value={source?.url ?? null}
          commit={(value) => commit('sources.url', value)}
          disabled={false}
        />
      </RecordForm>
    </div>
  );
}
