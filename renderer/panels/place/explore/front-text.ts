import type { ObjectiveParts } from '../../../../core/place/site/value.ts';
import { useFormat } from '../../../ui/format.ts';

/** A figure of a plan as it is read. */
export function useAxisText(): (axis: keyof ObjectiveParts, value: number) => string {
  const format = useFormat();
  return (axis, value) =>
    axis === 'objectiveUsed' || axis === 'moved' ? format.percent(value) : format.number(value, axis === 'powerW' ? 5 : 3);
}
