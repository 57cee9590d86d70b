import { Batching } from './batching.ts';
import { Calls } from './calls.ts';
import { Channels } from './channels.ts';
import { drawWork } from './draw.ts';
import { EventQueue, KIND_BITS, KIND_MASK } from './event-queue.ts';
import { Instances } from './instances.ts';
import type { SimulationOptions } from './options.ts';
import { callsOf, pickTarget } from './plan-draws.ts';
import type { AcceleratorPlan, Epoch, Leg, Plan, StationPlan, Target } from './plan.ts';
import type { Recorder } from './recorder.ts';
import { Sharing } from './sharing.ts';
import { Sources } from './sources.ts';
import { StationServers } from './station-servers.ts';
import type { Tape } from './tape.ts';
import { transportMs } from './transport-delay.ts';

/** Kinds of events. At one time the smaller come first: what changes the site, then what frees a server, then what arrives. */
const TURN = 0;
const WARM = 1;
const BATCH_DONE = 2;
const SHARE_DONE = 3;
const WORKED = 4;
const ACCELERATED = 5;
const HOP = 6;
const WARMED_UP = 7;
const GIVE_UP = 8;
const SEND = 9;

/** States of a call, in `Calls.failed`. */
const FINE = 0;
const FAILED = 1;
const ABANDONED = 2;

/**
 * [X1] One run of a plan. Queues that are first come, first served need no event of their own: an arrival knows at once when it will start, because
 * whoever is ahead of it is known. So an event is a message or a request that reaches its next queue.
 */
export class Simulator {
  readonly queue = new EventQueue();
  readonly calls = new Calls();
  readonly stations: StationServers;
  /** Events so far. */
  events = 0;
  private readonly plan: Plan;
  private readonly recorder: Recorder;
  private readonly tape: Tape | null;
  private readonly warmUpMs: number;
  readonly channels: Channels;
  private readonly batching: Batching;
  private readonly instances: Instances;
  private readonly sharing: Sharing;
  private readonly sources: Sources;
  private epoch: Epoch;

  constructor(plan: Plan, options: SimulationOptions, warmUpMs: number, recorder: Recorder, tape: Tape | null) {
    this.tape = tape;
    this.plan = plan;
    this.recorder = recorder;
    this.warmUpMs = warmUpMs;
    this.channels = new Channels(plan);
    this.stations = new StationServers(plan);
    this.batching = new Batching(plan.accelerators, plan.acceleratorServers, this.calls);
    this.instances = new Instances(plan);
    this.sharing = new Sharing(plan.stations, this.queue, SHARE_DONE);
    this.epoch = plan.epochs[0] as Epoch;
    this.sources = new Sources(plan, options, this.queue, SEND);
    this.sources.turn(this.epoch);
    for (let at = 1; at < plan.epochs.length; at += 1) this.queue.push((plan.epochs[at] as Epoch).fromMs, TURN, at);
    this.queue.push(warmUpMs, WARM, 0);
  }

  /** Runs events up to `untilMs`, at most `most` of them; returns whether it stopped for the time and not for their number. */
  run(untilMs: number, most: number): boolean {
    const { queue } = this;
    for (let left = most; left > 0; left -= 1) {
      const payload = queue.pop();
      if (payload < 0) return true;
      if (queue.nowMs > untilMs) {
        queue.push(queue.nowMs, payload & KIND_MASK, payload >> KIND_BITS);
        return true;
      }
      this.events += 1;
      this.handle(payload & KIND_MASK, payload >> KIND_BITS);
    }
    return false;
  }

  private handle(kind: number, id: number): void {
    switch (kind) {
      case HOP:
        this.advance(id);
        return;
      case SEND:
        this.send(id);
        return;
      case WORKED:
        this.worked(id);
        return;
      case ACCELERATED:
        this.served(id);
        return;
      case BATCH_DONE:
        this.batchDone(id);
        return;
      case SHARE_DONE: {
        const call = this.sharing.leave(id);
        if (call >= 0) this.worked(call);
        return;
      }
      case WARMED_UP:
        this.warmedUp(id);
        return;
      case TURN:
        // [X4] From here on another site holds. What is on its way goes on, until it meets something that is no longer there.
        this.epoch = this.plan.epochs[id] as Epoch;
        this.sources.turn(this.epoch);
        return;
      case GIVE_UP:
        this.giveUp(id);
        return;
      default:
        this.channels.figures.clear();
        this.stations.clear();
    }
  }

  private statisticOf(call: number): number {
    return (this.plan.legs[this.calls.leg[call] as number] as Leg).statistic;
  }

  private targetOf(call: number): Target {
    return this.plan.targets[this.calls.target[call] as number] as Target;
  }

