import type { SiteBound } from './bound.ts';
import { siteBoundInSteps } from './bound.ts';
import { BoundTables } from './bound-tables.ts';
import type { Workbench } from './workbench.ts';

/** Where a search asks what has been proven. */
export interface BoundSource {
  readonly value: Pick<SiteBound, 'objective'>;
  readonly isDone: boolean;
  advance(): void;
}

/** For searches that nobody asks for a proof: the objective of no plan is below 0. */
export const NO_BOUND: BoundSource = { value: { objective: 0 }, isDone: true, advance: () => undefined };

/** [P4] A bound that is worked on while a search goes on: proven from the first on, it rises with every step that it is given until it is done. */
export class GrowingBound implements BoundSource {
  private readonly steps: Generator<SiteBound, SiteBound>;
  private current: SiteBound;
  private over = false;

  constructor(bench: Workbench, tables: BoundTables = new BoundTables(bench)) {
    this.steps = siteBoundInSteps(bench, tables);
    this.current = this.steps.next().value;
  }

  get value(): SiteBound {
    return this.current;
  }

  get isDone(): boolean {
    return this.over;
  }

  advance(): void {
    if (this.over) return;
    const step = this.steps.next();
    this.current = step.value;
    this.over = step.done === true;
  }
}
