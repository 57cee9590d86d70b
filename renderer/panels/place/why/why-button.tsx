import { ActionIcon, Button } from '@mantine/core';
import { IconHelpCircle } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { RecordRef } from '../../../store/interaction-store.ts';
import { useSiteStore } from '../../../store/site-store.ts';
import { askWhy, serviceOf } from '../../../store/why-store.ts';
import { recordName } from '../../record-name.ts';

/** Asks why the service of a record is where it is; nothing for a record that has none. */
export function WhyButton({ target, compact = false }: { target: RecordRef | null; compact?: boolean }): ReactElement | null {
  const { t } = useTranslation();
  const site = useSiteStore((state) => state.site);
  const serviceId = target === null || site === null ? null : serviceOf(target);
  if (serviceId === null || site === null) return null;
  const label = t('why.ask', { name: recordName(site, 'services', serviceId) });
  if (!compact)
    return (
      <Button
        size="compact-xs"
        variant="default"
        leftSection={<IconHelpCircle size={14} />}
        aria-label={label}
        onClick={() => askWhy(serviceId)}
      >
        {t('why.button')}
      </Button>
    );
  return (
    <ActionIcon variant="subtle" size="sm" aria-label={label} title={label} onClick={() => askWhy(serviceId)}>
      <IconHelpCircle size={14} />
    </ActionIcon>
  );
}
