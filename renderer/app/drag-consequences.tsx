import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Preview } from '../../core/engine/protocol.ts';
import type { Finding, FlowResult } from '../../core/evaluate/result.ts';
import type { Site } from '../../core/site/site.ts';
import { getRecord } from '../../core/site/site.ts';
import { findingText } from '../panels/results/finding-text.ts';
import { parseSubject, subjectName } from '../panels/record-name.ts';
import { useFormat } from '../ui/format.ts';
import type { Formatter } from '../ui/format.ts';
import { LimitBar } from '../ui/limit-bar.tsx';
import { StatusMark } from '../ui/status-mark.tsx';
import css from './drag-tip.module.css';

/** Flows and findings that are named one by one; of the others the number. */
const MOST_FLOWS = 3;
const MOST_FINDINGS = 2;

/** What dropping here would change: the latency of the flows that it touches, what capacity is left, findings that come and go. */
export function Consequences({ preview, site, carried }: { preview: Preview; site: Site; carried: string }): ReactElement {
  const { t } = useTranslation();
  const format = useFormat();
  const { flows, tightest } = preview;
  const shown = telling(site, flows);
  return (
    <>
      {flows.length === 0 ? null : (
        <span className={css.head}>{t('drag.flows', { count: flows.length, number: format.count(flows.length) })}</span>
      )}
      {shown.map(({ name, count, before, after }) => {
        const flow = after ?? before;
        return flow === null ? null : (
          <span key={name} className={css.figure}>
            <StatusMark status={flow.status} size={10} />
            <span className={css.name}>{count === 1 ? name : `${name} × ${format.count(count)}`}</span>
            <span className={css.change}>{`${timeOf(before, format)} → ${timeOf(after, format)}`}</span>
          </span>
        );
      })}
      {tightest === null ? null : (
        <>
          <span className={css.figure}>
            <StatusMark status={tightest.utilisation > 1 ? 'saturated' : 'met'} size={10} />
            <span className={css.name}>
              {t('drag.left', {
                // What is only about to be placed has no record to be named by yet.
                name: parseSubject(site, tightest.subject) === null ? carried : subjectName(site, tightest.subject),
                dimension: t(`dimension.${tightest.dimension}`),
              })}
            </span>
            <span className={css.change}>{format.percent(1 - tightest.utilisation)}</span>
          </span>
          <LimitBar
            share={tightest.utilisation}
            label={`${t(`dimension.${tightest.dimension}`)} ${format.percent(tightest.utilisation)}`}
          />
        </>
      )}
      <Findings findings={preview.appear} sign="+" />
      <Findings findings={preview.vanish} sign="−" />
    </>
  );
}

type Change = Preview['flows'][number] & { readonly name: string; readonly count: number };

/** Those that end worst first, of equals by name the worst alone, as far as they fit. */
function telling(site: Site, flows: Preview['flows']): Change[] {
  const byName = new Map<string, Change>();
  for (const change of flows.toSorted((a, b) => slackOf(a.after) - slackOf(b.after))) {
    const id = change.after?.id ?? change.before?.id ?? '';
    const name = getRecord(site, 'flows', id)?.name ?? id;
    const known = byName.get(name);
    byName.set(name, known === undefined ? { ...change, name, count: 1 } : { ...known, count: known.count + 1 });
  }
  return [...byName.values()].slice(0, MOST_FLOWS);
}

function slackOf(flow: FlowResult | null): number {
  if (flow === null) return Infinity;
  return flow.slack ?? (flow.p99Ms === null ? -Infinity : 1e3);
}

function timeOf(flow: FlowResult | null, format: Formatter): string {
  return flow?.p99Ms === null || flow === null ? '–' : `${format.number(flow.p99Ms)} ms`;
}

function Findings({ findings, sign }: { findings: readonly Finding[]; sign: '+' | '−' }): ReactElement | null {
  const { t } = useTranslation();
  const named = findings.slice(0, MOST_FINDINGS);
  if (named.length === 0) return null;
  const more = findings.length - named.length;
  return (
    <>
      {named.map((finding) => (
        <span key={finding.id} className={css.finding} data-sign={sign}>
          {`${sign} ${findingText(t, finding).title}`}
        </span>
      ))}
      {more > 0 ? <span className={css.finding}>{t('drag.more', { sign, count: more })}</span> : null}
    </>
  );
}
