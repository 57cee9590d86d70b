import { canonicalJson } from '../../base/canonical-json.ts';
import type { Problem } from '../../base/problem.ts';
import type { Result } from '../../base/result.ts';
import { failed, ok } from '../../base/result.ts';
import { ONLINE_POLICIES, parseLearnedPolicy, serializeLearnedPolicy } from '../../engine/online.ts';
import { readCsv } from '../../formats/guard/csv.ts';
import { readTextFile } from '../../formats/read-file.ts';
import type { LearnedPolicy } from '../../place/arrivals/learned-policy.ts';
import type { LearnOptions } from '../../place/arrivals/learn-site.ts';
import type { OnlineResult } from '../../place/arrivals/online-site.ts';
import type { ArrivalPolicyName } from '../../place/arrivals/policies.ts';
import { askQuestions } from '../ask-engine.ts';
import type { Arguments, Command, Terminal } from '../command.ts';
import { EXIT, pathFrom, printProblems } from '../command.ts';
import { figure, percent } from '../figure.ts';
import { printTable } from '../print-table.ts';
import { readSite } from '../read-site.ts';
import { writeTextFile } from '../write-file.ts';

const TRACE = {
  type: 'string',
  help: 'CSV of what arrived, in its order: columns service, source (node); drawn from the busy hour without it',
} as const;

export const onlineCommands: readonly Command[] = [
  {
    name: 'online',
    usage: '<site.edgewright.json> [--policies <name>,…] [--seed <n>] [--runs <n>]',
    summary: 'Services arrive one by one at the empty hardware of a site: what each scheduling policy makes of it.',
    options: {
      policies: { type: 'string', help: `some of ${ONLINE_POLICIES.join(', ')}; all but learned by default` },
      learned: { type: 'string', help: 'file of `learn --out` for the policy learned' },
      trace: TRACE,
      seed: { type: 'string', help: 'whole number, 1 by default; each run draws by the next one' },
      runs: { type: 'string', help: 'traces that are drawn, 10 by default' },
      json: { type: 'boolean', help: 'the answer as JSON' },
    },
    takes: 1,
    run: online,
  },
  {
    name: 'learn',
    usage: '<site.edgewright.json> [--trace <file>] --out <file>',
    summary: "A scheduling policy and the search's choice of moves, learned from what a site has seen.",
    options: {
      trace: TRACE,
      traces: { type: 'string', help: 'traces to learn from, 3 by default' },
      iterations: { type: 'string', help: 'moves of each search that operators are learned from, 150 by default' },
      seed: { type: 'string', help: 'whole number, 1 by default' },
      out: { type: 'string', help: 'write the policy to this file' },
      json: { type: 'boolean', help: 'the policy as JSON' },
    },
    takes: 1,
    run: learn,
  },
];

async function online({ positionals, options }: Arguments, terminal: Terminal): ReturnType<Command['run']> {
  const learned = await learnedPolicy(terminal, options['learned']);
  const recorded = await recordedTrace(terminal, options['trace']);
  const file = await readSite(terminal, positionals[0] ?? '');
  for (const one of [learned, recorded, file]) if (one.status === 'failed') return refuse(terminal, one.error);
  if (learned.status === 'failed' || recorded.status === 'failed' || file.status === 'failed') return EXIT.refused;
  const policies = policiesAsked(options['policies'], learned.value !== null);
  const [seed, runs] = [wholeOf(options['seed'], 1), wholeOf(options['runs'], 10)];
  if (policies === null || seed === null || runs === null || runs < 1 || runs > 1000) {
    terminal.note(
      policies === null
        ? `--policies takes some of ${ONLINE_POLICIES.join(', ')}; learned needs --learned <file>.\n`
        : '--seed and --runs take whole numbers, runs from 1 to 1000.\n',
    );
    return EXIT.usage;
  }
  const question = {
    kind: 'online',
    options: { policies, seed, runs, learned: learned.value, recorded: recorded.value },
  } as const;
  const { answers } = await askQuestions(file.value.site, [question], terminal);
  const [answer] = answers;
  if (answer?.kind !== 'online') throw new Error(`online was answered by ${answer?.kind}`);
  terminal.out(options['json'] === true ? `${canonicalJson(answer.online, 1)}\n` : describeOnline(answer.online));
  return EXIT.done;
}

