import { canonicalJson } from '../../base/canonical-json.ts';
import type { Problem } from '../../base/problem.ts';
import { problem } from '../../base/problem.ts';
import type { Result } from '../../base/result.ts';
import { failed, ok } from '../../base/result.ts';
import type { LearnedPolicy } from '../../place/arrivals/learned-policy.ts';
import type { PlaceOptions } from '../../place/site/options.ts';
import type { PlaceResult } from '../../place/site/result.ts';
import type { WhatIf } from '../../place/site/what-if.ts';
import { apply } from '../../site/commands/apply.ts';
import { applyDiff } from '../../site/diff.ts';
import { serializeSite } from '../../site/file.ts';
import { siteOfScenario } from '../../site/scenario.ts';
import type { Site } from '../../site/site.ts';
import type { WeightPreset } from '../../site/weight-presets.ts';
import { WEIGHT_PRESETS } from '../../site/weight-presets.ts';
import { askQuestions } from '../ask-engine.ts';
import type { Arguments, Command, Terminal } from '../command.ts';
import { EXIT, pathFrom, printProblems } from '../command.ts';
import { learnedPolicy } from './online.ts';
import { describePareto } from '../describe-pareto.ts';
import { describePlacement } from '../describe-placement.ts';
import { readSite } from '../read-site.ts';
import { writeTextFile } from '../write-file.ts';

const ITERATIONS = 2000;

const SEARCH_OPTIONS = {
  seconds: { type: 'string', help: 'stop after so long' },
  iterations: { type: 'string', help: `moves tried, ${ITERATIONS} unless --seconds are given; equal seeds give equal plans` },
  seed: { type: 'string', help: 'whole number, 1 by default' },
  preset: { type: 'string', help: `aims: ${Object.keys(WEIGHT_PRESETS).join(', ')}; those of the site by default` },
  keep: { type: 'string', help: 'what it costs to move everything, in the objective, 0.1 by default' },
  policy: { type: 'string', help: 'file of `learn --out`: the search begins with the moves that earned most on this site' },
  workloads: { type: 'string', help: 'ids of the workloads to place, with commas between; all by default' },
  out: { type: 'string', help: 'write the site with the plan to this file' },
  json: { type: 'boolean', help: 'the whole answer as JSON: commands, steps, reasons' },
} as const;

export const placeCommands: readonly Command[] = [
  {
    name: 'place',
    usage: '<site.edgewright.json> [--seconds <n>] [--out <file>]',
    summary: 'Where services should run on the hardware that is there: a plan, its bound, its reasons.',
    options: {
      ...SEARCH_OPTIONS,
      fresh: { type: 'boolean', help: 'place everything anew but what is pinned' },
      pareto: { type: 'boolean', help: 'plans of which none is better in all of cost, latency, power and moves' },
      take: { type: 'string', help: 'with --pareto and --out: number of the plan to write' },
    },
    takes: 1,
    run: (given, terminal) =>
      given.options['pareto'] === true ? explore(given, terminal) : run(given, terminal, ok({ failedNodeIds: [], growth: 1 })),
  },
  {
    name: 'replace',
    usage: '<site.edgewright.json> [--fail <node>,…] [--growth <factor>] [--scenario <id>]',
    summary: 'What moves where after a failure or growth, in an order that breaks no limit on the way.',
    options: {
      ...SEARCH_OPTIONS,
      fail: { type: 'string', help: 'ids of nodes that fail, with commas between' },
      growth: { type: 'string', help: 'requests of all devices times this, such as 1.3' },
      scenario: { type: 'string', help: 'a scenario of the site' },
    },
    takes: 1,
    run: (given, terminal) => run(given, terminal, whatIf(given.options)),
  },
];

async function run(given: Arguments, terminal: Terminal, whatIfs: Result<WhatIf, string>): ReturnType<Command['run']> {
  const { positionals, options } = given;
  const policy = await learnedPolicy(terminal, options['policy']);
  if (policy.status === 'failed') {
    printProblems(terminal, policy.error);
    return EXIT.refused;
  }
  const chosen = placeOptions(options, policy.value);
  if (chosen.status === 'failed' || whatIfs.status === 'failed') {
    terminal.note(`${chosen.status === 'failed' ? chosen.error : whatIfs.status === 'failed' ? whatIfs.error : ''}\n`);
    return EXIT.usage;
  }
  const site = await siteAsked(terminal, positionals[0] ?? '', options['scenario'], whatIfs.value);
  if (site.status === 'failed') {
    printProblems(terminal, site.error);
    return EXIT.refused;
  }
  const question = { kind: 'place', options: chosen.value, whatIf: whatIfs.value } as const;
  const { answers } = await askQuestions(site.value, [question], terminal);
  const [answer] = answers;
  if (answer?.kind !== 'place') throw new Error(`place was answered by ${answer?.kind}`);
  terminal.out(
    options['json'] === true ? `${canonicalJson(answer.placement, 1)}\n` : describePlacement(site.value, answer.placement),
  );
  const out = options['out'];
  return typeof out === 'string' ? write(terminal, site.value, answer.placement, out) : EXIT.done;
}

