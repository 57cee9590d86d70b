import type { Moments, MomentsInPlace } from '../base/moments.ts';
import { NO_DELAY } from '../base/moments.ts';
import type { Rare } from '../base/rare.ts';
import { joinedRare, NOTHING_RARE, setMomentsOfRare } from '../base/rare.ts';
import type { Delay } from '../network/delay.ts';
import { addDelays, NO_PASSES, ZERO_DELAY } from '../network/delay.ts';
import type { Correction } from '../network/correction.ts';
import { correctionOf } from '../network/correction.ts';
import type { Pass } from '../network/passes.ts';
import { passOf, setPass, viewOf } from '../network/passes.ts';
import type { TransportFigures } from '../network/transport.ts';
import { overTransport } from '../network/transport.ts';
import type { Demand } from './demand.ts';
import type { Way } from './leg.ts';
import type { Arrived, Outcome } from './outcome.ts';
import type { SiteModel } from './site-model.ts';
import type { WayFigures } from './way-figures.ts';
import { ACCESS, MAXIMUM, MEAN, MINIMUM, PROPAGATION, SMALL, THIRD, TRANSMISSION, VARIANCE } from './way-figures.ts';
import type { Waits } from './way-waits.ts';
import { WayWaits } from './way-waits.ts';

const NO_QUEUE = viewOf(-1, 'processing', NO_DELAY, { ratePerMs: 0, meanMs: 0, variability: 0, servers: 1, utilisation: 0 });
const NO_CORRECTION: Correction = { queueingMs: 0, processingMs: 0, variance: 0, third: 0 };

/** [L1–L7] Stage 6: answers over one way, there, work, what it sets off, and back. Written out field by field: it is the innermost part of an evaluation. */
export class WayAnswers {
  private readonly waits: WayWaits;
  /** Queues of the whole way in order, so many of these; used again by the next. */
  private readonly passes: Pass[] = [];
  private passed = 0;
  private readonly cpu: Pass = passOf(NO_QUEUE, 0, 0, 0);
  /** Of a small packet, and what transports add to the messages; used again by the next way, too. */
  private readonly roundTrip: MomentsInPlace = { ...NO_DELAY };
  private readonly opening: MomentsInPlace = { ...NO_DELAY };
  private readonly closing: MomentsInPlace = { ...NO_DELAY };

  constructor(model: SiteModel, demand: Demand) {
    this.waits = new WayWaits(model, demand);
  }

  /**
   * @param rest what the request meets where it arrives; null where it ends at a device group.
   * @param servedBy node that answers.
   * @param apart whether the waits stay each on its own, for who waits for this answer.
   */
  answer(way: Way, figures: WayFigures, rest: Outcome | null, servedBy: string | null, apart: boolean): Outcome {
    const answers = way.leg.flow.flow.pattern === 'request-response';
    const there = this.waits.request(way, figures);
    if (there.blocked !== null) return { status: 'saturated', by: there.blocked };
    const needsBack = answers || figures.there !== null;
    const back = needsBack ? this.waits.response(way, figures) : this.waits.nothing();
    if (answers && back.blocked !== null) return { status: 'saturated', by: back.blocked };
    if (rest !== null && rest.status !== 'ok') return rest;
    if (figures.there !== null) setSmallTrip(this.roundTrip, figures.fixed, there, back);
    const opened = this.overTransport(this.opening, figures.there);
    const closed = this.overTransport(this.closing, figures.home);
    const home = answers ? back : this.waits.nothing();
    this.pass(way, there, rest, home, apart);
    const work = rest === null ? ZERO_DELAY : rest.delay;
    const correction = apart ? NO_CORRECTION : correctionOf(this.passes, this.passed);
    const rare = joinedRare(joinedRare(opened, work.rare), closed);
    const own = added(figures.fixed, there, home, this.opening, this.closing, work, correction);
    const passes = apart && this.passed > 0 ? this.passes.slice(0, this.passed) : NO_PASSES;
    const delay = { moments: own.moments, parts: own.parts, passes, rare };
    const overlays = there.overlays.length + home.overlays.length;
    return { status: 'ok', delay: overlays === 0 ? delay : addDelays([delay, ...there.overlays, ...home.overlays]), servedBy };
  }

