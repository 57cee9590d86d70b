import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { diskProblem } from '../../formats/read-file.ts';
import { csvFiles } from '../../report/csv.ts';
import { askEngine } from '../ask-engine.ts';
import type { Command } from '../command.ts';
import { EXIT, pathFrom, printProblems } from '../command.ts';
import { readSite } from '../read-site.ts';
import { writeTextFile } from '../write-file.ts';

export const csvCommand: Command = {
  name: 'csv',
  usage: '<site.edgewright.json> --out-dir <folder>',
  summary: 'All results as tables: flows, nodes, links, findings and the bill of materials.',
  options: { 'out-dir': { type: 'string', help: 'folder for the tables; it is made where it is missing' } },
  takes: 1,
  async run({ positionals: [path = ''], options }, terminal) {
    const folder = options['out-dir'];
    if (typeof folder !== 'string') {
      terminal.note('Say where the tables go: --out-dir <folder>.\n');
      return EXIT.usage;
    }
    const file = await readSite(terminal, path);
    if (file.status === 'failed') {
      printProblems(terminal, file.error);
      return EXIT.refused;
    }
    const tables = csvFiles(file.value.site, await askEngine(file.value.site));
    try {
      await mkdir(pathFrom(terminal, folder), { recursive: true });
    } catch (error) {
      printProblems(terminal, [diskProblem(error, folder)]);
      return EXIT.refused;
    }
    for (const { name, text } of tables) {
      const target = join(folder, name);
      const written = await writeTextFile(pathFrom(terminal, target), target, text);
      if (written.status === 'failed') {
        printProblems(terminal, [written.error]);
        return EXIT.refused;
      }
      terminal.out(`${target}\n`);
    }
    return EXIT.done;
  },
};
