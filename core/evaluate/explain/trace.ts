import type { Moments } from '../../base/moments.ts';
import { mixture } from '../../base/moments.ts';
import type { Delay, Part } from '../../network/delay.ts';
import { addDelays, mixParts, PARTS, withMoments, ZERO_DELAY } from '../../network/delay.ts';
import type { FlowResult } from '../result.ts';
import { figureOf, productOf, step, sumOf } from './build.ts';
import type { Remarks } from './build.ts';
import type { Explanation, LabelCode } from './explanation.ts';

/** [L3, L6] What queues in a row make of a figure beyond the sum of its steps, pass by pass. */
export type ToldPasses = (of: Part | Spread) => readonly Explanation[];
const ALONE: ToldPasses = () => [];

/** Relative difference that rounding explains. */
const NEGLIGIBLE = 1e-9;

/** What a delay has besides its mean. */
export type Spread = 'variance' | 'third' | 'minimum';
export const SPREAD_UNIT: { readonly [Name in Spread]: string } = { variance: 'ms²', third: 'ms³', minimum: 'ms' };

/** A delay that knows how it came about: what each part of its mean, and its spread, is made of. */
export interface Trace {
  readonly delay: Delay;
  /** Explanations that add up to this part of the mean. */
  part(part: Part): readonly Explanation[];
  /** Explanations that add up to this figure. */
  spread(of: Spread): readonly Explanation[];
}

/** A delay of one thing, whose parts of the mean are explained by `explain`. */
export function single(delay: Delay, name: string, rule: string, explain: (part: Part) => Explanation): Trace {
  return {
    delay,
    part: (part) => (delay.parts[part] === 0 ? [] : [explain(part)]),
    spread: (of) => momentOf(delay.moments, of, name, rule),
  };
}

/** Delays one after the other. */
export function inRow(traces: readonly Trace[]): Trace {
  return {
    delay: addDelays(traces.map((trace) => trace.delay)),
    part: (part) => traces.flatMap((trace) => trace.part(part)),
    spread: (of) => traces.flatMap((trace) => trace.spread(of)),
  };
}

/** One of several, by share. Shares add up to 1. */
export function oneOf(traces: readonly { readonly share: Explanation; readonly trace: Trace; readonly name: string }[]): Trace {
  const [only] = traces;
  if (only === undefined) return { delay: ZERO_DELAY, part: () => [], spread: () => [] };
  if (traces.length === 1) return only.trace;
  const mixed = traces.map(({ share, trace }) => ({ share: figureOf(share), delay: trace.delay }));
  const moments = mixture(mixed.map(({ share, delay }) => ({ share, moments: delay.moments })));
  return {
    delay: mixParts(mixed, moments),
    part: (part) =>
      traces.flatMap(({ share, trace, name }) =>
        trace.delay.parts[part] === 0
          ? []
          : [productOf('target', [share, partOf(trace, part)], { unit: 'ms', rule: 'L7', parameters: { name, part } })],
      ),
    spread: (of) => momentOf(moments, of, traces.map(({ name }) => name).join(' / '), 'L7'),
  };
}

/** The same parts stretched to another mean: several calls, or a wait for the slowest. `factor` is new mean / old mean. */
export function stretched(
  trace: Trace,
  moments: Moments,
  code: LabelCode,
  factor: Explanation,
  remarks: Remarks,
  exact: boolean,
): Trace {
  const name = String(remarks.parameters?.['name'] ?? '');
  return {
    delay: withMoments(trace.delay, moments),
    part: (part) =>
      trace.delay.parts[part] === 0
        ? []
        : [
            productOf(code, [factor, partOf(trace, part)], {
              unit: 'ms',
              rule: 'L7',
              ...remarks,
              parameters: { ...remarks.parameters, part },
            }),
          ],
    spread: (of) =>
      exact
        ? [
            productOf(code, [factor, spreadOf(trace, of)], {
              unit: SPREAD_UNIT[of],
              rule: 'L7',
              ...remarks,
              parameters: { ...remarks.parameters, part: of },
            }),
          ]
        : momentOf(moments, of, name, 'L7'),
  };
}

/** One part of a mean as a sum of what makes it. */
export function partOf(trace: Trace, part: Part): Explanation {
  return sumOf('part', trace.part(part), { unit: 'ms', rule: 'L6', parameters: { part }, value: trace.delay.parts[part] });
}

/** All parts of a mean that are not nothing. */
export function meanPartsOf(trace: Trace): Explanation[] {
  return PARTS.filter((part) => trace.delay.parts[part] !== 0).map((part) => partOf(trace, part));
}

export function spreadOf(trace: Trace, of: Spread, value = trace.delay.moments[of], passes: ToldPasses = ALONE): Explanation {
  return sumOf(of, withPasses(trace.spread(of), of, value, passes), {
    unit: SPREAD_UNIT[of],
    rule: 'L6',
    formula: of === 'minimum' ? 'Σ least values' : 'cumulants of independent delays add',
    value,
  });
}

/** The mean as its six parts, each with what the answer has beyond the sum of its steps. */
export function meanOf(
  trace: Trace,
  result: FlowResult,
  passes: ToldPasses,
  parameters: Remarks['parameters'] = {},
): Explanation {
  const parts = PARTS.flatMap((part) => {
    const value = result.breakdownMs?.[part] ?? 0;
    const steps = trace.part(part);
    if (value === 0 && steps.length === 0) return [];
    return [sumOf('part', withPasses(steps, part, value, passes), { unit: 'ms', rule: 'L6', parameters: { part }, value })];
  });
  return sumOf('mean', parts, { unit: 'ms', rule: 'L6', formula: 'Σ parts', parameters, value: result.meanMs });
}

/**
 * [L3, L6] Queues in a row are not independent: what one has spread out does not wait again at the next, and one that is met twice is as it was. Told pass by
 * pass where the figure is other than the sum of its steps; then what is left.
 */
function withPasses(steps: readonly Explanation[], of: Part | Spread, value: number, passes: ToldPasses): readonly Explanation[] {
  const negligible = NEGLIGIBLE * Math.max(1, Math.abs(value));
  const beyond = (lines: readonly Explanation[]): number => value - lines.reduce((total, one) => total + figureOf(one), 0);
  if (Math.abs(beyond(steps)) <= negligible) return steps;
  const told = [...steps, ...passes(of).filter((line) => Math.abs(figureOf(line)) > negligible)];
  const rest = beyond(told);
  return Math.abs(rest) <= negligible ? told : [...told, interplay(of, rest)];
}

/** Waits in steps, and those of parallel or repeated calls, which are put together before. */
function interplay(part: Part | Spread, value: number): Explanation {
  return step('interplay', 'formula', [], value, {
    unit: part === 'variance' || part === 'third' ? SPREAD_UNIT[part] : 'ms',
    rule: 'L3',
    formula: 'waits told in steps; calls in parallel or in many put together before',
    parameters: { part },
  });
}

function momentOf(moments: Moments, of: Spread, name: string, rule: string): Explanation[] {
  if (moments[of] === 0) return [];
  return [step('momentOf', 'formula', [], moments[of], { unit: SPREAD_UNIT[of], rule, parameters: { name, part: of } })];
}
