import { Button } from '@mantine/core';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Admission, Refused } from '../../../core/place/site/result.ts';
import type { Site } from '../../../core/site/site.ts';
import { dispatch } from '../../store/document.ts';
import { select } from '../../store/interaction-store.ts';
import { placingApplied } from '../../store/placing-store.ts';
import { useSiteStore } from '../../store/site-store.ts';
import { useFormat } from '../../ui/format.ts';
import { StatusMark } from '../../ui/status-mark.tsx';
import { recordName } from '../record-name.ts';
import { WhyButton } from './why/why-button.tsx';
import css from './place.module.css';
import list from './move-list.module.css';
import { admissionTexts, limitsText } from './place-words.ts';

/** What cannot run as it should: the limits in conflict, and the smallest changes that would let it in. */
export function RefusedList({
  site,
  refused,
  disabled,
}: {
  site: Site;
  refused: readonly Refused[];
  disabled: boolean;
}): ReactElement {
  const { t } = useTranslation();
  const format = useFormat();
  const title = t('place.refused', { count: refused.length, number: format.count(refused.length) });
  return (
    <section aria-label={title}>
      <h3 className={css.heading}>{title}</h3>
      <ul className={css.rows}>
        {refused.map((one) => (
          <li key={`${one.problem} ${one.serviceId}`} className={list.refusal}>
            <Refusal site={site} one={one} disabled={disabled} />
            {one.conflict.length > 0 ? null : (
              <div className={list.ask}>
                <WhyButton target={{ collection: 'services', id: one.serviceId }} />
              </div>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** One service: what keeps it out, by node where asked, and the ways in. */
export function Refusal({ site, one, disabled }: { site: Site; one: Refused; disabled: boolean }): ReactElement {
  const { t } = useTranslation();
  return (
    <>
      <button type="button" className={list.refusalHead} onClick={() => select({ collection: 'services', id: one.serviceId })}>
        <StatusMark status={one.problem} />
        <span className={list.service}>{recordName(site, 'services', one.serviceId)}</span>
      </button>
      <p className={list.detail}>
        {one.conflict.length === 0
          ? t('place.conflictUnknown')
          : t(one.conflict.length === 1 ? 'place.conflictOne' : 'place.conflict', {
              limits: limitsText(t, site, one.conflict),
            })}
      </p>
      {one.refusals.length === 0 ? null : (
        <details className={list.detail}>
          <summary>{t('place.byNode')}</summary>
          <ul className={list.byNode}>
            {one.refusals.map(({ nodeId, limits }) => (
              <li key={nodeId}>
                {t('place.nodeRefuses', {
                  node: recordName(site, 'nodes', nodeId),
                  limits: limitsText(
                    t,
                    site,
                    limits.map(({ kind }) => kind),
                  ),
                })}
              </li>
            ))}
          </ul>
        </details>
      )}
      {one.admissions.map((admission) => (
        <Way key={admission.limits.join(' ')} site={site} serviceId={one.serviceId} admission={admission} disabled={disabled} />
      ))}
    </>
  );
}

/** One way in, and the button that takes it. */
function Way({
  site,
  serviceId,
  admission,
  disabled,
}: {
  site: Site;
  serviceId: string;
  admission: Admission;
  disabled: boolean;
}): ReactElement {
  const { t } = useTranslation();
  const format = useFormat();
  const node = recordName(site, 'nodes', admission.nodeId);
  const changes = admissionTexts(t, format, site, admission.commands).join(t('place.join'));
  const text = t('place.wayIn', { node, changes });
  return (
    <div className={list.wayIn}>
      <span>{text}</span>
      <Button
        size="compact-xs"
        variant="default"
        disabled={disabled}
        aria-label={`${t('place.take')}: ${text}`}
        onClick={() => {
          const label = t('place.admitStep', { name: recordName(site, 'services', serviceId), node });
          const done = dispatch({ kind: 'batch', label: label.slice(0, 200), commands: [...admission.commands] });
          if (done.status === 'ok') placingApplied(useSiteStore.getState().revision);
        }}
      >
        {t('place.take')}
      </Button>
    </div>
  );
}
