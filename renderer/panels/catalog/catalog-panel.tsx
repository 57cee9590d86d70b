import { ActionIcon, SegmentedControl, Select, TextInput } from '@mantine/core';
import { IconSearch, IconStar, IconUserEdit } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { workloadTemplateSchema } from '../../../core/catalog/template.ts';
import { TIERS } from '../../../core/site/schema/common.ts';
import type { Tier } from '../../../core/site/schema/common.ts';
import { hardwareTypeSchema } from '../../../core/site/schema/hardware-type.ts';
import { useCatalogStore } from '../../store/catalog-store.ts';
import { useOwnCatalogStore } from '../../store/own-catalog-store.ts';
import type { EntryKind } from '../../store/own-catalog-store.ts';
import { Empty } from '../../ui/empty.tsx';
import { useProblemText } from '../../ui/problem-text.ts';
import { VirtualList } from '../../ui/virtual-list.tsx';
import panel from '../panel.module.css';
import { HardwareCard, MediumCard, TemplateCard } from './catalog-card.tsx';
import { EntryEditor } from './entry-editor.tsx';
import { chosen, filterHardware, filterMedia, filterTemplates } from './filter-catalog.ts';
import type { Choice } from './filter-catalog.ts';
import { OwnMenu } from './own-menu.tsx';
import type { OwnFiles } from './own-menu.tsx';

const CARD_PX = 60;

const KINDS = ['hardwareTypes', 'templates', 'media'] as const satisfies readonly EntryKind[];
const KIND_NAMES = { hardwareTypes: 'catalog.hardware', templates: 'catalog.templates', media: 'catalog.media' } as const;

/** What can be placed: hardware, and workloads from templates; and what links are made of. Cards are dragged, or placed by their menu. */
export function CatalogPanel({ files }: { files: OwnFiles }): ReactElement {
  const { t } = useTranslation();
  const [kind, setKind] = useState<EntryKind>('hardwareTypes');
  const [query, setQuery] = useState('');
  const [edited, setEdited] = useState<string | null>(null);
  const [only, setOnly] = useState({ favourites: false, own: false });
  const status = useCatalogStore((state) => state.status);
  const choice = useChoice(kind, only);
  const list = { query, choice, onEdit: setEdited };
  if (edited !== null) return <EntryEditor kind={kind} id={edited} onDone={() => setEdited(null)} />;
  return (
    <div className={panel.panel}>
      <div className={panel.tools}>
        <SegmentedControl
          fullWidth
          className={panel.grow ?? ''}
          aria-label={t('catalog.kind')}
          value={kind}
          onChange={(value) => setKind(KINDS.find((one) => one === value) ?? 'hardwareTypes')}
          data={KINDS.map((value) => ({ value, label: t(KIND_NAMES[value]) }))}
        />
        <OwnMenu kind={kind} files={files} onEdit={setEdited} />
      </div>
      <div className={panel.tools}>
        <TextInput
          className={panel.grow ?? ''}
          type="search"
          value={query}
          onChange={(event) => setQuery(event.currentTarget.value)}
          placeholder={t('catalog.search')}
          aria-label={t('catalog.search')}
          leftSection={<IconSearch size={14} />}
        />
        <Toggle
          label={t('catalog.onlyFavourites')}
          on={only.favourites}
          onToggle={() => setOnly({ ...only, favourites: !only.favourites })}
        >
          <IconStar size={16} />
        </Toggle>
        <Toggle label={t('catalog.onlyOwn')} on={only.own} onToggle={() => setOnly({ ...only, own: !only.own })}>
          <IconUserEdit size={16} />
        </Toggle>
      </div>
      {status === 'loading' ? <Empty title={t('catalog.loading')} /> : null}
      {status === 'failed' ? <CatalogFailed /> : null}
      {status === 'ready' && kind === 'hardwareTypes' ? <HardwareList {...list} /> : null}
      {status === 'ready' && kind === 'templates' ? <TemplateList {...list} /> : null}
      {status === 'ready' && kind === 'media' ? <MediaList {...list} /> : null}
    </div>
  );
}

interface ListProps {
  readonly query: string;
  readonly choice: Choice;
  readonly onEdit: (id: string) => void;
}