/** Several plans to choose from instead of one. */
async function explore(given: Arguments, terminal: Terminal): ReturnType<Command['run']> {
  const { positionals, options } = given;
  const policy = await learnedPolicy(terminal, options['policy']);
  if (policy.status === 'failed') {
    printProblems(terminal, policy.error);
    return EXIT.refused;
  }
  const chosen = placeOptions(options, policy.value);
  const take = numberOf(options['take']);
  if (chosen.status === 'failed' || (take === undefined) !== (options['out'] === undefined)) {
    terminal.note(`${chosen.status === 'failed' ? chosen.error : '--take and --out go together.'}\n`);
    return EXIT.usage;
  }
  const site = await siteAsked(terminal, positionals[0] ?? '', undefined, { failedNodeIds: [], growth: 1 });
  if (site.status === 'failed') {
    printProblems(terminal, site.error);
    return EXIT.refused;
  }
  const { answers } = await askQuestions(site.value, [{ kind: 'pareto', options: chosen.value }], terminal);
  const [answer] = answers;
  if (answer?.kind !== 'pareto') throw new Error(`pareto was answered by ${answer?.kind}`);
  terminal.out(options['json'] === true ? `${canonicalJson(answer.pareto, 1)}\n` : describePareto(answer.pareto));
  if (take === undefined) return EXIT.done;
  const plan = answer.pareto.points[take - 1];
  if (plan !== undefined) return write(terminal, site.value, plan, String(options['out']));
  terminal.note(`--take takes a number from 1 to ${answer.pareto.points.length}.\n`);
  return EXIT.usage;
}

async function siteAsked(
  terminal: Terminal,
  path: string,
  scenario: string | boolean | undefined,
  { failedNodeIds }: WhatIf,
): Promise<Result<Site, readonly Problem[]>> {
  const file = await readSite(terminal, path);
  if (file.status === 'failed') return file;
  const made = typeof scenario === 'string' ? siteOfScenario(file.value.site, scenario) : ok(file.value.site);
  if (made.status === 'failed') return failed([made.error]);
  const unknown = failedNodeIds.filter((id) => !Object.hasOwn(made.value.nodes, id));
  if (unknown.length === 0) return made;
  return failed([
    problem(
      'site.missing-record',
      `There is no node ${unknown.join(', ')}.`,
      'Use the id of one that is there.',
      { place: path },
      { record: unknown.join(', ') },
    ),
  ]);
}

async function write(
  terminal: Terminal,
  site: Site,
  { command }: Pick<PlaceResult, 'command'>,
  out: string,
): ReturnType<Command['run']> {
  const diff = apply(site, command);
  const written =
    diff.status === 'failed'
      ? diff
      : await writeTextFile(pathFrom(terminal, out), out, serializeSite(applyDiff(site, diff.value)));
  if (written.status === 'ok') return EXIT.done;
  printProblems(terminal, [written.error]);
  return EXIT.refused;
}

function placeOptions(given: Arguments['options'], policy: LearnedPolicy | null): Result<Partial<PlaceOptions>, string> {
  const numbers = new Map<string, number>();
  for (const [name, least, most] of [
    ['seconds', 0, 1e6],
    ['iterations', 0, 1e9],
    ['seed', 0, 2 ** 32 - 1],
    ['keep', 0, 1e6],
  ] as const) {
    const value = numberOf(given[name]);
    if (value === undefined) continue;
    if (!(value >= least && value <= most)) return failed(`--${name} takes a number from ${least} to ${most}.`);
    numbers.set(name, value);
  }
  const seconds = numbers.get('seconds');
  const keep = numbers.get('keep');
  const workloads = given['workloads'];
  const preset = given['preset'];
  if (typeof preset === 'string' && !Object.hasOwn(WEIGHT_PRESETS, preset))
    return failed(`--preset takes one of ${Object.keys(WEIGHT_PRESETS).join(', ')}.`);
  return ok({
    seed: numbers.get('seed') ?? 1,
    iterations: numbers.get('iterations') ?? (seconds === undefined ? ITERATIONS : null),
    milliseconds: seconds === undefined ? null : seconds * 1000,
    ...(typeof preset === 'string' ? WEIGHT_PRESETS[preset as WeightPreset] : {}),
    ...(keep === undefined ? {} : { keep }),
    ...(typeof workloads === 'string' ? { workloadIds: workloads.split(',') } : {}),
    operators: policy?.operators ?? null,
    fresh: given['fresh'] === true,
  });
}

function whatIf(given: Arguments['options']): Result<WhatIf, string> {
  const growth = numberOf(given['growth']) ?? 1;
  if (!(growth > 0 && growth <= 1e6)) return failed('--growth takes a factor above 0.');
  const fail = given['fail'];
  return ok({ failedNodeIds: typeof fail === 'string' ? fail.split(',') : [], growth });
}

function numberOf(text: string | boolean | undefined): number | undefined {
  if (typeof text !== 'string') return undefined;
  return text.trim() === '' ? NaN : Number(text);
}
