import { ActionIcon, Popover, Select, Text, Tooltip } from '@mantine/core';
import { IconArrowsMove } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Problem } from '../../core/base/problem.ts';
import { TIERS } from '../../core/site/schema/common.ts';
import type { Tier } from '../../core/site/schema/common.ts';
import { getRecord, listRecords } from '../../core/site/site.ts';
import type { Site } from '../../core/site/site.ts';
import { dispatch } from '../store/document.ts';
import type { DragSubject, DropTarget } from '../store/interaction-store.ts';
import { useSiteStore } from '../store/site-store.ts';
import { useProblemText } from '../ui/problem-text.ts';
import { useCarry } from './carry.ts';

/** More would only be scrolled past; typing narrows them. */
const SHOWN_TARGETS = 100;

type TargetKind = 'place' | 'node';

/** What one picks for a subject: hardware goes to a place, what runs goes to a node. */
export function targetKindOf(subject: DragSubject): TargetKind {
  return subject.kind === 'hardware' || subject.kind === 'node' ? 'place' : 'node';
}

function labelOf(subject: DragSubject): string {
  switch (subject.kind) {
    case 'hardware':
      return 'carry.placeIn';
    case 'node':
    case 'placement':
      return 'carry.moveTo';
    default:
      return 'carry.placeOn';
  }
}

/** The keyboard's way to carry something: a button that asks where to. */
export function TargetPicker({ subject, name }: { subject: DragSubject; name: string }): ReactElement {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const label = t(labelOf(subject), { name });
  return (
    <Popover opened={open} onChange={setOpen} width={280} trapFocus withinPortal>
      <Popover.Target>
        <Tooltip label={label}>
          <ActionIcon aria-label={label} aria-expanded={open} onClick={() => setOpen(!open)} size={24}>
            <IconArrowsMove size={14} />
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown>
        {open ? <Targets subject={subject} label={label} onDone={() => setOpen(false)} /> : null}
      </Popover.Dropdown>
    </Popover>
  );
}

function Targets({ subject, label, onDone }: { subject: DragSubject; label: string; onDone: () => void }): ReactElement {
  const { t } = useTranslation();
  const carry = useCarry();
  const site = useSiteStore((state) => state.site);
  const textOf = useProblemText();
  const [refusal, setRefusal] = useState<Problem | null>(null);
  const choices = useMemo(
    () => (site === null ? [] : listTargets(site, targetKindOf(subject), (tier) => t(`tier.${tier}`))),
    [site, subject, t],
  );
  function carryTo(value: string | null): void {
    if (value === null || site === null) return;
    const command = carry.command(subject, toTarget(site, value));
    const result = command.status === 'failed' ? command : dispatch(command.value);
    if (result.status === 'failed') setRefusal(result.error);
    else onDone();
  }
  return (
    <>
      <Select
        label={label}
        data={choices}
        limit={SHOWN_TARGETS}
        searchable
        data-autofocus
        comboboxProps={{ withinPortal: false }}
        nothingFoundMessage={t('carry.noTarget')}
        onChange={carryTo}
      />
      {refusal === null ? null : (
        <Text size="xs" c="var(--ew-missed)" mt={8} role="alert">
          {`${textOf(refusal).message} ${textOf(refusal).remedy}`}
        </Text>
      )}
    </>
  );
}

function listTargets(site: Site, kind: TargetKind, tierName: (tier: Tier) => string): { value: string; label: string }[] {
  if (kind === 'node') {
    return listRecords(site, 'nodes').map((node) => ({
      value: `node/${node.id}`,
      label: `${node.name} · ${tierName(node.tier)}`,
    }));
  }
  return [
    ...TIERS.map((tier) => ({ value: `tier/${tier}`, label: tierName(tier) })),
    ...listRecords(site, 'places').map((place) => ({ value: `place/${place.id}`, label: place.name })),
  ];
}

function toTarget(site: Site, value: string): DropTarget {
  const slash = value.indexOf('/');
  const id = value.slice(slash + 1);
  switch (value.slice(0, slash)) {
    case 'node':
      return { kind: 'node', nodeId: id };
    case 'tier':
      return { kind: 'tier', tier: id as Tier };
    default:
      return { kind: 'place', placeId: id, tier: getRecord(site, 'places', id)?.tier ?? 'on-site-edge', positionM: null };
  }
}
