import { canonicalJson } from '../../base/canonical-json.ts';
import type { AssessmentName } from '../../engine/assessments.ts';
import { ASSESSMENT_NAMES } from '../../engine/assessments.ts';
import { getRecord } from '../../site/site.ts';
import { askQuestions } from '../ask-engine.ts';
import type { Command } from '../command.ts';
import { EXIT, printProblems } from '../command.ts';
import { describeRecord } from '../describe-record.ts';
import { loadCatalog } from '../load-catalog.ts';
import { readSite } from '../read-site.ts';

/** A larger burst tells nothing that this one does not. */
const MOST_BURST = 100;

export const assessCommand: Command = {
  name: 'assess',
  usage: `<site.edgewright.json> [${ASSESSMENT_NAMES.join('|')}] …`,
  summary: `Questions beside latency and load: ${ASSESSMENT_NAMES.join(', ')}. Without a name, all of them.`,
  options: {
    json: { type: 'boolean', help: 'the whole answers as JSON, by the name of the question' },
    service: { type: 'string', help: 'id of the service that rollout brings to its nodes; else the one on most nodes' },
    burst: { type: 'string', help: 'demand in the burst over that of today, 3 unless stated' },
  },
  takes: [1, 1 + ASSESSMENT_NAMES.length],
  async run({ positionals: [path = '', ...wanted], options }, terminal) {
    const names = wanted.length === 0 ? ASSESSMENT_NAMES : ASSESSMENT_NAMES.filter((name) => wanted.includes(name));
    const unknown = wanted.filter((name) => !ASSESSMENT_NAMES.includes(name as AssessmentName));
    if (unknown.length > 0) {
      terminal.note(`There is no question “${unknown.join(', ')}”. There are: ${ASSESSMENT_NAMES.join(', ')}.\n`);
      return EXIT.usage;
    }
    const burst = options['burst'] === undefined ? null : Number(options['burst']);
    if (burst !== null && !(burst >= 1 && burst <= MOST_BURST)) {
      terminal.note(`--burst takes a number from 1 to ${MOST_BURST}, for example 3.\n`);
      return EXIT.usage;
    }
    const file = await readSite(terminal, path);
    if (file.status === 'failed') {
      printProblems(terminal, file.error);
      return EXIT.refused;
    }
    const service = typeof options['service'] === 'string' ? options['service'] : null;
    if (service !== null && getRecord(file.value.site, 'services', service) === undefined) {
      terminal.note(`${path} has no service “${service}”. Name one of $.site.services.\n`);
      return EXIT.usage;
    }
    const catalog = loadCatalog();
    if (catalog.status === 'failed') {
      printProblems(terminal, catalog.error);
      return EXIT.refused;
    }
    const chosen = {
      hardwareTypes: [...catalog.value.hardwareTypes.values()],
      ...(service === null ? {} : { rollout: { serviceIds: [service] } }),
      ...(burst === null ? {} : { burst: { factor: burst } }),
    };
    const questions = names.map((assessment) => ({ kind: 'assess', assessment, options: chosen }) as const);
    const { answers } = await askQuestions(file.value.site, questions, terminal);
    const results = answers.flatMap((answer) => (answer.kind === 'assess' ? [answer.assessment] : []));
    if (options['json'] === true)
      terminal.out(`${canonicalJson(Object.fromEntries(results.map(({ name, result }) => [name, result])), 1)}\n`);
    else terminal.out(results.map(({ name, result }) => describeRecord(name, result)).join('\n'));
    return EXIT.done;
  },
};