  private send(source: number): void {
    const { sources } = this;
    if (!sources.isDue(source)) return;
    const state = this.epoch.sources[source] ?? null;
    if (state === null) return;
    const sender = sources.sender(source);
    sources.scheduleNext(source);
    this.open(state.leg, -1, 0, sender);
  }

  /** A new call. `sender` is a share of all devices, or −1 to draw one. */
  private open(leg: Leg, parent: number, again: number, sender: number): void {
    const { calls } = this;
    const call = calls.take();
    calls.leg[call] = leg.index;
    calls.parent[call] = parent;
    calls.again[call] = again;
    calls.device[call] = sender >= 0 ? sender : leg.device === null ? 0 : leg.device();
    this.begin(call, leg);
  }

  private begin(call: number, leg: Leg): void {
    const { calls } = this;
    calls.startMs[call] = this.queue.nowMs;
    calls.retries[call] = leg.retries;
    this.attempt(call, leg);
  }

  private attempt(call: number, leg: Leg): void {
    const { calls } = this;
    calls.failed[call] = FINE;
    const deadlineMs = this.queue.nowMs + leg.timeoutMs;
    calls.deadlineMs[call] = deadlineMs;
    if (deadlineMs < Infinity) this.queue.push(deadlineMs, GIVE_UP, call);
    const target = pickTarget(leg);
    if (target === undefined) {
      this.fail(call);
      return;
    }
    calls.target[call] = target.index;
    calls.cursor[call] = 0;
    calls.returning[call] = 0;
    const delayMs = transportMs(this.channels, target, calls.device[call] as number, this.queue.nowMs, true);
    if (delayMs > 0) this.queue.push(this.queue.nowMs + delayMs, HOP, call);
    else this.advance(call);
  }

  /** A message that is at its next queue, or at its end. */
  private advance(call: number): void {
    const { calls } = this;
    const target = this.targetOf(call);
    const returning = calls.returning[call] === 1;
    const way = returning ? target.back : target.way;
    const at = calls.cursor[call] as number;
    const hop = way[at];
    if (hop === undefined) {
      if (returning) this.finish(call);
      else this.arrive(call, target);
      return;
    }
    calls.cursor[call] = at + 1;
    const time = this.channels.pass(hop, calls.device[call] as number, this.queue.nowMs, this.epoch.channelWorks);
    if (this.tape !== null) this.tape.atChannel(this.channels.passed, this.statisticOf(call), returning, this.queue.nowMs, time);
    if (time < 0) this.fail(call);
    else if (time === this.queue.nowMs) this.advance(call);
    else this.queue.push(time, HOP, call);
  }

  private arrive(call: number, target: Target): void {
    if (target.station === null) {
      this.reply(call, target);
      return;
    }
    const station = this.stationNow(target.station);
    if (station === undefined || target.workMs === Infinity) {
      this.fail(call);
      return;
    }
    if (station.cold !== null) {
      const coldMs = this.instances.coldMs(station.cold, this.queue.nowMs);
      if (coldMs > 0) {
        this.queue.push(this.queue.nowMs + coldMs, WARMED_UP, call);
        return;
      }
    }
    this.work(call, target, station);
  }

  private work(call: number, target: Target, station: StationPlan): void {
    if (target.workMs === 0) {
      this.accelerate(call, station);
      return;
    }
    if (station.sharing !== null) {
      const workMs = drawWork(target.workRandom, target.workMs, target.variability);
      if (this.sharing.enter(station, call, workMs, target.books)) this.stations.countShared(station, workMs);
      else this.fail(call);
      return;
    }
    const doneMs = this.stations.cpuDoneMs(station, target, this.queue.nowMs);
    if (this.tape !== null) this.tape.atStation(station.index, this.statisticOf(call), this.queue.nowMs, doneMs);
    this.queue.push(doneMs, WORKED, call);
  }

  private warmedUp(call: number): void {
    const target = this.targetOf(call);
    const station = this.stationNow(target.station as StationPlan);
    if (station === undefined) this.fail(call);
    else this.work(call, target, station);
  }

  private worked(call: number): void {
    const station = this.stationNow(this.targetOf(call).station as StationPlan);
    if (station === undefined) this.fail(call);
    else this.accelerate(call, station);
  }

  /** [X4] What the placement of a station is now; undefined where it is gone. */
  private stationNow(station: StationPlan): StationPlan | undefined {
    return this.plan.stations[this.epoch.stationNow[station.index] as number];
  }

  private accelerate(call: number, station: StationPlan): void {
    const plan = station.accelerator;
    if (plan === null) {
      this.served(call);
      return;
    }
    if (plan.maxBatch === 1) {
      this.queue.push(this.stations.acceleratorDoneMs(plan, this.queue.nowMs), ACCELERATED, call);
      return;
    }
    this.stations.countBatched(plan);
    this.batching.enqueue(plan.index, call);
    this.startBatch(plan, this.batching.takeIdle(plan.index));
  }

