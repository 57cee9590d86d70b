import type { PassEffect } from '../../network/correction.ts';
import { correctionOf } from '../../network/correction.ts';

import type { RecordOf } from '../../site/site.ts';
import type { Leg } from '../demand.ts';
import type { Evaluated } from '../evaluate.ts';
import { nameOf, productOf, step, sumOf } from './build.ts';
import { nameOfChannel } from './channel.ts';
import type { Explanation } from './explanation.ts';
import type { ToldPasses } from './trace.ts';
import { SPREAD_UNIT } from './trace.ts';

/** One pass of a queue on one of the ways of a leg. */
interface TakenPass extends PassEffect {
  readonly share: number;
  readonly name: string;
}

/**
 * [L3, L6] What became of the waits of an answer at each queue on its way: spared because they were waited before, added because what comes is bunched, other
 * because the queue is met again.
 */
export function passesOf(evaluated: Evaluated, flow: RecordOf<'flows'>, leg: Leg): ToldPasses {
  const taken: TakenPass[] = [];
  const together = { variance: 0, third: 0 };
  const ways = evaluated.solver.passesOf(flow, leg);
  for (const { share, passes } of ways) {
    const whole = correctionOf(passes, passes.length, (effect) => {
      taken.push({ ...effect, share, name: nameOfQueue(evaluated, effect.pass.view.queue) });
      together.variance -= effect.variance;
      together.third -= effect.third;
    });
    together.variance += whole.variance;
    together.third += whole.third;
  }
  return (of) => {
    if (of === 'queueing' || of === 'processing')
      return taken.filter(({ pass }) => pass.view.part === of).flatMap((one) => meanLine(one));
    // A mixture of several ways has cumulants of its own.
    return (of === 'variance' || of === 'third') && ways.length === 1 ? spreadLines(taken, of, together[of]) : [];
  };
}

function meanLine(one: TakenPass): Explanation[] {
  const { name, share } = one;
  const remarks = { unit: 'ms', parameters: { name } };
  const effects = [again(one), spared(one), added(one)].filter((line) => line !== null);
  if (effects.length === 0) return [];
  const line = effects.length === 1 ? (effects[0] as Explanation) : sumOf('pass', effects, { ...remarks, rule: 'L3' });
  if (share === 1) return [line];
  const part = step('share', 'formula', [], share, {
    unit: 'ratio',
    rule: 'L7',
    formula: 'replicas here / replicas everywhere',
    parameters: { name },
  });
  return [productOf('pass', [part, line], { ...remarks, rule: 'L7' })];
}

function again({ pass, stretch, name }: TakenPass): Explanation | null {
  if (stretch === 1) return null;
  const parameters = { name };
  const alone = step('waitAlone', 'formula', [], pass.view.wait.mean, {
    unit: 'ms',
    rule: pass.view.part === 'queueing' ? 'L3' : 'L6',
    formula: 'wait of Poisson arrivals',
    parameters,
  });
  const more = step('againShare', 'formula', [], stretch - 1, {
    unit: 'ratio',
    rule: 'L6',
    formula: '(Σ s)² / Σ s² / (1 + λ Σ (j − 1) sⱼ / ρ) − 1, by how far the queue remembers',
  });
  return productOf('again', [alone, more], { unit: 'ms', rule: 'L6', parameters });
}

function spared({ carriedMs, sparableMs, sparedMs, name }: TakenPass): Explanation | null {
  if (sparedMs === 0) return null;
  const parameters = { name };
  const carried = step('carried', 'formula', [], carriedMs, {
    unit: 'ms',
    rule: 'L3',
    formula: 'Σ waits of fixed work before, each kept by 1 − ρ² (1 − what is spread) at every queue since',
    parameters,
  });
  const sparable = step('sparable', 'formula', [], sparableMs, {
    unit: 'ms',
    rule: 'L3',
    formula: 'wait × (1 − ρ + ρ of its own stream) × what regular arrivals are spared (Kraemer and Langenbach-Belz 1976)',
    parameters,
  });
  return step('spared', 'formula', [carried, sparable], -sparedMs, {
    unit: 'ms',
    rule: 'L3',
    formula: '− a b / √(a² + b²)',
    parameters,
  });
}

function added({ bunchedMs, addableMs, addedMs, name }: TakenPass): Explanation | null {
  if (addedMs === 0) return null;
  const parameters = { name };
  const bunched = step('bunched', 'formula', [], bunchedMs, {
    unit: 'ms',
    rule: 'L3',
    formula: 'Σ waits before that leave in bunches, 0.7 of it kept at every queue since',
    parameters,
  });
  const addable = step('addable', 'formula', [], addableMs, {
    unit: 'ms',
    rule: 'L3',
    formula: 'wait × (1 − ρ + ρ of its own stream) × what arrivals twice as uneven add',
    parameters,
  });
  return step('added', 'formula', [bunched, addable], addedMs, { unit: 'ms', rule: 'L3', formula: 'a b / (a + b)', parameters });
}

function spreadLines(taken: readonly TakenPass[], of: 'variance' | 'third', together: number): Explanation[] {
  const unit = SPREAD_UNIT[of];
  const lines = taken
    .filter((one) => one[of] !== 0)
    .map((one) =>
      step('pass', 'formula', [], one[of], {
        unit,
        rule: 'L3',
        formula: of === 'variance' ? '(1 − spared share²) × variance − variance' : '(1 − spared share³) × third − third',
        parameters: { name: one.name },
      }),
    );
  if (together === 0) return lines;
  const dependent = step('dependent', 'formula', [], together, {
    unit,
    rule: 'L6',
    formula: 'ρ c(t / τ): reflected Brownian motion (Abate and Whitt 1987)',
  });
  return [...lines, dependent];
}

/** What a person calls a queue: a link, the access of a device group, a service where it runs. */
function nameOfQueue({ model, demand, solver }: Evaluated, queue: number): string {
  const placement = solver.placementOf(queue);
  if (placement !== null) return nameOf(model.site, 'placements', placement);
  const arc = demand.sums.arcSums.find((sum) => sum?.queue === queue);
  if (typeof arc?.at === 'number') return model.graph.arcs[arc.at]?.link.name ?? '';
  for (const { up, down, access } of demand.sums.channelSums.values())
    if (access !== null && (up.queue === queue || down.queue === queue))
      return nameOfChannel({ access, direction: up.queue === queue ? 'up' : 'down' });
  return '';
}
