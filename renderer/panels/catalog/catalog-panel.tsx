import { SegmentedControl, Select, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { workloadTemplateSchema } from '../../../core/catalog/template.ts';
import { TIERS } from '../../../core/site/schema/common.ts';
import type { Tier } from '../../../core/site/schema/common.ts';
import { hardwareTypeSchema } from '../../../core/site/schema/hardware-type.ts';
import { useCatalogStore } from '../../store/catalog-store.ts';
import { Empty } from '../../ui/empty.tsx';
import { useProblemText } from '../../ui/problem-text.ts';
import { VirtualList } from '../../ui/virtual-list.tsx';
import panel from '../panel.module.css';
import { HardwareCard, TemplateCard } from './catalog-card.tsx';
import { filterHardware, filterTemplates } from './filter-catalog.ts';

const CARD_PX = 60;

/** What can be placed: hardware, and workloads from templates. Cards are dragged, or placed by their menu. */
export function CatalogPanel(): ReactElement {
  const { t } = useTranslation();
  const [shown, setShown] = useState<'hardware' | 'templates'>('hardware');
  const [query, setQuery] = useState('');
  const status = useCatalogStore((state) => state.status);
  return (
    <div className={panel.panel}>
      <div className={panel.tools}>
        <SegmentedControl
          fullWidth
          className={panel.grow ?? ''}
          aria-label={t('catalog.kind')}
          value={shown}
          onChange={(value) => setShown(value === 'templates' ? 'templates' : 'hardware')}
          data={[
            { value: 'hardware', label: t('catalog.hardware') },
            { value: 'templates', label: t('catalog.templates') },
          ]}
        />
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
      </div>
      {status === 'loading' ? <Empty title={t('catalog.loading')} /> : null}
      {status === 'failed' ? <CatalogFailed /> : null}
      {status === 'ready' && shown === 'hardware' ? <HardwareList query={query} /> : null}
      {status === 'ready' && shown === 'templates' ? <TemplateList query={query} /> : null}
    </div>
  );
}

function CatalogFailed(): ReactElement {
  const { t } = useTranslation();
  const problem = useCatalogStore((state) => state.problem);
  const textOf = useProblemText();
  return <Empty title={t('catalog.failed')} hint={problem === null ? '' : Object.values(textOf(problem)).join(' ')} />;
}

function HardwareList({ query }: { query: string }): ReactElement {
  const { t } = useTranslation();
  const types = useCatalogStore((state) => state.hardwareTypes);
  const [tier, setTier] = useState<Tier | null>(null);
  const [category, setCategory] = useState<string | null>(null);
  const rows = useMemo(() => filterHardware(types.values(), { query, tier, category }), [types, query, tier, category]);
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
          {(type) => <HardwareCard type={type} />}
        </VirtualList>
      )}
    </>
  );
}

function TemplateList({ query }: { query: string }): ReactElement {
  const { t } = useTranslation();
  const templates = useCatalogStore((state) => state.templates);
  const [industry, setIndustry] = useState<string | null>(null);
  const rows = useMemo(() => filterTemplates(templates.values(), query, industry), [templates, query, industry]);
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
          {(template) => <TemplateCard template={template} />}
        </VirtualList>
      )}
    </>
  );
}
