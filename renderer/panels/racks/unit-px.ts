/** Height of a rack unit on the screen, px. */
export const UNIT_PX = 22;
