import type { SitePart } from '../../core/site/site-parts.ts';
import { sitePartsOf } from '../../core/site/site-parts.ts';
import type { Site } from '../../core/site/site.ts';

/** Work between two chances to draw, ms: a part of a frame. */
const SLICE_MS = 8;

/** Sends a site part by part, so that the page draws in between. False: `isStale` became true before the end, and the rest was not sent. */
export async function sendSite(site: Site, send: (part: SitePart) => void, isStale: () => boolean): Promise<boolean> {
  let sliceStart = performance.now();
  for (const part of sitePartsOf(site)) {
    if (isStale()) return false;
    send(part);
    if (performance.now() - sliceStart < SLICE_MS) continue;
    await new Promise((resolve) => setTimeout(resolve, 0));
    sliceStart = performance.now();
  }
  return !isStale();
}