function useChoice(kind: EntryKind, only: { readonly favourites: boolean; readonly own: boolean }): Choice {
  const favourites = useOwnCatalogStore((state) => state.favourites);
  const own: readonly { readonly id: string }[] = useOwnCatalogStore((state) => state[kind]);
  return useMemo(
    () => ({
      favourites: only.favourites ? new Set(favourites) : null,
      own: only.own ? new Set(own.map(({ id }) => id)) : null,
    }),
    [favourites, own, only],
  );
}

function Toggle({
  label,
  on,
  onToggle,
  children,
}: {
  label: string;
  on: boolean;
  onToggle: () => void;
  children: ReactElement;
}): ReactElement {
  return (
    <ActionIcon aria-label={label} title={label} aria-pressed={on} variant={on ? 'light' : 'subtle'} onClick={onToggle}>
      {children}
    </ActionIcon>
  );
}

function CatalogFailed(): ReactElement {
  const { t } = useTranslation();
  const problem = useCatalogStore((state) => state.problem);
  const textOf = useProblemText();
  return <Empty title={t('catalog.failed')} hint={problem === null ? '' : Object.values(textOf(problem)).join(' ')} />;
}

function HardwareList({ query, choice, onEdit }: ListProps): ReactElement {
  const { t } = useTranslation();
  const types = useCatalogStore((state) => state.hardwareTypes);
  const [tier, setTier] = useState<Tier | null>(null);
  const [category, setCategory] = useState<string | null>(null);
  const rows = useMemo(
    () => chosen(filterHardware(types.values(), { query, tier, category }), choice),
    [types, query, tier, category, choice],
  );
  return (
    <>
      <div className={panel.tools}>
        <Select
          aria-label={t('catalog.tier')}
          placeholder={t('catalog.anyTier')}
          clearable
          value={tier}
          onChange={(value) => setTier(value as Tier | null)}
          data={TIERS.map((value) => ({ value, label: t(`tier.${value}`) }))}
        />
        <Select
          aria-label={t('catalog.category')}
          placeholder={t('catalog.anyCategory')}
          clearable
          value={category}
          onChange={setCategory}
          data={hardwareTypeSchema.shape.category.options.map((value) => ({ value, label: t(`choice.${value}`) }))}
        />
      </div>
      {rows.length === 0 ? (
        <Empty title={t('catalog.nothing')} hint={t('catalog.nothingHint')} />
      ) : (
        <VirtualList rows={rows} rowKey={(type) => type.id} rowHeightPx={CARD_PX} role="list" aria-label={t('catalog.hardware')}>
          {(type) => <HardwareCard type={type} onEdit={onEdit} />}
        </VirtualList>
      )}
    </>
  );
}

function TemplateList({ query, choice, onEdit }: ListProps): ReactElement {
  const { t } = useTranslation();
  const templates = useCatalogStore((state) => state.templates);
  const [industry, setIndustry] = useState<string | null>(null);
  const rows = useMemo(
    () => chosen(filterTemplates(templates.values(), query, industry), choice),
    [templates, query, industry, choice],
  );
  return (
    <>
      <div className={panel.tools}>
        <Select
          className={panel.grow ?? ''}
          aria-label={t('catalog.industry')}
          placeholder={t('catalog.anyIndustry')}
          clearable
          value={industry}
          onChange={setIndustry}
          data={workloadTemplateSchema.shape.industry.options.map((value) => ({ value, label: t(`choice.${value}`) }))}
        />
      </div>
      {rows.length === 0 ? (
        <Empty title={t('catalog.nothing')} hint={t('catalog.nothingHint')} />
      ) : (
        <VirtualList
          rows={rows}
          rowKey={(template) => template.id}
          rowHeightPx={CARD_PX}
          role="list"
          aria-label={t('catalog.templates')}
        >
          {(template) => <TemplateCard template={template} onEdit={onEdit} />}
        </VirtualList>
      )}
    </>
  );
}

function MediaList({ query, choice, onEdit }: ListProps): ReactElement {
  const { t } = useTranslation();
  const media = useCatalogStore((state) => state.media);
  const rows = useMemo(() => chosen(filterMedia(media.values(), query), choice), [media, query, choice]);
  return rows.length === 0 ? (
    <Empty title={t('catalog.nothing')} hint={t('catalog.nothingHint')} />
  ) : (
    <VirtualList rows={rows} rowKey={(medium) => medium.id} rowHeightPx={CARD_PX} role="list" aria-label={t('catalog.media')}>
      {(medium) => <MediumCard medium={medium} onEdit={onEdit} />}
    </VirtualList>
  );
}
