import { create } from 'zustand';
import { persist } from 'zustand/middleware';

export type Overlay = 'utilisation' | 'slack' | 'tier' | 'findings' | 'availability' | 'energy' | 'data' | 'tenant' | 'coverage';
export type CameraPreset = 'home' | 'top' | 'front' | 'side' | 'selection';

/** How the screen is set up; remembered on this machine, never part of the site. */
export interface ViewState {
  readonly overlay: Overlay;
  /** What the overlay of utilisation shows; null: of each node its fullest dimension. */
  readonly dimension: string | null;
  /** Whether traffic is seen to move on all links, not only on those that are chosen. */
  readonly animated: boolean;
  /** 0: every node at its physical place, 1: tiers fully apart. */
  readonly lift: number;
  /** Changes with each request, so that the same preset can be asked for twice. */
  readonly camera: { readonly preset: CameraPreset; readonly request: number };
  readonly colorScheme: 'light' | 'dark' | 'auto';
  readonly language: 'en' | 'zh-CN';
  /** Why the tier board stands in for the twin; null when the twin shows. */
  readonly twinLost: string | null;
  /** How a building of several floors is seen: as it is, its floors apart, or up to the floor of this id. */
  /** The steps for an empty site were closed by hand. */
  readonly firstStepsClosed: boolean;
  readonly floors: 'together' | 'apart' | (string & {});
  /** Whether what one drags comes to stand on the grid. */
  readonly snapping: boolean;
  /** Width of the grid, m. */
  readonly gridM: number;
}

export const useViewStore = create<ViewState>()(
  persist(
    (): ViewState => ({
      overlay: 'utilisation',
      dimension: null,
      animated: false,
      lift: 0.5,
      camera: { preset: 'home', request: 0 },
      colorScheme: 'auto',
      language: firstLanguage(),
      twinLost: null,
      firstStepsClosed: false,
      floors: 'together',
      snapping: false,
      gridM: 0.5,
    }),
    {
      name: 'edgewright-view',
      version: 1,
      partialize: ({ overlay, animated, lift, colorScheme, language, firstStepsClosed, snapping, gridM }) => ({
        overlay,
        animated,
        lift,
        colorScheme,
        language,
        firstStepsClosed,
        snapping,
        gridM,
      }),
    },
  ),
);

export function askCamera(preset: CameraPreset): void {
  useViewStore.setState((state) => ({ camera: { preset, request: state.camera.request + 1 } }));
}

/** What the system speaks, where it speaks one of ours; until a person chooses. */
function firstLanguage(): ViewState['language'] {
  const wanted = typeof navigator === 'undefined' ? [] : (navigator.languages ?? []);
  const ours = wanted.find((tag) => /^(en|zh)\b/i.test(tag));
  return ours !== undefined && /^zh/i.test(ours) ? 'zh-CN' : 'en';
}
