import { Popover, Select, Text } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Problem } from '../../../core/base/problem.ts';
import type { Tier } from '../../../core/site/schema/common.ts';
import { useCatalogStore } from '../../store/catalog-store.ts';
import { dispatch } from '../../store/document.ts';
import { useSiteStore } from '../../store/site-store.ts';
import { useProblemText } from '../../ui/problem-text.ts';
import { useCarry } from '../carry.ts';
import { gapAbove } from './rack-model.ts';
import type { RackView } from './rack-model.ts';
import css from './racks.module.css';
import { UNIT_PX } from './unit-px.ts';

interface SlotProps {
  readonly view: RackView;
  readonly unit: number;
  readonly tier: Tier;
  readonly tabbable: boolean;
}

/** An empty unit: hardware is dropped on it, or chosen for it. */
export function FreeSlot({ view, unit, tier, tabbable }: SlotProps): ReactElement {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <div
      role="listitem"
      className={css.free}
      data-at={unit}
      data-drop-place={view.rack.id}
      data-drop-tier={tier}
      data-drop-unit={unit}
      style={{ bottom: (unit - 1) * UNIT_PX, height: UNIT_PX }}
    >
      <span className={css.unit}>{unit}</span>
      <Popover opened={open} onChange={setOpen} width={320} trapFocus withinPortal returnFocus>
        <Popover.Target>
          <button
            type="button"
            className={css.fill}
            data-slot={unit}
            tabIndex={tabbable ? 0 : -1}
            aria-label={t('racks.fill', { unit })}
            aria-expanded={open}
            onClick={() => setOpen(!open)}
          />
        </Popover.Target>
        <Popover.Dropdown>
          {open ? <Fill view={view} unit={unit} tier={tier} onDone={() => setOpen(false)} /> : null}
        </Popover.Dropdown>
      </Popover>
    </div>
  );
}

/** Rack-mounted hardware of the catalog and of the site that the gap above the slot takes. */
function Fill({ view, unit, tier, onDone }: Omit<SlotProps, 'tabbable'> & { onDone: () => void }): ReactElement {
  const { t } = useTranslation();
  const carry = useCarry();
  const textOf = useProblemText();
  const catalog = useCatalogStore((state) => state.hardwareTypes);
  const own = useSiteStore((state) => state.site?.hardwareTypes);
  const [refusal, setRefusal] = useState<Problem | null>(null);
  const gapU = gapAbove(view, unit);
  const choices = useMemo(() => {
    const types = new Map([...catalog.values(), ...Object.values(own ?? {})].map((type) => [type.id, type]));
    return [...types.values()]
      .filter(({ rackUnits }) => rackUnits !== null && rackUnits > 0 && Math.ceil(rackUnits) <= gapU)
      .map(({ id, name, rackUnits }) => ({ value: id, label: t('racks.choice', { name, heightU: Math.ceil(rackUnits ?? 1) }) }));
  }, [catalog, own, gapU, t]);
  function put(typeId: string | null): void {
    if (typeId === null) return;
    const target = { kind: 'place', placeId: view.rack.id, tier, positionM: null, rackUnit: unit } as const;
    const command = carry.command({ kind: 'hardware', typeId }, target);
    const result = command.status === 'failed' ? command : dispatch(command.value);
    if (result.status === 'failed') setRefusal(result.error);
    else onDone();
  }
  return (
    <>
      <Select
        label={t('racks.fillWith', { unit, gapU })}
        data={choices}
        searchable
        limit={100}
        data-autofocus
        comboboxProps={{ withinPortal: false }}
        nothingFoundMessage={t('catalog.nothing')}
        onChange={put}
      />
      {refusal === null ? null : (
        <Text size="xs" c="var(--ew-missed)" mt={8} role="alert">
          {`${textOf(refusal).message} ${textOf(refusal).remedy}`}
        </Text>
      )}
    </>
  );
}
