import { useSiteStore } from '../store/site-store.ts';
import type { Session } from './session/session.ts';

const PREFIX = '#site=';

/** Site the address asks for, so that reloading the page comes back to it; null for the start page. */
export function siteInAddress(): string | null {
  return location.hash.startsWith(PREFIX) ? decodeURIComponent(location.hash.slice(PREFIX.length)) : null;
}

/** Keeps address and open site together, both ways: the browser's back button leads to the start page. */
export function bindAddress(session: Session, open: (siteId: string) => Promise<void>): void {
  useSiteStore.subscribe((state, before) => {
    if ((state.site === null) === (before.site === null) && state.site?.header.id === before.site?.header.id) return;
    // The session knows the id once it has shown the site.
    queueMicrotask(() => {
      const wanted = session.openId === null ? '' : `${PREFIX}${encodeURIComponent(session.openId)}`;
      if (location.hash !== wanted && useSiteStore.getState().phase !== 'loading') location.hash = wanted;
    });
  });
  window.addEventListener('hashchange', () => {
    const asked = siteInAddress();
    if (asked === session.openId) return;
    if (asked === null) void session.closeSite();
    else void open(asked);
  });
}
