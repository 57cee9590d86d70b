import { canonicalJson } from '../../base/canonical-json.ts';
import type { Problem } from '../../base/problem.ts';
import { problem } from '../../base/problem.ts';
import type { Result } from '../../base/result.ts';
import { failed, ok } from '../../base/result.ts';
import type { RuleSet } from '../../catalog/rule-set.ts';
import { parseRuleSet, RULE_SET_ENDING, ruleSetCommands, ruleSetOf, serializeRuleSet } from '../../catalog/rule-set.ts';
import type { RuleReport } from '../../evaluate/rule-report.ts';
import { readTextFile } from '../../formats/read-file.ts';
import { apply } from '../../site/commands/apply.ts';
import { applyDiff } from '../../site/diff.ts';
import { serializeSite } from '../../site/file.ts';
import type { RuleCondition } from '../../site/schema/tier-rule.ts';
import type { Site } from '../../site/site.ts';
import { askQuestions } from '../ask-engine.ts';
import type { Command, Terminal } from '../command.ts';
import { EXIT, pathFrom, printProblems } from '../command.ts';
import { loadCatalog } from '../load-catalog.ts';
import { printTable } from '../print-table.ts';
import { readSite } from '../read-site.ts';
import { writeTextFile } from '../write-file.ts';

export const rulesCommand: Command = {
  name: 'rules',
  usage: '<site.edgewright.json> [--add <set>] [--export <file>] [--out <file>]',
  summary: 'Rules of tiers: which hold for what, what breaks them; sets of rules in and out.',
  options: {
    add: { type: 'string', help: `id of a set of the catalog, or a file of rules (*${RULE_SET_ENDING})` },
    export: { type: 'string', help: 'write the rules of the site to this file' },
    out: { type: 'string', help: 'write the site with the added rules to this file' },
    json: { type: 'boolean', help: 'the answer as JSON' },
    check: { type: 'boolean', help: 'exit code 3 where a rule is broken' },
  },
  takes: 1,
  async run({ positionals, options }, terminal) {
    const file = await readSite(terminal, positionals[0] ?? '');
    const site = file.status === 'failed' ? file : await withRules(terminal, file.value.site, options['add']);
    if (site.status === 'failed') return refuse(terminal, site.error);
    const { answers } = await askQuestions(site.value, [{ kind: 'rules' }], terminal);
    const answer = answers[0]?.kind === 'rules' ? answers[0].rules : [];
    terminal.out(options['json'] === true ? `${canonicalJson(answer, 1)}\n` : describe(answer));
    const { out, export: exported } = options;
    if (typeof out === 'string') {
      const written = await writeTextFile(pathFrom(terminal, out), out, serializeSite(site.value));
      if (written.status === 'failed') return refuse(terminal, [written.error]);
    }
    if (typeof exported === 'string') {
      const written = await exportRules(terminal, site.value, exported);
      if (written.status === 'failed') return refuse(terminal, [written.error]);
    }
    return options['check'] === true && answer.some(({ broken }) => broken.length > 0) ? EXIT.found : EXIT.done;
  },
};

function describe(rules: readonly RuleReport[]): string {
  if (rules.length === 0) return 'No rule of tiers is on. Sets of the catalog: --add <id>.\n';
  const rows = rules.map(({ id, name, when, tiers, services, broken }) => [
    id,
    name,
    conditionText(when),
    tiers.join(', '),
    String(services.length),
    String(broken.length),
  ]);
  const broken = rules.flatMap((rule) => rule.broken.map(({ why, remedy }) => `${why} ${remedy}`));
  return [...printTable(['rule', 'name', 'when', 'then', 'services', 'broken'], rows), '', ...broken, ''].join('\n');
}

/** The condition as it stands in the file, without what it does not ask for. */
function conditionText(when: RuleCondition): string {
  const asked = Object.entries(when).filter(([, value]) => value !== null && !(Array.isArray(value) && value.length === 0));
  if (asked.length === 0) return 'any service';
  return asked.map(([key, value]) => `${key} ${Array.isArray(value) ? value.join('/') : String(value)}`).join(', ');
}

async function withRules(
  terminal: Terminal,
  site: Site,
  add: string | boolean | undefined,
): Promise<Result<Site, readonly Problem[]>> {
  if (typeof add !== 'string') return ok(site);
  const set = await ruleSetNamed(terminal, add);
  if (set.status === 'failed') return set;
  const diff = apply(site, { kind: 'batch', label: 'rules', commands: ruleSetCommands(site, set.value) });
  return diff.status === 'failed' ? failed([diff.error]) : ok(applyDiff(site, diff.value));
}

async function ruleSetNamed(terminal: Terminal, wanted: string): Promise<Result<RuleSet, readonly Problem[]>> {
  if (wanted.endsWith('.json')) {
    const text = await readTextFile(pathFrom(terminal, wanted), wanted, 'site');
    return text.status === 'failed' ? failed([text.error]) : parseRuleSet(text.value, wanted);
  }
  const catalog = loadCatalog();
  if (catalog.status === 'failed') return catalog;
  const { ruleSets } = catalog.value;
  const set = ruleSets.get(wanted);
  if (set !== undefined) return ok(set);
  const known = [...ruleSets.keys()].join(', ');
  return failed([problem('rules.unknown-set', `There is no set ${wanted}.`, `Use one of ${known}, or a file.`, {}, { known })]);
}

async function exportRules(terminal: Terminal, site: Site, path: string): Promise<Result<unknown, Problem>> {
  const set = ruleSetOf(site, site.header.id);
  if (set === null) return failed(problem('rules.none', 'The site has no rule of tiers.', 'Add one first.', { file: path }));
  return writeTextFile(pathFrom(terminal, path), path, serializeRuleSet(set));
}

function refuse(terminal: Terminal, problems: readonly Problem[]): typeof EXIT.refused {
  printProblems(terminal, problems);
  return EXIT.refused;
}
