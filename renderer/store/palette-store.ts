import { create } from 'zustand';

/** Whether the palette shows, and what it looks through: everything one can do and all records, or records alone. */
export const usePaletteStore = create<{ readonly open: boolean; readonly what: 'all' | 'records' }>(() => ({
  open: false,
  what: 'all',
}));
