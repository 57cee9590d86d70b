import './zod-setting.ts';
import type { EnginePort, EngineReply, EngineRequest } from '../../core/engine/protocol.ts';
import loadHighs from 'highs';
import runtimeUrl from 'highs/runtime?url';
import { lazyMilp } from '../../core/engine/lazy-milp.ts';
import { serve } from '../../core/engine/serve.ts';

// The engine in a module worker. All it knows of the worker is this port.
const scope = globalThis as unknown as DedicatedWorkerGlobalScope;

const turn = new MessageChannel();
const waiting: (() => void)[] = [];
turn.port1.onmessage = () => waiting.shift()?.();

const port: EnginePort = {
  post: (reply: EngineReply, handedOver: ArrayBuffer[] = []) => scope.postMessage(reply, handedOver),
  now: () => performance.now(),
  // A message to ourselves queues behind what has arrived, so that it is taken in first; a timer would wait longer.
  yield: () =>
    new Promise((resolve) => {
      waiting.push(resolve);
      turn.port2.postMessage(null);
    }),
  milp: lazyMilp(() => loadHighs({ locateFile: () => runtimeUrl })),
};

// In development every change is checked against an evaluation from scratch.
const server = serve(port, { compares: import.meta.env.DEV });

scope.onmessage = (event: MessageEvent<EngineRequest>) => server.receive(event.data);
