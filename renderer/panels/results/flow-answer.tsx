import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { FlowHop, FlowResult } from '../../../core/evaluate/result.ts';
import { PARTS } from '../../../core/network/delay.ts';
import type { Site } from '../../../core/site/site.ts';
import { select } from '../../store/interaction-store.ts';
import { useResultsStore } from '../../store/results-store.ts';
import { useSiteStore } from '../../store/site-store.ts';
import { useFormat } from '../../ui/format.ts';
import { LimitBar, PartsBar } from '../../ui/limit-bar.tsx';
import { TermHelp } from '../help/term-help.tsx';
import { Explainable } from '../explain/explainable.tsx';
import { Quantity } from '../../ui/quantity.tsx';
import panel from '../panel.module.css';
import { parseSubject, recordName, subjectName } from '../record-name.ts';
import css from './results.module.css';

const PERCENTILES = [
  ['meanMs', 'mean'],
  ['p50Ms', 'p50'],
  ['p95Ms', 'p95'],
  ['p99Ms', 'p99'],
] as const;

/** Everything about one flow: percentiles against the objective, where the mean comes from, and the way it takes. */
export function FlowAnswer({ flow }: { flow: FlowResult }): ReactElement {
  const { t } = useTranslation();
  const format = useFormat();
  const site = useSiteStore((state) => state.site);
  const breakdown = flow.breakdownMs;
  return (
    <div className={css.answer}>
      {flow.blockedBy === null || site === null ? null : (
        <p className={css.blocked}>
          {t('results.blockedBy')}{' '}
          <button type="button" className={css.linkLike} onClick={() => select(parseSubject(site, flow.blockedBy ?? ''))}>
            {subjectName(site, flow.blockedBy)}
          </button>
        </p>
      )}
      <dl className={css.percentiles}>
        {PERCENTILES.map(([name, figure]) => (
          <div key={name}>
            <dt>
              <TermHelp term={figure}>{t(`results.${name}`)}</TermHelp>
            </dt>
            <dd>
              <Explainable subject={{ kind: 'flow', id: flow.id, figure }} name={t(`results.${name}`)}>
                <Quantity value={flow[name]} unit="ms" />
              </Explainable>
            </dd>
          </div>
        ))}
        <div>
          <dt>
            <TermHelp term="objective">{t('results.objective')}</TermHelp>
          </dt>
          <dd>
            <Quantity value={flow.objectiveP99Ms} unit="ms" />
          </dd>
        </div>
      </dl>
      {flow.p99Ms === null || flow.objectiveP99Ms === null ? null : (
        <LimitBar
          share={flow.p99Ms / flow.objectiveP99Ms}
          label={t('results.p99Of', { value: format.number(flow.p99Ms), limit: format.number(flow.objectiveP99Ms) })}
        />
      )}
      {breakdown === null ? null : (
        <>
          <PartsBar
            label={t('results.breakdown')}
            parts={PARTS.map((name) => ({
              name,
              label: `${t(`part.${name}`)} ${format.number(breakdown[name])} ms`,
              value: breakdown[name],
            }))}
          />
          <ul className={css.parts} aria-label={t('results.breakdown')}>
            {PARTS.map((name) => (
              <li key={name} data-none={breakdown[name] === 0}>
                <span className={css.swatch} style={{ background: `var(--ew-part-${name})` }} />
                <span className={panel.name}>
                  <TermHelp term={name}>{t(`part.${name}`)}</TermHelp>
                </span>
                <Quantity value={breakdown[name]} unit="ms" />
              </li>
            ))}
          </ul>
        </>
      )}
      {site === null ? null : <Hops flowId={flow.id} site={site} />}
    </div>
  );
}

function Hops({ flowId, site }: { flowId: string; site: Site }): ReactElement | null {
  const { t } = useTranslation();
  const detail = useResultsStore((state) => (state.flowDetail?.flowId === flowId ? state.flowDetail : null));
  if (detail === null || detail.hops.length === 0) return null;
  return (
    <ol className={css.hops} aria-label={t('results.hops')}>
      {detail.hops.map((hop, index) => (
        <li key={`${hop.direction}${hop.id}${hop.nodeId}${index}`}>
          <span className={css.hopNumber}>{index + 1}</span>
          <span className={panel.soft}>{t(hop.direction === 'forth' ? 'results.forth' : 'results.back')}</span>
          <span className={panel.name}>
            {t('results.hopTo', { by: hopName(site, hop), node: recordName(site, 'nodes', hop.nodeId) })}
          </span>
          <Quantity value={hop.meanMs} unit="ms" />
        </li>
      ))}
    </ol>
  );
}

function hopName(site: Site, hop: FlowHop): string {
  const collection = hop.kind === 'access' ? 'deviceGroups' : hop.kind === 'link' ? 'links' : 'services';
  return recordName(site, collection, hop.id);
}
