import { formatProblem } from '../../core/base/problem.ts';
import { compareCodeUnits } from '../../core/base/canonical-json.ts';
import type { Catalog } from '../../core/catalog/catalog.ts';
import type { CatalogFile } from '../../core/catalog/parse-catalog.ts';
import { parseCatalog } from '../../core/catalog/parse-catalog.ts';

type Modules = Readonly<Record<string, () => Promise<unknown>>>;

const HARDWARE: Modules = import.meta.glob('../../assets/catalog/hardware/*.json', { import: 'default' });
const MEDIA: Modules = import.meta.glob('../../assets/catalog/media.json', { import: 'default' });
const TEMPLATES: Modules = import.meta.glob('../../assets/catalog/templates/*.json', { import: 'default' });
const RULE_SETS: Modules = import.meta.glob('../../assets/catalog/rules/*.json', { import: 'default' });

/** The catalog that comes with the application, in chunks of its own; the start page shows before they are there. Throws when one is broken. */
export async function loadCatalog(): Promise<Catalog> {
  const [hardwareTypes = [], media = [], templates = [], ruleSets = []] = await Promise.all(
    [HARDWARE, MEDIA, TEMPLATES, RULE_SETS].map(read),
  );
  const parsed = parseCatalog({ hardwareTypes, media, templates, ruleSets });
  if (parsed.status === 'ok') return parsed.value;
  throw new Error(parsed.error.map(formatProblem).join('\n'));
}

function read(modules: Modules): Promise<CatalogFile[]> {
  const sorted = Object.entries(modules).toSorted(([a], [b]) => compareCodeUnits(a, b));
  return Promise.all(
    sorted.map(async ([path, load]) => ({ name: path.slice(path.lastIndexOf('assets/')), value: await load() })),
  );
}
