import type { Session } from 'electron';

export type GuardedSession = Pick<
  Session,
  | 'setPermissionRequestHandler'
  | 'setPermissionCheckHandler'
  | 'setDevicePermissionHandler'
  | 'setDisplayMediaRequestHandler'
  | 'webRequest'
  | 'on'
>;

/**
 * Shuts a session: no permission of any kind, no download the page starts by itself, and no request but those that
 * `isAllowed` knows. Object URLs and inline data never leave the page.
 */
export function guardSession(session: GuardedSession, isAllowed: (url: string) => boolean): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_request, answer) => answer({}));
  session.webRequest.onBeforeRequest((details, answer) => {
    answer({ cancel: !(isAllowed(details.url) || /^(blob:app:|data:|devtools:)/.test(details.url)) });
  });
  // Files leave through the save dialog of the shell, which the user sees.
  session.on('will-download', (event) => event.preventDefault());
}
