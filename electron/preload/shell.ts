import type { IpcRenderer, IpcRendererEvent } from 'electron';
import type { Events, EventName, Shell } from '../ipc/contract.ts';
import { channelNames, eventNames, wireName } from '../ipc/names.ts';

/**
 * The object behind `window.edgewright`: one fixed function a channel. The page never reaches `ipcRenderer`, cannot
 * name a channel of its own, and sees of an event its data alone.
 */
export function createShell(ipc: Pick<IpcRenderer, 'invoke' | 'on' | 'off'>): Shell {
  const groups: Record<string, Record<string, (request: unknown) => Promise<unknown>>> = {};
  for (const name of channelNames) {
    const [group = '', method = ''] = name.split('.');
    (groups[group] ??= {})[method] = (request) => ipc.invoke(wireName(name), request);
  }
  const on = <Name extends EventName>(name: Name, listener: (event: Events[Name]) => void): (() => void) => {
    if (!eventNames.includes(name)) throw new Error(`No event is called ${String(name)}`);
    const relay = (_event: IpcRendererEvent, data: Events[Name]): void => listener(data);
    ipc.on(wireName(name), relay);
    return () => void ipc.off(wireName(name), relay);
  };
  // `channelNames` is checked against `Channels`, from which `Shell` is derived method by method.
  return { ...groups, on } as unknown as Shell;
}
