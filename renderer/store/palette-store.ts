import { create } from 'zustand';

/** Whether the palette lies over the window. */
export const usePaletteStore = create<{ readonly open: boolean }>(() => ({ open: false }));
