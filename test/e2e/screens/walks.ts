import { START_WALKS } from './walks/start.ts';
import { FACTORY_WALK } from './walks/factory.ts';
import { SAMPLE_WALKS } from './walks/samples.ts';
import { SEARCH_WALK } from './walks/searches.ts';
import { TROUBLE_WALKS } from './walks/trouble.ts';
import type { Walk } from './stage.ts';

/** Every screen of the application: what axe, the search for cut text, the contact sheet and the visual regression go through. */
export const WALKS: readonly Walk[] = [...START_WALKS, FACTORY_WALK, SEARCH_WALK, ...SAMPLE_WALKS, ...TROUBLE_WALKS];
