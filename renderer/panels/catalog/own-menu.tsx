import { ActionIcon, Menu } from '@mantine/core';
import { IconFileExport, IconFileImport, IconPlus } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { templateOf } from '../../../core/catalog/keep-template.ts';
import { getRecord } from '../../../core/site/site.ts';
import { useCatalogStore } from '../../store/catalog-store.ts';
import { useInteractionStore } from '../../store/interaction-store.ts';
import { notify } from '../../store/notice-store.ts';
import { useOwnCatalogStore } from '../../store/own-catalog-store.ts';
import type { EntryKind } from '../../store/own-catalog-store.ts';
import { useSiteStore } from '../../store/site-store.ts';
import { copyHardware, copyMedium, freeOwnId, keepChecked } from './own-entries.ts';

export interface OwnFiles {
  readonly onImport: () => void;
  readonly onExport: () => void;
}

/** New entries of one's own, and files of them. */
export function OwnMenu({
  kind,
  files,
  onEdit,
}: {
  kind: EntryKind;
  files: OwnFiles;
  onEdit: (id: string) => void;
}): ReactElement {
  const { t } = useTranslation();
  const selected = useInteractionStore((state) => state.selection[0]);
  const site = useSiteStore((state) => state.site);
  const empty = useOwnCatalogStore((state) => state.hardwareTypes.length + state.media.length + state.templates.length === 0);
  const workloadId =
    site === null || selected === undefined
      ? null
      : selected.collection === 'workloads'
        ? selected.id
        : selected.collection === 'services' || selected.collection === 'flows'
          ? (getRecord(site, selected.collection, selected.id)?.workloadId ?? null)
          : null;

  function add(): void {
    const { hardwareTypes, media } = useCatalogStore.getState();
    const [type] = hardwareTypes.values();
    const [medium] = media.values();
    if (kind === 'hardwareTypes' && type !== undefined)
      onEdit(copyHardware(type, t('catalog.new'), t('catalog.copySource', { name: type.name })));
    if (kind === 'media' && medium !== undefined)
      onEdit(copyMedium(medium, t('catalog.new'), t('catalog.copySource', { name: medium.name })));
  }

  function keep(): void {
    if (site === null || workloadId === null) return;
    const name = getRecord(site, 'workloads', workloadId)?.name ?? workloadId;
    const template = templateOf(site, workloadId, { id: freeOwnId(name), industry: 'it' });
    const wrong = template.status === 'failed' ? template.error : keepChecked('templates', template.value);
    if (wrong !== null) notify({ kind: 'error', about: 'import', problems: [wrong] });
    else if (template.status === 'ok') onEdit(template.value.id);
  }

  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <ActionIcon aria-label={t('catalog.ownMenu')} title={t('catalog.ownMenu')}>
          <IconPlus size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {kind === 'templates' ? (
          <Menu.Item leftSection={<IconPlus size={14} />} disabled={workloadId === null} onClick={keep}>
            {t('catalog.keep')}
          </Menu.Item>
        ) : (
          <Menu.Item leftSection={<IconPlus size={14} />} onClick={add}>
            {t('catalog.new')}
          </Menu.Item>
        )}
        <Menu.Item leftSection={<IconFileImport size={14} />} onClick={files.onImport}>
          {t('catalog.import')}
        </Menu.Item>
        <Menu.Item leftSection={<IconFileExport size={14} />} disabled={empty} onClick={files.onExport}>
          {t('catalog.export')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
