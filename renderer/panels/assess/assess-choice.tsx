import { NumberInput, Select } from '@mantine/core';
import { useMemo } from 'react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { AssessmentName, AssessOptions } from '../../../core/engine/assessments.ts';
import { getRecord, listRecords } from '../../../core/site/site.ts';
import type { Site } from '../../../core/site/site.ts';
import { useSiteStore } from '../../store/site-store.ts';
import css from './assess.module.css';

/** What the user chose for the questions that leave something open. */
export interface AssessChoice {
  /** Demand in the burst over that of today. */
  readonly burstFactor: number;
  /** Service that is rolled out; null: the one on most nodes. */
  readonly rolloutServiceId: string | null;
}

export const FIRST_CHOICE: AssessChoice = { burstFactor: 3, rolloutServiceId: null };

/** Largest burst that can be asked for: beyond it nothing is told that a burst of a hundred times does not tell. */
const MOST_BURST = 100;
/** More services would only be scrolled past; typing narrows them. */
const SHOWN_SERVICES = 100;

/** As much of the choice as a question takes. */
export function chosenOptions(name: AssessmentName, choice: AssessChoice): Pick<AssessOptions, 'burst' | 'rollout'> {
  if (name === 'burst') return { burst: { factor: choice.burstFactor } };
  if (name === 'rollout' && choice.rolloutServiceId !== null) return { rollout: { serviceIds: [choice.rolloutServiceId] } };
  return {};
}

interface Props {
  readonly choice: AssessChoice;
  readonly onChange: (choice: AssessChoice) => void;
}

/** Asks what a question leaves open; nothing for the others. */
export function AssessChoiceForm({ name, ...props }: Props & { readonly name: AssessmentName }): ReactElement | null {
  if (name === 'burst') return <BurstChoice {...props} />;
  if (name === 'rollout') return <RolloutChoice {...props} />;
  return null;
}

function BurstChoice({ choice, onChange }: Props): ReactElement {
  const { t } = useTranslation();
  return (
    <div className={css.form}>
      <NumberInput
        label={t('assess.choice.burst')}
        value={Math.round(choice.burstFactor * 100)}
        onChange={(value) => {
          const percent = Number(value);
          if (percent >= 100 && percent <= MOST_BURST * 100) onChange({ ...choice, burstFactor: percent / 100 });
        }}
        min={100}
        max={MOST_BURST * 100}
        step={50}
        clampBehavior="blur"
        allowDecimal={false}
        allowNegative={false}
        suffix="%"
        thousandSeparator=","
      />
    </div>
  );
}

function RolloutChoice({ choice, onChange }: Props): ReactElement {
  const { t } = useTranslation();
  const site = useSiteStore((state) => state.site);
  const services = useMemo(() => (site === null ? [] : placedServices(site)), [site]);
  return (
    <div className={css.form}>
      <Select
        flex={1}
        label={t('assess.choice.rollout')}
        value={choice.rolloutServiceId ?? ''}
        onChange={(id) => onChange({ ...choice, rolloutServiceId: id === null || id === '' ? null : id })}
        data={[{ value: '', label: t('assess.choice.widest') }, ...services]}
        searchable
        allowDeselect={false}
        limit={SHOWN_SERVICES}
        nothingFoundMessage={t('assess.choice.noService')}
      />
    </div>
  );
}

/** Services that run somewhere, by workload. */
function placedServices(site: Site): { readonly group: string; readonly items: { value: string; label: string }[] }[] {
  const placed = new Set<string>(listRecords(site, 'placements').map(({ serviceId }) => serviceId));
  const groups = new Map<string, { value: string; label: string }[]>();
  for (const { id, name, workloadId } of listRecords(site, 'services')) {
    if (!placed.has(id)) continue;
    const workload = getRecord(site, 'workloads', workloadId)?.name ?? workloadId;
    const group = groups.get(workload);
    if (group === undefined) groups.set(workload, [{ value: id, label: name }]);
    else group.push({ value: id, label: name });
  }
  return [...groups].map(([group, items]) => ({ group, items }));
}
