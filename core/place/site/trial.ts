import type { Evaluation } from '../../evaluate/result.ts';
import { EvaluationState } from '../../evaluate/evaluate.ts';
import type { SiteDiff } from '../../site/diff.ts';
import { applyDiff, reverseDiff } from '../../site/diff.ts';
import type { Site } from '../../site/site.ts';

/** A site on which changes are tried one at a time: each costs what it touches, and is taken back. */
export class TrialSite {
  readonly site: Site;
  private state: EvaluationState | null = null;

  constructor(site: Site) {
    this.site = site;
  }

  /** What holds with the change made; the evaluation is that of an evaluation from scratch, and no longer valid afterwards. */
  with<Value>(diff: SiteDiff, look: (site: Site, evaluation: Evaluation) => Value): Value {
    this.state ??= new EvaluationState(this.site);
    const { evaluation } = this.state.update(diff);
    const value = look(applyDiff(this.site, diff), evaluation);
    this.state.update(reverseDiff(diff));
    return value;
  }
}
