import index from '../../assets/samples/index.json';
import type { SiteSketch } from '../../core/site/sketch.ts';
import type { Language } from './i18n.ts';

/** A site that comes with the application; it brings its own words in each language. */
export interface Sample {
  readonly id: string;
  readonly name: Readonly<Record<Language, string>>;
  readonly description: Readonly<Record<Language, string>>;
  readonly sketch: SiteSketch;
  /** Address of its site file, among the application's own. */
  readonly address: string;
}

const ADDRESSES = import.meta.glob<string>('../../assets/samples/*.edgewright.json', {
  query: '?url',
  import: 'default',
  eager: true,
});

/** The samples of this build, in the order of their list. */
export function listSamples(): readonly Sample[] {
  return index.map(({ id, name, description, sketch, file }) => {
    const address = ADDRESSES[`../../assets/samples/${file}`];
    if (address === undefined) throw new Error(`assets/samples/index.json names ${file}, which is not there`);
    return { id, name, description, sketch, address };
  });
}
