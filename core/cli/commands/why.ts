import { canonicalJson } from '../../base/canonical-json.ts';
import { problem } from '../../base/problem.ts';
import { askQuestions } from '../ask-engine.ts';
import type { Command } from '../command.ts';
import { EXIT, printProblems } from '../command.ts';
import { describeWhy } from '../describe-why.ts';
import { readSite } from '../read-site.ts';

export const whyCommand: Command = {
  name: 'why',
  usage: '<site.edgewright.json> <service>',
  summary: 'Why a service runs where it does and not elsewhere, or what keeps it out and what would let it in.',
  options: { json: { type: 'boolean', help: 'the whole answer as JSON' } },
  takes: 2,
  async run({ positionals: [path = '', serviceId = ''], options }, terminal) {
    const file = await readSite(terminal, path);
    if (file.status === 'failed') {
      printProblems(terminal, file.error);
      return EXIT.refused;
    }
    const { site } = file.value;
    const question = { kind: 'why', options: { serviceId, weights: null, command: null } } as const;
    const { answers } = await askQuestions(site, [question], terminal);
    const why = answers[0]?.kind === 'why' ? answers[0].why : null;
    if (why === null) {
      const missing = problem(
        'site.missing-record',
        `There is no service ${serviceId}.`,
        'Use the id of one that is there.',
        { place: path },
        { record: serviceId },
      );
      printProblems(terminal, [missing]);
      return EXIT.refused;
    }
    terminal.out(options['json'] === true ? `${canonicalJson(why, 1)}\n` : describeWhy(site, why));
    return EXIT.done;
  },
};
