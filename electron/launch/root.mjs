import { fileURLToPath } from 'node:url';

/** Folder of the project, whatever folder it is started from. */
export const projectRoot = fileURLToPath(new URL('../../', import.meta.url));
