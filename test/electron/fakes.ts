import type { IpcMain, IpcMainInvokeEvent, WebContents } from 'electron';
import { ok, type Result } from '../../core/base/result.ts';
import type { Problem } from '../../core/base/problem.ts';
import { channelNames, wireName } from '../../electron/ipc/names.ts';
import type { ChannelName } from '../../electron/ipc/contract.ts';
import { registerHandlers, type Handlers } from '../../electron/main/handle.ts';
import { isTrustedSender } from '../../electron/main/security/sender.ts';

/** A stand-in of an Electron type with just the members the code under test reads. */
export function fake<Type>(members: object): Type {
  return members as Type;
}

/** An emitter with the two calls our modules make, and a way to fire. */
export function fakeEmitter(): {
  on: (name: string, listener: (...args: never[]) => void) => void;
  fire: (name: string, ...args: unknown[]) => void;
  names: () => string[];
} {
  const listeners = new Map<string, ((...args: never[]) => void)[]>();
  return {
    on: (name, listener) => void listeners.set(name, [...(listeners.get(name) ?? []), listener]),
    fire: (name, ...args) => {
      for (const listener of listeners.get(name) ?? []) listener(...(args as never[]));
    },
    names: () => [...listeners.keys()],
  };
}

/** The page of the app's window with its top frame at `url`. */
export function fakePage(url: string): WebContents {
  const frame = { url, parent: null };
  return fake<WebContents>({ mainFrame: frame });
}

export function eventFrom(page: WebContents): IpcMainInvokeEvent {
  return fake<IpcMainInvokeEvent>({ sender: page, senderFrame: page.mainFrame });
}

type Reply = Result<unknown, Problem>;

export interface Door {
  readonly call: (name: ChannelName, event: IpcMainInvokeEvent, ...args: unknown[]) => Promise<Reply>;
  /** Channels whose handler ran. */
  readonly worked: ChannelName[];
  readonly reported: unknown[];
}

/** All channels registered as in the app, over handlers that only note that they ran, or over `handlers`. */
export function openDoor(window: WebContents | null, handlers?: Partial<Handlers>): Door {
  const worked: ChannelName[] = [];
  const reported: unknown[] = [];
  const listeners = new Map<string, (event: IpcMainInvokeEvent, ...args: unknown[]) => Promise<Reply>>();
  const ipc = fake<Pick<IpcMain, 'handle'>>({
    handle: (name: string, listener: (event: IpcMainInvokeEvent, ...args: unknown[]) => Promise<Reply>) => {
      if (listeners.has(name)) throw new Error(`${name} is registered twice`);
      listeners.set(name, listener);
    },
  });
  const noting = Object.fromEntries(
    channelNames.map((name) => [
      name,
      async () => {
        worked.push(name);
        return null;
      },
    ]),
  );
  registerHandlers(
    ipc,
    fake<Handlers>({ ...noting, ...handlers }),
    (event) => isTrustedSender(event, window),
    (error) => reported.push(error),
  );
  return {
    worked,
    reported,
    call: async (name, event, ...args) => {
      const listener = listeners.get(wireName(name));
      if (listener === undefined) throw new Error(`${name} is not registered`);
      // The wire clones: what cannot be cloned never arrives.
      return structuredClone(await listener(event, ...structuredClone(args))) ?? ok(null);
    },
  };
}
