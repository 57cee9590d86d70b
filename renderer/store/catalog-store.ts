import { create } from 'zustand';
import type { Problem } from '../../core/base/problem.ts';
import type { RuleSet } from '../../core/catalog/rule-set.ts';
import type { WorkloadTemplate } from '../../core/catalog/template.ts';
import type { HardwareType } from '../../core/site/schema/hardware-type.ts';
import type { Medium } from '../../core/site/schema/medium.ts';

export interface CatalogState {
  readonly status: 'loading' | 'ready' | 'failed';
  /** By id, in the order of the catalog. */
  readonly hardwareTypes: ReadonlyMap<string, HardwareType>;
  readonly media: ReadonlyMap<string, Medium>;
  readonly templates: ReadonlyMap<string, WorkloadTemplate>;
  readonly ruleSets: ReadonlyMap<string, RuleSet>;
  readonly problem: Problem | null;
}

/** What can be placed. Read once at the start; written by `renderer/app` alone. */
export const useCatalogStore = create<CatalogState>(() => ({
  status: 'loading',
  hardwareTypes: new Map(),
  media: new Map(),
  templates: new Map(),
  ruleSets: new Map(),
  problem: null,
}));
