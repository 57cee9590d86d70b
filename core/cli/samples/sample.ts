import type { Catalog } from '../../catalog/catalog.ts';
import type { Header } from '../../site/schema/header.ts';
import type { Site } from '../../site/site.ts';

/** Words in both languages of the application. */
export interface Words {
  readonly en: string;
  readonly 'zh-CN': string;
}

/** A sample site and the script that draws it. */
export interface Sample {
  readonly id: string;
  readonly kind: Header['kind'];
  readonly name: Words;
  readonly description: Words;
  /** Folder it reads among the public data; null when it needs none. */
  readonly data: string | null;
  /** `data` is the folder of public data. */
  draw(catalog: Catalog, data: string): Promise<Site>;
}

export const PROJECT_SOURCE = {
  fields: [],
  title: 'Reference scenarios of the project',
  url: null,
  date: null,
  note: 'Inputs are taken from there; outcomes are computed.',
};

/** An assumption that holds for the whole site. */
export function assume(text: string, source = 'design of the sample'): Header['assumptions'][number] {
  return { subject: null, text, source };
}

/** Energy of mainland China. Emission factor: Ministry of Ecology and Environment, notice of February 2023, average of the national grid. */
export const CHINA_ENERGY = { energyPricePerKWh: 0.09, carbonGPerKWh: 570 } as const;
/** Energy of Victoria. Emission factor: Australian National Greenhouse Accounts Factors, August 2023, scope 2. */
export const VICTORIA_ENERGY = { energyPricePerKWh: 0.2, carbonGPerKWh: 790 } as const;
