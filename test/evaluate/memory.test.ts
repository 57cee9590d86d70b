import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { EvaluationState } from '../../core/evaluate/evaluate.ts';
import { scaleSite } from '../helpers/scale-site.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

describe('memory of an evaluation', () => {
  test('is given back when nobody holds its state any more', async () => {
    const queues = queuesOfState();
    expect(queues.every((queue) => queue.deref() !== undefined)).toBe(true);
    // What a weak reference has given is held until the task is over.
    await new Promise((done) => setTimeout(done, 0));
    collectGarbage();
    expect(queues.filter((queue) => queue.deref() !== undefined)).toHaveLength(0);
  });
});

/** All queues of an evaluation: each leads to all that it was worked out from. */
function queuesOfState(): WeakRef<object>[] {
  const { demand } = new EvaluationState(scaleSite('city', 50)).evaluated;
  return demand.sums.arcSums.filter((sum) => sum !== undefined).map((sum) => new WeakRef(sum));
}
