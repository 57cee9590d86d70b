import type { IpcMain, IpcMainInvokeEvent } from 'electron';
import { problem } from '../../core/base/problem.ts';
import { failed, ok } from '../../core/base/result.ts';
import type { ChannelName, Channels, ReplyOf, RequestOf } from '../ipc/contract.ts';
import { channelNames, wireName } from '../ipc/names.ts';
import { requestChecks } from '../ipc/validate.ts';
import { toProblem } from './failure.ts';

/** Does the work of each channel; may throw, best a `ShellFailure`. */
export type Handlers = {
  readonly [Name in ChannelName]: (request: RequestOf<Name>) => Promise<ReturnType<Channels[Name]>>;
};

/**
 * The one door from the page: every channel checks who asks, then what is asked, and only then works.
 * Whatever happens, the page gets a value; an exception would reach it as a sentence without its code.
 */
export function registerHandlers(
  ipc: Pick<IpcMain, 'handle'>,
  handlers: Handlers,
  isTrusted: (event: IpcMainInvokeEvent) => boolean,
  report: (error: unknown) => void,
): void {
  for (const name of channelNames) registerHandler(ipc, name, handlers[name], isTrusted, report);
}

function registerHandler<Name extends ChannelName>(
  ipc: Pick<IpcMain, 'handle'>,
  name: Name,
  handler: Handlers[Name],
  isTrusted: (event: IpcMainInvokeEvent) => boolean,
  report: (error: unknown) => void,
): void {
  ipc.handle(wireName(name), async (event, ...args: unknown[]): Promise<ReplyOf<Name>> => {
    if (!isTrusted(event)) {
      return failed(
        problem('sender-refused', `${name} was asked by a page that is not the app.`, 'Restart Edgewright.', {}, { name }),
      );
    }
    const request = args[0];
    const check = requestChecks[name];
    if (args.length !== 1 || !check(request)) {
      return failed(
        problem(
          'request-refused',
          `The request of ${name} is not of its form.`,
          'Restart Edgewright; if it stays, report it.',
          {},
          { name },
        ),
      );
    }
    try {
      return ok(await handler(request));
    } catch (error) {
      report(error);
      return failed(toProblem(error));
    }
  });
}
