import loadHighs from 'highs';
import { lazyMilp } from '../engine/lazy-milp.ts';
import { patchEvaluation, readPatch } from '../engine/evaluation-patch.ts';
import type { EngineReply } from '../engine/protocol.ts';
import type { Answer, Question } from '../engine/question.ts';
import { serve } from '../engine/serve.ts';
import type { Evaluation } from '../evaluate/result.ts';
import type { Site } from '../site/site.ts';
import type { Terminal } from './command.ts';

/** The engine's answer to a site, asked through the same protocol as the screen asks its worker. */
export async function askEngine(site: Site): Promise<Evaluation> {
  return (await converse(site, [], () => undefined)).evaluation;
}

/** The answer to a site and to questions about it, in their order. Progress of long ones goes to the terminal's remarks. */
export function askQuestions(
  site: Site,
  questions: readonly Question[],
  terminal: Terminal,
): Promise<{ readonly evaluation: Evaluation; readonly answers: readonly Answer[] }> {
  let lastTold = '';
  return converse(site, questions, ({ stage, done, total }) => {
    const told = `${stage} ${total > 0 ? Math.floor((10 * done) / total) * 10 : 0} %\n`;
    if (told !== lastTold) terminal.note(told);
    lastTold = told;
  });
}

function converse(
  site: Site,
  questions: readonly Question[],
  progressed: (progress: Extract<EngineReply, { kind: 'progress' }>) => void,
): Promise<{ readonly evaluation: Evaluation; readonly answers: readonly Answer[] }> {
  return new Promise((resolve, reject) => {
    let evaluation: Evaluation | null = null;
    const answers: Answer[] = [];
    let coming: Evaluation | null = null;
    const engine = serve({
      post(reply: EngineReply) {
        if (reply.kind === 'result') {
          coming = patchEvaluation(coming, readPatch(reply.patch));
          if (reply.isLast) evaluation = coming;
        }
        if (reply.kind === 'answer') answers.push(reply.answer);
        else if (reply.kind === 'progress') progressed(reply);
        else if (reply.kind === 'failed') reject(Object.assign(new Error(reply.error.message), { stack: reply.error.stack }));
        if (evaluation !== null && answers.length === questions.length) resolve({ evaluation, answers });
      },
      now: () => performance.now(),
      yield: () => new Promise((next) => setImmediate(next)),
      milp: lazyMilp(() => loadHighs()),
    });
    engine.receive({ kind: 'load', request: 1, revision: 0, site });
    for (const [index, question] of questions.entries()) engine.receive({ kind: 'ask', request: 2 + index, question });
  });
}
