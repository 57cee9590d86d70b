import { EvaluationState } from '../../evaluate/evaluate.ts';
import type { Evaluated } from '../../evaluate/evaluate.ts';
import type { SiteDiff } from '../../site/diff.ts';
import { reverseDiff } from '../../site/diff.ts';
import type { Placement } from '../../site/schema/placement.ts';
import type { Site } from '../../site/site.ts';
import { Nearness } from './near.ts';
import type { PlaceOptions } from './options.ts';
import type { Seat } from './plan.ts';
import { SitePlan } from './plan.ts';
import { nodePrices } from './prices.ts';
import type { SiteProblem } from './problem.ts';
import { siteProblem } from './problem.ts';
import { isWorking, limitsBroken } from './room.ts';
import type { PlanValue } from './value.ts';
import { Appraiser } from './value.ts';

/** A plan under change on the real model: each change is evaluated as the site would be, and can be taken back. */
export class Workbench {
  readonly problem: SiteProblem;
  readonly plan: SitePlan;
  readonly near: Nearness;
  readonly appraiser: Appraiser;
  /** Placements when the bench was set up; those of them on nodes that work. */
  readonly atStart: readonly Placement[];
  readonly start: readonly Placement[];
  private readonly state: EvaluationState;
  private current: PlanValue;

  constructor(site: Site, options: PlaceOptions, variants?: ReadonlyMap<string, string | null>) {
    this.state = new EvaluationState(site);
    this.problem = siteProblem(this.state.evaluated.model, options);
    this.plan = new SitePlan(site, variants);
    this.near = new Nearness(this.state.evaluated.model);
    this.atStart = this.plan.all();
    this.start = this.atStart.filter(({ nodeId }) => isWorking(site, nodeId));
    const prices = nodePrices(site, this.problem.workingNodeIds);
    this.appraiser = new Appraiser(this.problem, prices, options.keep, this.start);
    this.current = this.appraiser.value(this.state.evaluated.evaluation, this.plan);
  }

  get site(): Site {
    return this.problem.site;
  }

  get evaluated(): Evaluated {
    return this.state.evaluated;
  }

  get value(): PlanValue {
    return this.current;
  }

  /** Placements of a service on nodes that work. */
  running(serviceId: string): Placement[] {
    return this.plan.of(serviceId).filter(({ nodeId }) => isWorking(this.site, nodeId));
  }

  replicas(serviceId: string): number {
    return this.running(serviceId).reduce((sum, one) => sum + one.replicas, 0);
  }

  /** [P1] Whether these seats keep every limit that can be told without evaluating; what is over already may only shrink. */
  allows(seats: readonly Seat[]): boolean {
    const diff = this.plan.diff(seats);
    if (diff.changes.length === 0) return false;
    for (const { serviceId, nodeId } of seats) {
      if (this.plan.at(serviceId, nodeId)?.pinned === true) return false;
      if (!this.problem.open.has(serviceId)) return false;
    }
    const grown = seats.filter(({ serviceId, nodeId, replicas }) => replicas > (this.plan.at(serviceId, nodeId)?.replicas ?? 0));
    this.plan.take(diff);
    const allowed = grown.every((seat) => this.holds(seat)) && this.countsHold(grown);
    this.plan.take(reverseDiff(diff));
    return allowed;
  }

  /** Carries seats out and values the plan; the diff takes it back. */
  apply(seats: readonly Seat[]): SiteDiff {
    const diff = this.plan.diff(seats);
    this.take(diff);
    return diff;
  }

  /** Changes the plan alone. Its value is known once all such changes together are settled. */
  draft(seats: readonly Seat[]): SiteDiff {
    const diff = this.plan.diff(seats);
    this.plan.take(diff);
    return diff;
  }

  /** Takes drafted changes, squashed, into the evaluation. */
  settle(drafted: SiteDiff): SiteDiff {
    this.state.update(drafted);
    this.current = this.appraiser.value(this.state.evaluated.evaluation, this.plan);
    return drafted;
  }

  take(diff: SiteDiff): void {
    this.plan.take(diff);
    this.settle(diff);
  }

  private holds({ serviceId, nodeId, replicas }: Seat): boolean {
    const open = this.problem.open.get(serviceId);
    if (open === undefined || !open.nodeIds.includes(nodeId)) return false;
    return limitsBroken(this.site, this.plan, open.service, nodeId, replicas).length === 0;
  }

  private countsHold(seats: readonly Seat[]): boolean {
    return [...new Set(seats.map((one) => one.serviceId))].every((id) => {
      const open = this.problem.open.get(id);
      return open !== undefined && this.replicas(id) <= open.most;
    });
  }
}
