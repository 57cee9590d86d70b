import { useThree } from '@react-three/fiber';
import { useEffect } from 'react';
import { useShared } from './shared.ts';
import type { Strand } from './strands.tsx';

/** Thirty pictures a second are smooth for beads, and leave the machine cool. */
const STEP_MS = 33;

/** Moves the beads of strands that have any, as long as the page can be seen; otherwise no frame is drawn for them. */
export function Beads({ strands, still }: { strands: readonly Strand[]; still: boolean }): null {
  const shared = useShared();
  const invalidate = useThree((state) => state.invalidate);
  const moves = !still && strands.some((strand) => strand.beadsPxPerS !== 0);
  useEffect(() => {
    if (!moves) return undefined;
    let last = performance.now();
    const timer = setInterval(() => {
      const now = performance.now();
      if (document.visibilityState === 'visible') {
        shared.clock.value += (now - last) / 1000;
        invalidate();
      }
      last = now;
    }, STEP_MS);
    return () => clearInterval(timer);
  }, [moves, shared, invalidate]);
  return null;
}
