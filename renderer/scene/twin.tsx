import { useEffect, useState } from 'react';
import type { ReactElement } from 'react';
import { useSiteStore } from '../store/site-store.ts';
import { useViewStore } from '../store/view-store.ts';
import { hasWebgl } from './context-guard.ts';
import { TwinView } from './twin-view.tsx';

/** The site in three dimensions. Where it cannot be drawn it says so in the view store, and the tier board stands in. */
export function Twin(): ReactElement | null {
  const site = useSiteStore((state) => state.site);
  const [drawable] = useState(hasWebgl);
  useEffect(() => {
    if (!drawable) useViewStore.setState({ twinLost: 'no-webgl' });
  }, [drawable]);
  return site === null || !drawable ? null : <TwinView key={site.header.id} site={site} />;
}
