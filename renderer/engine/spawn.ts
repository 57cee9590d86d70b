/** A worker as its client sees it. `Request` goes in; what comes out goes to the listener it was made with. */
export interface Spawned<Request> {
  postMessage(request: Request): void;
  terminate(): void;
}

export interface SpawnListener<Reply> {
  replied(reply: Reply): void;
  /** It threw where nobody caught it, or could not be loaded. */
  lost(message: string): void;
}

/** Makes a worker; a test gives a worker of its own. */
export type Spawn<Request, Reply> = (listener: SpawnListener<Reply>) => Spawned<Request>;

/** Ties a listener to a real worker. */
export function attach<Request, Reply>(worker: Worker, listener: SpawnListener<Reply>): Spawned<Request> {
  worker.onmessage = (event: MessageEvent<Reply>) => listener.replied(event.data);
  worker.onerror = (event) => listener.lost(event.message ?? '');
  worker.onmessageerror = () => listener.lost('');
  return worker;
}
