import type { IpcMainInvokeEvent, WebContents } from 'electron';
import { isAppUrl } from './origin.ts';

/** Whether a message comes from the app's own page: the window we made, its top frame, our origin. */
export function isTrustedSender(event: Pick<IpcMainInvokeEvent, 'sender' | 'senderFrame'>, window: WebContents | null): boolean {
  const frame = event.senderFrame;
  // A frame that navigated away or was closed while its message was under way is null.
  if (frame === null || window === null || event.sender !== window) return false;
  return frame === event.sender.mainFrame && isAppUrl(frame.url);
}
