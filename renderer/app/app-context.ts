import { createContext, useContext } from 'react';
import type { ActionPorts } from './actions/action.ts';
import type { OwnCatalogFiles } from './files/own-catalog-files.ts';
import type { RuleFiles } from './files/rule-files.ts';
import type { Sample } from './samples.ts';

/** What the window's components may use of the outside. */
export interface AppPorts extends ActionPorts {
  readonly rules: RuleFiles;
  readonly ownCatalog: OwnCatalogFiles;
  readonly samples: readonly Sample[];
  openSample(sample: Sample): Promise<void>;
  /** Opens the sample of the tour, where it is not open yet, and begins. */
  startTourOnSample(): Promise<void>;
  openFromLibrary(siteId: string): Promise<void>;
  /** Files the user dropped on the window: a site or something to import. */
  takeFiles(files: readonly File[]): Promise<void>;
}

export const AppContext = createContext<AppPorts | null>(null);

export function useApp(): AppPorts {
  const ports = useContext(AppContext);
  if (ports === null) throw new Error('useApp: there is no AppContext above');
  return ports;
}
