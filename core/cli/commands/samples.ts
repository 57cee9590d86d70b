import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { canonicalJson } from '../../base/canonical-json.ts';
import { readFolder } from '../../formats/read-folder.ts';
import { SITE_FILE_ENDING } from '../../site/file-schema.ts';
import { serializeSite } from '../../site/file.ts';
import type { Site } from '../../site/site.ts';
import { sketchOf } from '../../site/sketch.ts';
import type { Command } from '../command.ts';
import { EXIT, pathFrom, printProblems } from '../command.ts';
import { loadCatalog } from '../load-catalog.ts';
import type { Sample } from '../samples/sample.ts';
import { SAMPLES } from '../samples/samples.ts';
import { writeTextFile } from '../write-file.ts';

const FOLDER = fileURLToPath(new URL('../../../assets/samples', import.meta.url));
/** Beside the project: public data is read where it lies and never copied. */
const DATA = fileURLToPath(new URL('../../../../shared/data', import.meta.url));

export const samplesCommand: Command = {
  name: 'samples',
  usage: '[--out <folder>] [--data <folder>]',
  summary: 'Draws the sample sites anew.',
  options: {
    out: { type: 'string', help: 'folder to write; assets/samples of the project when left out' },
    data: { type: 'string', help: 'folder of public data; ../shared/data when left out' },
  },
  takes: 0,
  async run({ options }, terminal) {
    const catalog = loadCatalog();
    if (catalog.status === 'failed') {
      printProblems(terminal, catalog.error);
      return EXIT.refused;
    }
    const folder = typeof options['out'] === 'string' ? pathFrom(terminal, options['out']) : FOLDER;
    const data = typeof options['data'] === 'string' ? pathFrom(terminal, options['data']) : DATA;
    await mkdir(folder, { recursive: true });
    const entries: object[] = [];
    let skipped = 0;
    for (const sample of SAMPLES) {
      const missing = await missingData(sample, data);
      if (missing !== null) {
        skipped += 1;
        terminal.note(`${sample.id}: skipped, there is no public data in ${missing}. Name the folder with --data.\n`);
        continue;
      }
      const site = await sample.draw(catalog.value, data);
      const name = `${sample.id}${SITE_FILE_ENDING}`;
      const written = await writeTextFile(join(folder, name), name, serializeSite(site));
      if (written.status === 'failed') {
        printProblems(terminal, [written.error]);
        return EXIT.refused;
      }
      entries.push(entryOf(sample, site));
      terminal.note(`${name}: ${Object.keys(site.nodes).length} nodes, ${Object.keys(site.flows).length} flows\n`);
    }
    if (skipped > 0) return EXIT.refused;
    const index = await writeTextFile(join(folder, 'index.json'), 'index.json', `${canonicalJson(entries, 1)}\n`);
    if (index.status === 'ok') return EXIT.done;
    printProblems(terminal, [index.error]);
    return EXIT.refused;
  },
};

/** What the start page says of a sample without opening it. */
export function entryOf({ id, kind, name, description }: Sample, site: Site): object {
  const size = (map: object): number => Object.keys(map).length;
  const counts = {
    places: size(site.places),
    nodes: size(site.nodes),
    links: size(site.links),
    deviceGroups: size(site.deviceGroups),
    workloads: size(site.workloads),
    flows: size(site.flows),
  };
  return { id, kind, name, description, counts, file: `${id}${SITE_FILE_ENDING}`, sketch: sketchOf(site) };
}

/** Folder that a sample needs and does not find; null when it can be drawn. */
async function missingData({ data: needed }: Sample, folder: string): Promise<string | null> {
  if (needed === null) return null;
  const path = join(folder, needed);
  const files = await readFolder(path, path, '.csv', 'csv');
  return files.status === 'ok' ? null : path;
}
