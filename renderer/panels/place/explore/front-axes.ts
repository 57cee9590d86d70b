import type { ObjectiveParts } from '../../../../core/place/site/value.ts';

/** What the chart can set against the cost. */
export const AXES = ['objectiveUsed', 'powerW', 'moved'] as const satisfies readonly (keyof ObjectiveParts)[];
export type Axis = (typeof AXES)[number];

export interface Scale {
  at(value: number): number;
  readonly least: number;
  readonly most: number;
}

/** Room at both ends of an axis, of its span. */
const AIR = 0.06;

/** From values to pixels between `from` and `to`; one value alone stands in the middle. */
export function scaleOf(values: readonly number[], from: number, to: number): Scale {
  const least = values.length === 0 ? 0 : Math.min(...values);
  const most = values.length === 0 ? 1 : Math.max(...values);
  const span = most - least;
  if (span === 0) return { least, most, at: () => (from + to) / 2 };
  const low = least - span * AIR;
  const high = most + span * AIR;
  return { least, most, at: (value) => from + ((value - low) / (high - low)) * (to - from) };
}
