import { formatProblem } from '../../core/base/problem.ts';
import { compareCodeUnits } from '../../core/base/canonical-json.ts';
import type { Catalog } from '../../core/catalog/catalog.ts';
import type { CatalogFile } from '../../core/catalog/parse-catalog.ts';
import { parseCatalog } from '../../core/catalog/parse-catalog.ts';

type Modules = Readonly<Record<string, () => Promise<unknown>>>;

const HARDWARE: Modules = import.meta.glob('../../assets/catalog/hardware/*.json', { import: 'default' });
const MEDIA: Modules = import.meta.glob('../../assets/catalog/media.json', { import: 'default' });
const TEMPLATES: Modules = import.meta.glob('../../assets/catalog/templates/*.json', { import: 'default' });

/** The catalog that comes with the application, in chunks of its own; the start page shows before they are there. Throws when one is broken. */
export async function loadCatalog(): Promise<Catalog> {
  const [hardwareTypes, media, templates] = await Promise.all([HARDWARE, MEDIA, TEMPLATES].map(read));
  const parsed = parseCatalog({ hardwareTypes: hardwareTypes ?? [], media: media ?? [], templates: templates ?? [] });
  if (parsed.status === 'ok') return parsed.value;
  throw new Error(parsed.error.map(formatProblem).join('\n'));
}

function read(modules: Modules): Promise<CatalogFile[]> {
  const sorted = Object.entries(modules).toSorted(([a], [b]) => compareCodeUnits(a, b));
  return Promise.all(
    sorted.map(async ([path, load]) => ({ name: path.slice(path.lastIndexOf('assets/')), value: await load() })),
  );
}
