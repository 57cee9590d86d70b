import { fileURLToPath } from 'node:url';
import { siteJsonSchema } from '../../site/json-schema.ts';
import type { Command } from '../command.ts';
import { EXIT, pathFrom, printProblems } from '../command.ts';
import { writeTextFile } from '../write-file.ts';

const PUBLISHED = 'assets/schema/edgewright-site.schema.json';

export const schemaCommand: Command = {
  name: 'schema',
  usage: '[--out <file>] [--publish]',
  summary: 'The JSON Schema of site files.',
  options: {
    out: { type: 'string', help: 'file to write; without it the schema goes to the standard output' },
    publish: { type: 'boolean', help: `write ${PUBLISHED} of the project` },
  },
  takes: 0,
  async run({ options }, terminal) {
    const text = `${JSON.stringify(siteJsonSchema(), null, 1)}\n`;
    const out = options['out'];
    if (options['publish'] !== true && typeof out !== 'string') {
      terminal.out(text);
      return EXIT.done;
    }
    const [path, name] =
      typeof out === 'string'
        ? [pathFrom(terminal, out), out]
        : [fileURLToPath(new URL(`../../../${PUBLISHED}`, import.meta.url)), PUBLISHED];
    const written = await writeTextFile(path, name, text);
    if (written.status === 'ok') return EXIT.done;
    printProblems(terminal, [written.error]);
    return EXIT.refused;
  },
};