async function learn({ positionals, options }: Arguments, terminal: Terminal): ReturnType<Command['run']> {
  const recorded = await recordedTrace(terminal, options['trace']);
  const file = await readSite(terminal, positionals[0] ?? '');
  for (const one of [recorded, file]) if (one.status === 'failed') return refuse(terminal, one.error);
  if (recorded.status === 'failed' || file.status === 'failed') return EXIT.refused;
  const [seed, traces, moves] = [wholeOf(options['seed'], 1), wholeOf(options['traces'], 3), wholeOf(options['iterations'], 150)];
  if (seed === null || traces === null || moves === null || traces < 1 || traces > 100) {
    terminal.note('--seed, --traces (1 to 100) and --iterations take whole numbers.\n');
    return EXIT.usage;
  }
  const question = { kind: 'learn', options: { seed, traces, moves, recorded: recorded.value } } as const;
  const { answers } = await askQuestions(file.value.site, [question], terminal);
  const [answer] = answers;
  if (answer?.kind !== 'learn') throw new Error(`learn was answered by ${answer?.kind}`);
  terminal.out(options['json'] === true ? serializeLearnedPolicy(answer.learned) : describeLearned(answer.learned));
  const { out } = options;
  if (typeof out !== 'string') return EXIT.done;
  const written = await writeTextFile(pathFrom(terminal, out), out, serializeLearnedPolicy(answer.learned));
  return written.status === 'ok' ? EXIT.done : refuse(terminal, [written.error]);
}

/** A policy out of a file; null where none is named. */
export async function learnedPolicy(
  terminal: Terminal,
  path: string | boolean | undefined,
): Promise<Result<LearnedPolicy | null, readonly Problem[]>> {
  if (typeof path !== 'string') return ok(null);
  const text = await readTextFile(pathFrom(terminal, path), path, 'site');
  return text.status === 'failed' ? failed([text.error]) : parseLearnedPolicy(text.value, path);
}

async function recordedTrace(
  terminal: Terminal,
  path: string | boolean | undefined,
): Promise<Result<LearnOptions['recorded'], readonly Problem[]>> {
  if (typeof path !== 'string') return ok(null);
  const text = await readTextFile(pathFrom(terminal, path), path, 'csv');
  const table = text.status === 'failed' ? text : readCsv(text.value, path, ['service']);
  if (table.status === 'failed') return failed([table.error]);
  return ok(table.value.rows.map((row) => ({ service: row.get('service'), source: row.get('source') || null })));
}

function policiesAsked(given: string | boolean | undefined, hasLearned: boolean): ArrivalPolicyName[] | null {
  const names = typeof given === 'string' ? given.split(',') : ONLINE_POLICIES.filter((name) => name !== 'learned' || hasLearned);
  const known: readonly string[] = ONLINE_POLICIES;
  if (names.some((name) => !known.includes(name) || (name === 'learned' && !hasLearned))) return null;
  return names as ArrivalPolicyName[];
}

function wholeOf(given: string | boolean | undefined, otherwise: number): number | null {
  if (typeof given !== 'string') return otherwise;
  const value = Number(given);
  return given.trim() !== '' && Number.isInteger(value) && value >= 0 && value < 2 ** 31 ? value : null;
}

function describeOnline({ ceiling, scarcest, nodes, kinds, runs, seed, rows }: OnlineResult): string {
  const first = rows[0]?.useful ?? 0;
  return [
    `${kinds} kinds of arrivals at ${nodes} nodes, ${runs} runs from seed ${seed}; scarcest: ${scarcest}`,
    `share of it allocated, and allocated where answers are in time, when arrivals ask for all of it and for 1.3 times that`,
    `no scheduler could have more than ${percent(ceiling)} of it in time when arrivals ask for all of it`,
    '',
    ...printTable(
      ['policy', 'arrived', 'placed', 'allocated', 'in time', 'allocated, 1.3', 'in time, 1.3', 'against the first'],
      rows.map((row) => [
        row.policy,
        figure(row.arrived),
        figure(row.placed),
        ...[row.allocated, row.useful, row.allocatedAtEnd, row.usefulAtEnd].map(percent),
        first === 0 ? '' : `${row.useful >= first ? '+' : '−'}${percent(Math.abs(row.useful / first - 1))}`,
      ]),
    ),
    '',
  ].join('\n');
}

function describeLearned({ online: weights, operators, learnedFrom, before, after, seed }: LearnedPolicy): string {
  const { arrivals, traces, arrivalsEach, kinds, candidates, searched, movesEach, operatorGain } = learnedFrom;
  return [
    `from ${traces} ${arrivals} traces of up to ${arrivalsEach} arrivals of ${kinds} kinds, ${candidates} candidates, seed ${seed}:`,
    `useful utilisation of the scarcest resource there ${percent(before)} by the default scheduler, ${percent(after)} learned`,
    ...printTable(
      ['what counts', 'weight'],
      Object.entries(weights).map(([name, weight]) => [name, figure(weight)]),
    ),
    '',
    `moves of the search, from ${movesEach} each on ${searched.join('; ')}; ${operatorGain > 0 ? `worth ${percent(operatorGain)} by another seed` : 'no help by another seed, so they begin alike'}:`,
    ...printTable(
      ['move', 'earned'],
      Object.entries(operators).map(([name, weight]) => [name, figure(weight)]),
    ),
    '',
  ].join('\n');
}

function refuse(terminal: Terminal, problems: readonly Problem[]): typeof EXIT.refused {
  printProblems(terminal, problems);
  return EXIT.refused;
}
