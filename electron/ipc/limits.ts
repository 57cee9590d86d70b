/** Upper bounds of one message: past them it is a mistake or an attack, and is refused before any work. */
export const maxLines = 100_000;
export const maxTextLength = 256 * 2 ** 20;
export const maxFileBytes = 512 * 2 ** 20;
export const maxSentinelLength = 64 * 2 ** 10;
export const maxNameLength = 120;
export const maxMenuItems = 400;
export const maxLabelLength = 200;
