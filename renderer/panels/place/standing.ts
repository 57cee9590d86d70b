import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { PlaceResult } from '../../../core/place/site/result.ts';
import type { PlacingState } from '../../store/placing-store.ts';
import type { Formatter } from '../../ui/format.ts';
import { useFormat } from '../../ui/format.ts';
import type { MarkStatus } from '../../ui/status-mark.tsx';

interface Standing {
  readonly text: string;
  readonly mark: MarkStatus | null;
}

/** So near to the end of its time the search is over and is being explained. */
const NEARLY_S = 0.15;

/** The finding of the search so far: how near to what can be proven, or what it cannot serve. */
export function standingOf(
  t: TFunction,
  format: Formatter,
  { status, latest, result, wasStopped, seconds, wishes, front, pareto }: PlacingState,
): Standing | null {
  if (status === 'running' || status === 'stopping') {
    if (status === 'stopping' || seconds >= wishes.seconds - NEARLY_S) return { text: t('place.explaining'), mark: null };
    if (latest === null) return { text: t('place.searching'), mark: null };
    if (front.length > 0) {
      const count = front.length;
      return {
        text: withErrors(t, format, t('explore.soFar', { count, number: format.count(count) }), latest.findings),
        mark: null,
      };
    }
    const lacking = latest.broken > 0 || latest.unserved > 0;
    const gap = (latest.objective - latest.bound) / Math.max(1e-9, Math.abs(latest.objective));
    const stand = lacking ? t('place.soFarLacking') : t('place.soFar', { gap: format.percent(Math.max(0, gap)) });
    return { text: withErrors(t, format, stand, latest.findings), mark: null };
  }
  if (result === null) return null;
  if (pareto !== null) return chosenPlan(t, format, result);
  if (result.status === 'optimal') return { text: t('place.optimal'), mark: 'met' };
  if (result.status === 'incomplete') {
    const unplaced = result.refused.filter(({ problem }) => problem === 'unplaced').length;
    return {
      text: t(unplaced > 0 ? 'place.incomplete' : 'place.incompleteLimits', { count: unplaced, number: format.count(unplaced) }),
      mark: unplaced > 0 ? 'unplaced' : 'missed',
    };
  }
  const gap = format.percent(Math.max(0, result.gap ?? 0));
  return {
    text: withErrors(t, format, t(wasStopped ? 'place.stopped' : 'place.feasible', { gap }), result.after.errors),
    mark: result.after.value.missed > 0 ? 'missed' : 'met',
  };
}

export function useStanding(placing: PlacingState): Standing | null {
  const { t } = useTranslation();
  const format = useFormat();
  return standingOf(t, format, placing);
}

/** Of the plan that was chosen: what it changes, and what is left. */
function chosenPlan(t: TFunction, format: Formatter, { after, changes, status }: PlaceResult): Standing {
  const count = changes.length;
  const text = t('explore.chosen', { count, number: format.count(count) });
  const mark = status === 'incomplete' || after.value.missed > 0 ? 'missed' : 'met';
  return { text: withErrors(t, format, text, after.errors), mark };
}

function withErrors(t: TFunction, format: Formatter, text: string, errors: number): string {
  return errors === 0 ? text : `${text} · ${t('place.errorsLeft', { count: errors, number: format.count(errors) })}`;
}