  private startBatch(plan: AcceleratorPlan, server: number): void {
    if (server < 0) return;
    const takesMs = plan.setupMs + this.batching.load(plan.index, server) * plan.itemMs;
    this.queue.push(this.queue.nowMs + takesMs, BATCH_DONE, server);
  }

  private batchDone(server: number): void {
    const plan = this.batching.owner(server);
    let call = this.batching.unload(server);
    this.batching.giveBack(plan.index, server);
    this.startBatch(plan, this.batching.takeIdle(plan.index));
    while (call >= 0) {
      const next = this.calls.next[call] as number;
      this.served(call);
      call = next;
    }
  }

  /** [L7] The work is done: what it sets off, and then the answer. */
  private served(call: number): void {
    const { program, station } = this.targetOf(call);
    if (station !== null && this.stationNow(station) === undefined) {
      this.fail(call);
      return;
    }
    if (program === null) {
      this.reply(call, this.targetOf(call));
      return;
    }
    for (const entry of program.asynchronous)
      for (let left = callsOf(entry); left > 0; left -= 1) this.open(entry.leg, -1, 0, -1);
    this.calls.stage[call] = 0;
    this.runStages(call);
  }

  /** Sends the calls of the next stages, until one has to be waited for. */
  private runStages(call: number): void {
    const { calls } = this;
    const target = this.targetOf(call);
    const stages = target.program?.stages ?? [];
    for (;;) {
      const stage = stages[calls.stage[call] as number];
      if (stage === undefined) {
        this.reply(call, target);
        return;
      }
      calls.stage[call] = (calls.stage[call] as number) + 1;
      // One more than there are, so that calls that are back at once do not end the stage before all have been sent.
      calls.pending[call] = 1;
      for (const entry of stage) {
        const count = callsOf(entry);
        if (count === 0) continue;
        calls.pending[call] = (calls.pending[call] as number) + 1;
        this.open(entry.leg, call, count - 1, -1);
      }
      calls.pending[call] = (calls.pending[call] as number) - 1;
      if ((calls.pending[call] as number) > 0) return;
    }
  }

  private reply(call: number, target: Target): void {
    if (!target.answers) {
      this.finish(call);
      return;
    }
    this.calls.returning[call] = 1;
    this.calls.cursor[call] = 0;
    const delayMs = transportMs(this.channels, target, this.calls.device[call] as number, this.queue.nowMs, false);
    if (delayMs > 0) this.queue.push(this.queue.nowMs + delayMs, HOP, call);
    else this.advance(call);
  }

  private fail(call: number): void {
    if (this.calls.failed[call] === FINE) this.calls.failed[call] = FAILED;
    this.finish(call);
  }

  /**
   * [L7] The caller has waited long enough: it tries again, or has failed. What it gave up goes on and loads what it meets. It keeps its row,
   * which its own calls know; the new attempt has another.
   */
  private giveUp(call: number): void {
    const { calls } = this;
    if (calls.deadlineMs[call] !== this.queue.nowMs) return;
    const leg = this.plan.legs[calls.leg[call] as number] as Leg;
    const retries = calls.retries[call] as number;
    const next = calls.takeCopy(call);
    calls.retries[next] = retries - 1;
    calls.failed[call] = ABANDONED;
    calls.parent[call] = -1;
    calls.again[call] = 0;
    calls.deadlineMs[call] = Infinity;
    if (retries > 0) {
      this.attempt(next, leg);
      return;
    }
    calls.deadlineMs[next] = Infinity;
    calls.failed[next] = FAILED;
    this.finish(next);
  }

  private finish(call: number): void {
    const { calls } = this;
    const nowMs = this.queue.nowMs;
    const leg = this.plan.legs[calls.leg[call] as number] as Leg;
    const startMs = calls.startMs[call] as number;
    if (leg.stay !== null && leg.stay.random() >= Math.exp((startMs - nowMs) / leg.stay.meanMs)) calls.failed[call] ||= FAILED;
    const state = calls.failed[call] as number;
    calls.deadlineMs[call] = Infinity;
    if (state === ABANDONED) {
      calls.release(call);
      return;
    }
    if (leg.statistic >= 0) this.recorder.record(leg.statistic, startMs, nowMs, state === FAILED, startMs >= this.warmUpMs);
    const parent = calls.parent[call] as number;
    if (state === FAILED && parent >= 0 && calls.failed[parent] === FINE) calls.failed[parent] = FAILED;
    if ((calls.again[call] as number) > 0) {
      calls.again[call] = (calls.again[call] as number) - 1;
      this.begin(call, leg);
      return;
    }
    calls.release(call);
    if (parent < 0) return;
    calls.pending[parent] = (calls.pending[parent] as number) - 1;
    if (calls.pending[parent] === 0) this.runStages(parent);
  }
}