  /**
   * Queues on the way in their order, the CPU's as this leg passes it: it takes no time of its own, which is the processing's.
   *
   * @param lasts whether the records are kept.
   */
  private pass(way: Way, there: Waits, rest: Arrived | null, home: Waits, lasts: boolean): void {
    const list = this.passes;
    let count = 0;
    for (let at = 0; at < there.passed; at += 1) list[count++] = passIn(there, at, lasts);
    const cpu = rest?.cpu ?? null;
    if (cpu !== null) {
      setPass(this.cpu, cpu.view, way.ratePerSecond / 1000, cpu.workMs, cpu.takesMs);
      list[count++] = lasts ? { ...this.cpu } : this.cpu;
    }
    const after = rest === null ? NO_PASSES : rest.delay.passes;
    for (let at = 0; at < after.length; at += 1) list[count++] = after[at] as Pass;
    for (let at = 0; at < home.passed; at += 1) list[count++] = passIn(home, at, lasts);
    this.passed = count;
  }

  /** What a transport adds, into a record; gives what of it happens now and then. */
  private overTransport(into: MomentsInPlace, figures: TransportFigures | null): readonly Rare[] {
    if (figures !== null) return overTransport(into, figures, this.roundTrip);
    setMomentsOfRare(into, NOTHING_RARE);
    return NOTHING_RARE;
  }
}

function passIn(waits: Waits, at: number, lasts: boolean): Pass {
  const pass = waits.passes[at] as Pass;
  return lasts ? { ...pass } : pass;
}

function setSmallTrip(into: MomentsInPlace, fixed: readonly number[], there: Waits, back: Waits): void {
  const one = there.small;
  const other = back.small;
  into.mean = (fixed[SMALL + MEAN] as number) + one.mean + other.mean;
  into.variance = (fixed[SMALL + VARIANCE] as number) + one.variance + other.variance;
  into.third = (fixed[SMALL + THIRD] as number) + one.third + other.third;
  into.minimum = (fixed[SMALL + MINIMUM] as number) + one.minimum + other.minimum;
  into.maximum = (fixed[SMALL + MAXIMUM] as number) + one.maximum + other.maximum;
}

function added(
  fixed: readonly number[],
  there: Waits,
  home: Waits,
  opening: Moments,
  closing: Moments,
  { moments, parts }: Delay,
  correction: Correction,
): Pick<Delay, 'moments' | 'parts'> {
  const waitedMs = there.mean + home.mean + parts.queueing;
  const queueing = Math.max(0, waitedMs + correction.queueingMs);
  const processing = Math.max(0, parts.processing + correction.processingMs);
  return {
    moments: {
      mean:
        (fixed[MEAN] as number) +
        there.mean +
        home.mean +
        opening.mean +
        closing.mean +
        moments.mean +
        (queueing - waitedMs) +
        (processing - parts.processing),
      variance:
        (fixed[VARIANCE] as number) +
        there.variance +
        home.variance +
        opening.variance +
        closing.variance +
        moments.variance +
        correction.variance,
      third:
        (fixed[THIRD] as number) + there.third + home.third + opening.third + closing.third + moments.third + correction.third,
      minimum: (fixed[MINIMUM] as number) + there.minimum + home.minimum + opening.minimum + closing.minimum + moments.minimum,
      maximum: (fixed[MAXIMUM] as number) + there.maximum + home.maximum + opening.maximum + closing.maximum + moments.maximum,
    },
    parts: {
      access: (fixed[ACCESS] as number) + parts.access,
      propagation: (fixed[PROPAGATION] as number) + parts.propagation,
      transmission: (fixed[TRANSMISSION] as number) + parts.transmission,
      queueing,
      transport: opening.mean + closing.mean + parts.transport,
      processing,
    },
  };
}
