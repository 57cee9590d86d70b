import { canonicalJson } from '../../base/canonical-json.ts';
import type { Evaluation } from '../../evaluate/result.ts';
import type { ArrivalProcess, SimulationOptions } from '../../simulate/options.ts';
import type { Simulation } from '../../simulate/result.ts';
import { askQuestions } from '../ask-engine.ts';
import type { Arguments, Command } from '../command.ts';
import { EXIT, printProblems } from '../command.ts';
import { figure, percent } from '../figure.ts';
import { printTable } from '../print-table.ts';
import { readSite } from '../read-site.ts';

/** Rows of each list: the rest is in `--json`. */
const ROWS = 20;
const BURST_MS = 10_000;

export const simulateCommand: Command = {
  name: 'simulate',
  usage: '<site.edgewright.json>',
  summary: 'The same site by discrete events: latency of every flow beside the formulas, load of every queue.',
  options: {
    seconds: { type: 'string', help: 'simulated time; without it as long as --requests take' },
    requests: { type: 'string', help: 'requests of devices to simulate, 200000 by default' },
    seed: { type: 'string', help: 'whole number, 1 by default; equal seeds give equal runs' },
    'warm-up': { type: 'string', help: 'share of the time that does not count, 0.1 by default' },
    arrivals: { type: 'string', help: 'poisson (default), periodic or bursts' },
    'burst-seconds': { type: 'string', help: 'mean length of a burst, 10 by default' },
    'window-seconds': { type: 'string', help: 'also a time series in windows of this length' },
    events: { type: 'string', help: 'stop after so many events' },
    json: { type: 'boolean', help: 'the whole run as JSON' },
  },
  takes: 1,
  async run({ positionals: [path = ''], options }, terminal) {
    const chosen = simulationOptions(options);
    if (typeof chosen === 'string') {
      terminal.note(`${chosen} See simulate --help.\n`);
      return EXIT.usage;
    }
    const file = await readSite(terminal, path);
    if (file.status === 'failed') {
      printProblems(terminal, file.error);
      return EXIT.refused;
    }
    const { evaluation, answers } = await askQuestions(file.value.site, [{ kind: 'simulate', options: chosen }], terminal);
    const [answer] = answers;
    if (answer?.kind !== 'simulate') throw new Error(`simulate was answered by ${answer?.kind}`);
    const { recording, ...figures } = answer.simulation;
    if (recording !== null) throw new Error('a recording that nobody asked for');
    terminal.out(options['json'] === true ? `${canonicalJson(figures, 1)}\n` : describe(answer.simulation, evaluation));
    return EXIT.done;
  },
};

/** The options of a run, or the sentence that says what is wrong with them. */
function simulationOptions(given: Arguments['options']): Partial<SimulationOptions> | string {
  const numbers = new Map<string, number>();
  for (const [name, least, most] of [
    ['seconds', 0, 1e9],
    ['requests', 1, 1e9],
    ['seed', 0, 2 ** 32 - 1],
    ['warm-up', 0, 0.99],
    ['burst-seconds', 1e-3, 1e6],
    ['window-seconds', 1e-3, 1e9],
    ['events', 1, 1e12],
  ] as const) {
    const text = given[name];
    if (typeof text !== 'string') continue;
    const value = Number(text);
    if (text.trim() === '' || !(value >= least && value <= most)) return `--${name} takes a number from ${least} to ${most}.`;
    numbers.set(name, value);
  }
  const seed = numbers.get('seed') ?? 1;
  if (!Number.isInteger(seed)) return '--seed takes a whole number.';
  const arrivals = arrivalsOf(given['arrivals'], numbers.get('burst-seconds'));
  if (arrivals === null) return '--arrivals is poisson, periodic or bursts.';
  const seconds = numbers.get('seconds');
  const requests = numbers.get('requests');
  const warmUpShare = numbers.get('warm-up');
  const window = numbers.get('window-seconds');
  const events = numbers.get('events');
  return {
    seed,
    arrivals,
    ...(seconds === undefined ? {} : { durationMs: seconds * 1000 }),
    ...(requests === undefined ? {} : { requests }),
    ...(warmUpShare === undefined ? {} : { warmUpShare }),
    ...(window === undefined ? {} : { windowMs: window * 1000 }),
    ...(events === undefined ? {} : { eventsAtMost: events }),
  };
}

function arrivalsOf(name: string | boolean | undefined, burstSeconds: number | undefined): ArrivalProcess | null {
  switch (name ?? 'poisson') {
    case 'poisson':
      return { kind: 'poisson' };
    case 'periodic':
      return { kind: 'periodic' };
    case 'bursts':
      return { kind: 'bursts', burstMs: burstSeconds === undefined ? BURST_MS : burstSeconds * 1000 };
    default:
      return null;
  }
}

function describe(run: Simulation, evaluation: Evaluation): string {
  const formulas = new Map(evaluation.flows.map((flow) => [flow.id, flow]));
  const flows = run.flows
    .toSorted((a, b) => (b.p99Ms ?? -1) - (a.p99Ms ?? -1))
    .map((flow) => {
      const other = formulas.get(flow.id);
      const half = flow.meanIntervalMs === null ? null : (flow.meanIntervalMs.high - flow.meanIntervalMs.low) / 2;
      return [
        flow.id,
        flow.status,
        String(flow.answered),
        figure(flow.meanMs),
        figure(half),
        figure(other?.meanMs ?? null),
        figure(flow.p95Ms),
        figure(other?.p95Ms ?? null),
        figure(flow.p99Ms),
        figure(other?.p99Ms ?? null),
      ];
    });
  const queues = run.queues
    .toSorted((a, b) => b.utilisation - a.utilisation)
    .map((queue) => [queue.subject, queue.part, percent(queue.utilisation), figure(queue.meanWaitMs), String(queue.arrivals)]);
  return [
    `${figure(run.simulatedMs / 1000)} s simulated, ${figure(run.warmUpMs / 1000)} s of them warm-up; ${run.events} events, seed ${run.seed}, hash ${run.hash}`,
    ...(run.cutShort ? ['Stopped at --events before its time was over.'] : []),
    '',
    ...part(
      'Flows, slowest first',
      ['flow', 'status', 'answered', 'mean ms', '± 99 %', 'formula', 'p95', 'formula', 'p99', 'formula'],
      flows,
    ),
    ...part('Queues, fullest first', ['queue', 'part', 'used', 'wait ms', 'arrivals'], queues),
  ].join('\n');
}

function part(title: string, names: readonly string[], rows: readonly (readonly string[])[]): string[] {
  if (rows.length === 0) return [];
  const more = rows.length > ROWS ? [`  … and ${rows.length - ROWS} more`] : [];
  return [title, ...printTable(names, rows.slice(0, ROWS)).map((line) => `  ${line}`), ...more, ''];
}
