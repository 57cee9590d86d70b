import type { TFunction } from 'i18next';
import type { BomLine, SizeResult } from '../../../core/place/size/result.ts';
import type { Lack } from '../../../core/place/size/trial.ts';
import type { Site } from '../../../core/site/site.ts';
import type { SizingState } from '../../store/sizing-store.ts';
import type { Formatter } from '../../ui/format.ts';
import type { MarkStatus } from '../../ui/status-mark.tsx';
import { parseSubject, recordName, subjectName } from '../record-name.ts';

interface Standing {
  readonly text: string;
  readonly mark: MarkStatus | null;
}

/** Losses that are named before the rest is counted. */
const NAMED = 3;

/** How the search for hardware stands, as a finding. */
export function sizeStanding(t: TFunction, format: Formatter, state: SizingState): Standing | null {
  const { status, latest, result } = state;
  if (status === 'running' || status === 'stopping') {
    if (latest === null || latest.objective === null) return { text: t(`size.stage.${latest?.stage ?? 'prepare'}`), mark: null };
    const gap = (latest.objective - latest.bound) / Math.max(1e-9, latest.objective);
    return {
      text: t('size.soFar', { gap: format.percent(Math.max(0, gap)), stage: t(`size.stage.${latest.stage}`) }),
      mark: null,
    };
  }
  return result === null ? null : resultStanding(t, format, result, state.wasStopped);
}

function resultStanding(t: TFunction, format: Formatter, result: SizeResult, wasStopped: boolean): Standing {
  const { plan, gap, currency, conflict } = result;
  if (plan === null) return { text: t(conflict?.isProven === true ? 'size.infeasible' : 'size.notFound'), mark: 'missed' };
  const price = `${format.count(Math.round(plan.figures.price))} ${currency}`;
  const text =
    result.status === 'optimal'
      ? t('size.optimal', { price })
      : t(wasStopped ? 'size.stopped' : 'size.feasible', { price, gap: format.percent(gap ?? 0) });
  return { text, mark: result.outOfReach.length + result.weakNetworks.length > 0 ? 'near' : 'met' };
}

/** `3 × MIC-770, 1 × R650`. */
export function hardwareText(t: TFunction, format: Formatter, bom: readonly BomLine[]): string {
  const counts = new Map<string, number>();
  for (const { name, count } of bom) counts.set(name, (counts.get(name) ?? 0) + count);
  return [...counts].map(([name, count]) => `${format.count(count)} × ${name}`).join(t('place.join'));
}

/** Placements of a plan that is not carried out have no name; the services behind them do. */
function namesOf(site: Site, { subject, serviceIds }: Lack): string[] {
  if (parseSubject(site, subject) !== null) return [subjectName(site, subject)];
  return serviceIds.length === 0 ? [subject] : serviceIds.map((id) => recordName(site, 'services', id));
}

/** An availability with all the nines that tell it from its target. */
export function ninesText(format: Formatter, share: number): string {
  return `${format.number(share * 100, 7)} %`;
}

/** What a cheaper plan would lose. */
export function lossesText(t: TFunction, format: Formatter, site: Site, loses: readonly Lack[]): string {
  const byKind = new Map<Lack['kind'], string[]>();
  for (const lack of loses) byKind.set(lack.kind, [...(byKind.get(lack.kind) ?? []), ...namesOf(site, lack)]);
  return [...byKind]
    .map(([kind, names]) => {
      const unique = [...new Set(names)];
      const told = unique.slice(0, NAMED).join(t('place.join'));
      const more = unique.length - NAMED;
      return t(`size.lack.${kind}`, {
        names: more > 0 ? t('size.andMore', { names: told, count: more, number: format.count(more) }) : told,
      });
    })
    .join(' ');
}
