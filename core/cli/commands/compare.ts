import { canonicalJson } from '../../base/canonical-json.ts';
import type { Problem } from '../../base/problem.ts';
import type { Result } from '../../base/result.ts';
import { failed, ok } from '../../base/result.ts';
import type { Comparison } from '../../explore/compare.ts';
import { siteOfScenario } from '../../site/scenario.ts';
import type { Site } from '../../site/site.ts';
import { askQuestions } from '../ask-engine.ts';
import type { Command, Terminal } from '../command.ts';
import { EXIT, printProblems } from '../command.ts';
import { figure, percent } from '../figure.ts';
import { printTable } from '../print-table.ts';
import { readSite } from '../read-site.ts';

/** Rows of each list: the greatest changes come first, the rest is in `--json`. */
const ROWS = 20;

export const compareCommand: Command = {
  name: 'compare',
  usage: '<a.edgewright.json> <b.edgewright.json> | <a.edgewright.json> --scenario <id>',
  summary: 'What one plan answers differently from another: flows, nodes, links, findings, power and cost.',
  options: {
    scenario: { type: 'string', help: 'compare with this scenario of the site instead of another file' },
    json: { type: 'boolean', help: 'the whole comparison as JSON' },
  },
  takes: [1, 2],
  async run({ positionals: [path = '', otherPath], options }, terminal) {
    const scenario = options['scenario'];
    if ((otherPath === undefined) === (typeof scenario !== 'string')) {
      terminal.note('Name a second site, or a scenario of the first with --scenario <id>.\n');
      return EXIT.usage;
    }
    const file = await readSite(terminal, path);
    const base: Result<Site, readonly Problem[]> = file.status === 'failed' ? file : ok(file.value.site);
    const other = base.status === 'failed' ? base : await otherSite(terminal, base.value, otherPath, scenario);
    if (base.status === 'failed' || other.status === 'failed') {
      printProblems(terminal, other.status === 'failed' ? other.error : []);
      return EXIT.refused;
    }
    const { answers } = await askQuestions(base.value, [{ kind: 'compare', site: other.value }], terminal);
    const [answer] = answers;
    if (answer?.kind !== 'compare') throw new Error(`compare was answered by ${answer?.kind}`);
    terminal.out(options['json'] === true ? `${canonicalJson(answer.comparison, 1)}\n` : describe(answer.comparison));
    return EXIT.done;
  },
};

async function otherSite(
  terminal: Terminal,
  base: Site,
  path: string | undefined,
  scenario: string | boolean | undefined,
): Promise<Result<Site, readonly Problem[]>> {
  if (path === undefined) {
    const made = siteOfScenario(base, String(scenario));
    return made.status === 'failed' ? failed([made.error]) : made;
  }
  const file = await readSite(terminal, path);
  return file.status === 'failed' ? file : ok(file.value.site);
}

function describe({ flows, nodes, links, appear, vanish, totals }: Comparison): string {
  const total = (name: string, before: number | null, after: number | null): string[] => [name, figure(before), figure(after)];
  return [
    ...printTable(
      ['', 'a', 'b'],
      [
        total('flows met', totals.before.flowsMet, totals.after.flowsMet),
        total('flows missed', totals.before.flowsMissed, totals.after.flowsMissed),
        total('flows saturated', totals.before.flowsSaturated, totals.after.flowsSaturated),
        total('flows without a route', totals.before.flowsNoRoute, totals.after.flowsNoRoute),
        total('flows unplaced', totals.before.flowsUnplaced, totals.after.flowsUnplaced),
        total('errors', totals.before.errors, totals.after.errors),
        total('warnings', totals.before.warnings, totals.after.warnings),
        total('power W', totals.before.powerW, totals.after.powerW),
        total('hardware cost', totals.before.hardwareCost, totals.after.hardwareCost),
      ],
    ),
    '',
    ...part(
      'Findings that appear',
      ['severity', 'what', 'subject', 'why'],
      appear.map((one) => [one.severity, one.kind, one.subject, one.why]),
    ),
    ...part(
      'Findings that vanish',
      ['severity', 'what', 'subject', 'why'],
      vanish.map((one) => [one.severity, one.kind, one.subject, one.why]),
    ),
    ...part(
      'Flows that differ, greatest change of p99 first',
      ['flow', 'status a', 'status b', 'p99 a ms', 'p99 b ms', 'served a', 'served b'],
      flows
        .toSorted((a, b) => change(b.before?.p99Ms, b.after?.p99Ms) - change(a.before?.p99Ms, a.after?.p99Ms))
        .map(({ before, after }) => [
          (after ?? before)?.id ?? '',
          before?.status ?? 'absent',
          after?.status ?? 'absent',
          figure(before?.p99Ms ?? null),
          figure(after?.p99Ms ?? null),
          before?.servedBy ?? '',
          after?.servedBy ?? '',
        ]),
    ),
    ...part(
      'Nodes that differ',
      ['node', 'tightest a', 'used a', 'tightest b', 'used b', 'W a', 'W b'],
      nodes.map(({ before, after }) => [
        (after ?? before)?.id ?? '',
        before?.tightest ?? '',
        share(before),
        after?.tightest ?? '',
        share(after),
        figure(before?.powerW ?? null),
        figure(after?.powerW ?? null),
      ]),
    ),
    ...part(
      'Links that differ',
      ['link', 'up a', 'up b', 'down a', 'down b'],
      links.map(({ before, after }) => [
        (after ?? before)?.id ?? '',
        before === null ? '' : percent(before.utilisationUp),
        after === null ? '' : percent(after.utilisationUp),
        before === null ? '' : percent(before.utilisationDown),
        after === null ? '' : percent(after.utilisationDown),
      ]),
    ),
  ].join('\n');
}

function share(node: Comparison['nodes'][number]['after']): string {
  return node === null || node.tightest === null ? '' : percent(node.utilisation[node.tightest] ?? 0);
}

function change(before: number | null | undefined, after: number | null | undefined): number {
  return before === null || before === undefined || after === null || after === undefined ? Infinity : Math.abs(after - before);
}

function part(title: string, names: readonly string[], rows: readonly (readonly string[])[]): string[] {
  if (rows.length === 0) return [];
  const more = rows.length > ROWS ? [`  … and ${rows.length - ROWS} more`] : [];
  return [title, ...printTable(names, rows.slice(0, ROWS)).map((line) => `  ${line}`), ...more, ''];
}
