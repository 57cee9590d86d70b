import type { EngineReply } from '../engine/protocol.ts';
import { serve } from '../engine/serve.ts';
import type { Evaluation } from '../evaluate/result.ts';
import type { Site } from '../site/site.ts';

/** The engine's answer to a site, asked through the same protocol as the screen asks its worker. */
export function askEngine(site: Site): Promise<Evaluation> {
  return new Promise((resolve, reject) => {
    const engine = serve({
      post(reply: EngineReply) {
        if (reply.kind === 'result') resolve(reply.evaluation);
        else if (reply.kind === 'failed') reject(Object.assign(new Error(reply.error.message), { stack: reply.error.stack }));
      },
      now: () => performance.now(),
      yield: () => new Promise((next) => setImmediate(next)),
    });
    engine.receive({ kind: 'load', request: 1, revision: 0, site });
  });
}
