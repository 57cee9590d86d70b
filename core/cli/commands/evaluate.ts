import { canonicalJson } from '../../base/canonical-json.ts';
import { askEngine } from '../ask-engine.ts';
import type { Command } from '../command.ts';
import { EXIT, printProblems } from '../command.ts';
import { describeEvaluation } from '../describe-evaluation.ts';
import { readSite } from '../read-site.ts';

export const evaluateCommand: Command = {
  name: 'evaluate',
  usage: '<site.edgewright.json>',
  summary: 'Latency of every flow, load of every node and link, and what does not hold.',
  options: {
    json: { type: 'boolean', help: 'the whole answer as JSON' },
    check: { type: 'boolean', help: 'exit code 3 when a finding is an error' },
  },
  takes: 1,
  async run({ positionals: [path = ''], options }, terminal) {
    const file = await readSite(terminal, path);
    if (file.status === 'failed') {
      printProblems(terminal, file.error);
      return EXIT.refused;
    }
    for (const each of file.value.findings) terminal.note(`${path}: ${each.message} [${each.code}]\n`);
    const evaluation = await askEngine(file.value.site);
    terminal.out(options['json'] === true ? `${canonicalJson(evaluation, 1)}\n` : describeEvaluation(evaluation));
    return options['check'] === true && evaluation.totals.errors > 0 ? EXIT.found : EXIT.done;
  },
};
