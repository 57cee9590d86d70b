import { create } from 'zustand';

/** Stations of the tour, in order. */
export const TOUR_STEPS = ['answer', 'overlay', 'drag', 'racks', 'place', 'report'] as const;
export type TourStep = (typeof TOUR_STEPS)[number];

/** Where the tour stands; null: nobody is on it. */
export const useTourStore = create<{ readonly at: number | null }>(() => ({ at: null }));

export function startTour(): void {
  useTourStore.setState({ at: 0 });
}

export function leaveTour(): void {
  useTourStore.setState({ at: null });
}

/** One station on or back; past the last the tour is over. */
export function stepTour(by: 1 | -1): void {
  useTourStore.setState(({ at }) => {
    if (at === null) return { at };
    const next = Math.max(0, at + by);
    return { at: next >= TOUR_STEPS.length ? null : next };
  });
}
