import type { HardwareType } from '../site/schema/hardware-type.ts';
import type { Medium } from '../site/schema/medium.ts';
import type { RuleSet } from './rule-set.ts';
import type { WorkloadTemplate } from './template.ts';

/** What can be placed: frozen entries by id, in the order of the files. */
export interface Catalog {
  readonly hardwareTypes: ReadonlyMap<string, HardwareType>;
  readonly media: ReadonlyMap<string, Medium>;
  readonly templates: ReadonlyMap<string, WorkloadTemplate>;
  readonly ruleSets: ReadonlyMap<string, RuleSet>;
}

/** The literal id that stands for the device groups in the flows of a template. */
export const TEMPLATE_SOURCES = 'sources';
