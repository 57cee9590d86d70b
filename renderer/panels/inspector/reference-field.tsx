import { ActionIcon, Select, Tooltip } from '@mantine/core';
import { IconArrowRight } from '@tabler/icons-react';
import { useMemo } from 'react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { CollectionName } from '../../../core/site/site.ts';
import { listRecords } from '../../../core/site/site.ts';
import { select } from '../../store/interaction-store.ts';
import { useSiteStore } from '../../store/site-store.ts';
import { recordName } from '../record-name.ts';
import type { Commit } from './field-editor.tsx';
import css from './inspector.module.css';
import { Line } from './line.tsx';

const SHOWN_OPTIONS = 100;

/** Records of a collection to choose from. */
export function useRecordOptions(collection: CollectionName): { value: string; label: string }[] {
  const { t } = useTranslation();
  const site = useSiteStore((state) => state.site);
  return useMemo(() => {
    if (site === null) return [];
    return listRecords(site, collection).map((record) => {
      const name = recordName(site, collection, record.id);
      return {
        value: record.id,
        label:
          collection === 'nodes' && 'tier' in record && record.tier !== null ? `${name} · ${t(`tier.${record.tier}`)}` : name,
      };
    });
  }, [site, collection, t]);
}

/** First record of a collection, to start a new reference with. */
export function useFirstOf(): (collection: CollectionName) => string | null {
  const site = useSiteStore((state) => state.site);
  return (collection) => (site === null ? null : (listRecords(site, collection)[0]?.id ?? null));
}

interface ReferenceFieldProps {
  readonly label: string;
  readonly collection: CollectionName;
  readonly nullable: boolean;
  readonly value: string | null;
  readonly commit: Commit;
  readonly disabled: boolean;
}

/** Another record, by name, with the way to it. */
export function ReferenceField({ label, collection, nullable, value, commit, disabled }: ReferenceFieldProps): ReactElement {
  const { t } = useTranslation();
  const options = useRecordOptions(collection);
  return (
    <Line label={label} commit={commit}>
      {(attempt, id, error) => (
        <div className={css.reference}>
          <Select
            id={id}
            className={css.grow ?? ''}
            error={error}
            disabled={disabled}
            searchable
            limit={SHOWN_OPTIONS}
            clearable={nullable}
            allowDeselect={false}
            placeholder={t('inspector.unset')}
            data={options}
            value={value}
            onChange={attempt}
          />
          {value === null ? null : <GoTo collection={collection} id={value} />}
        </div>
      )}
    </Line>
  );
}

interface EndpointFieldProps {
  readonly label: string;
  readonly value: { readonly kind: string; readonly id: string };
  readonly commit: Commit;
  readonly disabled: boolean;
}

/** End of a flow: a service or a device group. */
export function EndpointField({ label, value, commit, disabled }: EndpointFieldProps): ReactElement {
  const { t } = useTranslation();
  const services = useRecordOptions('services');
  const groups = useRecordOptions('deviceGroups');
  const data = [
    { group: t('outline.section.services'), items: services.map((one) => ({ ...one, value: `service/${one.value}` })) },
    { group: t('outline.section.deviceGroups'), items: groups.map((one) => ({ ...one, value: `device-group/${one.value}` })) },
  ];
  return (
    <Line label={label} commit={commit}>
      {(attempt, id, error) => (
        <div className={css.reference}>
          <Select
            id={id}
            className={css.grow ?? ''}
            error={error}
            disabled={disabled}
            searchable
            limit={SHOWN_OPTIONS}
            allowDeselect={false}
            data={data}
            value={`${value.kind}/${value.id}`}
            onChange={(next) => {
              if (next === null) return;
              const slash = next.indexOf('/');
              attempt({ kind: next.slice(0, slash), id: next.slice(slash + 1) });
            }}
          />
          <GoTo collection={value.kind === 'service' ? 'services' : 'deviceGroups'} id={value.id} />
        </div>
      )}
    </Line>
  );
}

function GoTo({ collection, id }: { collection: CollectionName; id: string }): ReactElement {
  const { t } = useTranslation();
  const label = t('inspector.goTo');
  return (
    <Tooltip label={label}>
      <ActionIcon aria-label={label} size={24} onClick={() => select({ collection, id })}>
        <IconArrowRight size={14} />
      </ActionIcon>
    </Tooltip>
  );
}
