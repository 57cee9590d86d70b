import { MultiSelect, NumberInput } from '@mantine/core';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Site } from '../../../../core/site/site.ts';
import { listRecords } from '../../../../core/site/site.ts';
import type { PlacingWishes } from '../../../store/placing-store.ts';
import { wishPlacing } from '../../../store/placing-store.ts';
import css from '../place.module.css';

const LEAST_GROWTH = 0.1;
const MOST_GROWTH = 100;
/** Nodes listed at a time; typing finds the others. */
const LISTED = 100;

/** What is assumed to have happened: nodes that fail, requests that grow. Nothing of it goes into the site. */
export function WhatFails({ site, wishes }: { site: Site | null; wishes: PlacingWishes }): ReactElement {
  const { t } = useTranslation();
  const known = site?.nodes ?? {};
  return (
    <>
      <MultiSelect
        label={t('place.failed')}
        placeholder={wishes.failedNodeIds.length === 0 ? t('place.nothingFails') : ''}
        value={wishes.failedNodeIds.filter((id) => Object.hasOwn(known, id))}
        onChange={(failedNodeIds) => wishPlacing({ failedNodeIds })}
        data={site === null ? [] : listRecords(site, 'nodes').map(({ id, name }) => ({ value: id, label: name }))}
        searchable
        clearable
        limit={LISTED}
      />
      <NumberInput
        className={css.growth ?? ''}
        label={t('place.growth')}
        value={wishes.growth}
        onChange={(value) => wishPlacing({ growth: Math.min(MOST_GROWTH, Math.max(LEAST_GROWTH, Number(value) || 1)) })}
        min={LEAST_GROWTH}
        max={MOST_GROWTH}
        step={0.1}
        decimalScale={2}
        prefix="× "
      />
    </>
  );
}

/** Whether there is anything to place again for: a failure or growth that is assumed, or a node of the site that has failed. */
export function hasHappened(site: Site | null, { failedNodeIds, growth }: PlacingWishes): boolean {
  if (failedNodeIds.length > 0 || growth !== 1) return true;
  return site !== null && listRecords(site, 'nodes').some(({ status }) => status === 'failed');
}
