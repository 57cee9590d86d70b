import { Button } from '@mantine/core';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { SizeRemedy, SizeResult } from '../../../core/place/size/result.ts';
import type { Site } from '../../../core/site/site.ts';
import { startSizing, wishSizing } from '../../store/sizing-store.ts';
import { useFormat } from '../../ui/format.ts';
import { StatusMark } from '../../ui/status-mark.tsx';
import { recordName, subjectName } from '../record-name.ts';
import place from '../place/place.module.css';
import list from '../place/move-list.module.css';
import css from './size.module.css';
import { hardwareText, lossesText, ninesText } from './size-words.ts';

/** Plans that cost less, and what each would lose. */
export function CheaperList({ site, result }: { site: Site; result: SizeResult }): ReactElement | null {
  const { t } = useTranslation();
  const format = useFormat();
  if (result.cheaper.length === 0) return null;
  return (
    <section aria-label={t('size.cheaper')}>
      <h3 className={place.heading}>{t('size.cheaper')}</h3>
      <ul className={css.list}>
        {result.cheaper.map((one) => (
          <li key={`${one.price} ${hardwareText(t, format, one.bom)}`}>
            <span className={css.saves}>
              {t('size.saves', { amount: format.count(Math.round(one.saves)), currency: result.currency })}
            </span>
            <span>{lossesText(t, format, site, one.loses)}</span>
            <span className={css.soft}>{hardwareText(t, format, one.bom)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Why there is no plan, and what would let one be. */
export function ConflictList({ site, result }: { site: Site; result: SizeResult }): ReactElement | null {
  const { t } = useTranslation();
  const { conflict } = result;
  if (conflict === null) return null;
  const limits = conflict.limits.map(({ limit, subject }) =>
    subject === null
      ? t(`size.limit.${limit}`)
      : t('size.limitOf', { limit: t(`size.limit.${limit}`), name: subjectName(site, subject) }),
  );
  return (
    <section aria-label={t('size.conflict')}>
      <h3 className={place.heading}>{t('size.conflict')}</h3>
      <ul className={css.list}>
        {[...new Set(limits)].map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
      {conflict.remedies.length === 0 ? (
        <p className={css.note}>{t('size.noRemedy')}</p>
      ) : (
        <>
          <h3 className={place.heading}>{t('size.remedies')}</h3>
          {conflict.remedies.map((remedy) => (
            <Remedy key={`${remedy.limit} ${remedy.subject}`} site={site} remedy={remedy} currency={result.currency} />
          ))}
        </>
      )}
    </section>
  );
}

function Remedy({ site, remedy, currency }: { site: Site; remedy: SizeRemedy; currency: string }): ReactElement {
  const { t } = useTranslation();
  const format = useFormat();
  const { limit, subject, needed, given, price } = remedy;
  const name =
    subject === null
      ? t(`size.limit.${limit}`)
      : t('size.limitOf', { limit: t(`size.limit.${limit}`), name: subjectName(site, subject) });
  const change =
    needed === null
      ? t('size.lifted', { name })
      : t('size.raised', { name, needed: format.count(Math.ceil(needed)), given: given === null ? '' : format.count(given) });
  const text = price === null ? change : t('size.forPrice', { change, price: format.count(Math.round(price)), currency });
  const wish =
    limit === 'budget' && needed !== null
      ? { budget: Math.ceil(needed) }
      : limit === 'redundancy'
        ? { redundant: [] }
        : limit === 'types'
          ? { typeIds: [] }
          : limit === 'places'
            ? { placeIds: [] }
            : null;
  return (
    <div className={list.wayIn}>
      <span>{text}</span>
      {wish === null ? null : (
        <Button
          size="compact-xs"
          variant="default"
          aria-label={`${t('size.askSo')}: ${text}`}
          onClick={() => {
            wishSizing(wish);
            startSizing();
          }}
        >
          {t('size.askSo')}
        </Button>
      )}
    </div>
  );
}

/** What no compute hardware cures. */
export function BeyondList({ site, result }: { site: Site; result: SizeResult }): ReactElement | null {
  const { t } = useTranslation();
  const format = useFormat();
  const { outOfReach, weakNetworks } = result;
  if (outOfReach.length + weakNetworks.length === 0) return null;
  const shown = outOfReach.slice(0, SHOWN);
  const more = outOfReach.length - shown.length;
  return (
    <section aria-label={t('size.beyond')}>
      <h3 className={place.heading}>{t('size.beyond')}</h3>
      <ul className={css.list}>
        {shown.map(({ flowId, objectiveP99Ms, bestP99Ms, isProven }) => (
          <li key={flowId}>
            <span className={css.finding}>
              <StatusMark status="missed" size={10} />
              {recordName(site, 'flows', flowId)}
            </span>
            <span className={css.soft}>
              {bestP99Ms === null
                ? t('size.notAnswered')
                : t(isProven ? 'size.bestP99' : 'size.triedP99', {
                    best: format.number(bestP99Ms),
                    objective: objectiveP99Ms === null ? '–' : format.number(objectiveP99Ms),
                  })}
            </span>
          </li>
        ))}
        {more > 0 ? <li className={css.soft}>{t('size.moreFlows', { count: more, number: format.count(more) })}</li> : null}
        {weakNetworks.map(({ workloadId, target, availability, weakest }) => (
          <li key={workloadId}>
            <span className={css.finding}>
              <StatusMark status="missed" size={10} />
              {recordName(site, 'workloads', workloadId)}
            </span>
            <span className={css.soft}>
              {t('size.weakNetwork', {
                availability: availability === null ? '–' : ninesText(format, availability),
                target: ninesText(format, target),
                parts: weakest.join(t('place.join')),
              })}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Flows that are named before the rest is counted. */
const SHOWN = 6;
