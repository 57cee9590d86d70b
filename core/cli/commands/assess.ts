import { canonicalJson } from '../../base/canonical-json.ts';
import type { AssessmentName } from '../../engine/assessments.ts';
import { ASSESSMENT_NAMES } from '../../engine/assessments.ts';
import { askQuestions } from '../ask-engine.ts';
import type { Command } from '../command.ts';
import { EXIT, printProblems } from '../command.ts';
import { describeRecord } from '../describe-record.ts';
import { loadCatalog } from '../load-catalog.ts';
import { readSite } from '../read-site.ts';

export const assessCommand: Command = {
  name: 'assess',
  usage: `<site.edgewright.json> [${ASSESSMENT_NAMES.join('|')}] …`,
  summary: `Questions beside latency and load: ${ASSESSMENT_NAMES.join(', ')}. Without a name, all of them.`,
  options: { json: { type: 'boolean', help: 'the whole answers as JSON, by the name of the question' } },
  takes: [1, 1 + ASSESSMENT_NAMES.length],
  async run({ positionals: [path = '', ...wanted], options }, terminal) {
    const names = wanted.length === 0 ? ASSESSMENT_NAMES : ASSESSMENT_NAMES.filter((name) => wanted.includes(name));
    const unknown = wanted.filter((name) => !ASSESSMENT_NAMES.includes(name as AssessmentName));
    if (unknown.length > 0) {
      terminal.note(`There is no question “${unknown.join(', ')}”. There are: ${ASSESSMENT_NAMES.join(', ')}.\n`);
      return EXIT.usage;
    }
    const file = await readSite(terminal, path);
    if (file.status === 'failed') {
      printProblems(terminal, file.error);
      return EXIT.refused;
    }
    const catalog = loadCatalog();
    if (catalog.status === 'failed') {
      printProblems(terminal, catalog.error);
      return EXIT.refused;
    }
    const hardwareTypes = [...catalog.value.hardwareTypes.values()];
    const questions = names.map((assessment) => ({ kind: 'assess', assessment, options: { hardwareTypes } }) as const);
    const { answers } = await askQuestions(file.value.site, questions, terminal);
    const results = answers.flatMap((answer) => (answer.kind === 'assess' ? [answer.assessment] : []));
    if (options['json'] === true)
      terminal.out(`${canonicalJson(Object.fromEntries(results.map(({ name, result }) => [name, result])), 1)}\n`);
    else terminal.out(results.map(({ name, result }) => describeRecord(name, result)).join('\n'));
    return EXIT.done;
  },
};
