import { ActionIcon, Popover, Select, Text, Tooltip } from '@mantine/core';
import { IconArrowsMove, IconLink } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Problem } from '../../core/base/problem.ts';
import { dispatch } from '../store/document.ts';
import type { DragSubject } from '../store/interaction-store.ts';
import { useSiteStore } from '../store/site-store.ts';
import { useProblemText } from '../ui/problem-text.ts';
import { useCarry } from './carry.ts';
import { listTargets, targetQuestion, toTarget } from './carry-targets.ts';

/** More would only be scrolled past; typing narrows them. */
const SHOWN_TARGETS = 100;

/** The keyboard's way to carry something: a button that asks where to. */
export function TargetPicker({ subject, name }: { subject: DragSubject; name: string }): ReactElement {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const label = t(targetQuestion(subject), { name });
  return (
    <Popover opened={open} onChange={setOpen} width={280} trapFocus withinPortal>
      <Popover.Target>
        <Tooltip label={label}>
          <ActionIcon aria-label={label} aria-expanded={open} onClick={() => setOpen(!open)} size={24}>
            {subject.kind === 'link-end' ? <IconLink size={14} /> : <IconArrowsMove size={14} />}
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
    () => (site === null ? [] : listTargets(site, subject, (tier) => t(`tier.${tier}`))),
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
