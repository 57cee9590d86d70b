import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type PlacementProblem, placementProblem } from '../../../core/place/problem.ts';
import { readNumbers } from './read-numbers.ts';

export interface GapInstance {
  readonly name: string;
  readonly problem: PlacementProblem;
  /** Proven optimum; null where none is known. */
  readonly optimum: number | null;
}

/** Generalised assignment in OR-Library's form: agents, jobs, costs by agent, weights by agent, capacities. */
export function parseGap(text: string): PlacementProblem {
  const numbers = readNumbers(text);
  const agents = numbers.next();
  const jobs = numbers.next();
  const costs = numbers.take(agents * jobs);
  const weights = numbers.take(agents * jobs);
  const capacity = Float64Array.from(numbers.take(agents));
  const byJob = (table: readonly number[]): Float64Array =>
    Float64Array.from({ length: agents * jobs }, (_, at) => table[(at % agents) * jobs + Math.floor(at / agents)] ?? NaN);
  return placementProblem({
    itemIds: Array.from({ length: jobs }, (_, job) => `job ${job + 1}`),
    binIds: Array.from({ length: agents }, (_, agent) => `agent ${agent + 1}`),
    resources: [{ name: 'capacity', transient: false }],
    capacity,
    cost: byJob(costs),
    demand: byJob(weights),
    demandByBin: true,
  });
}

/** The instances of a folder: those of `optima.csv` where there is one, else all files without an ending. */
export function readGapFolder(folder: string, isWanted: (name: string) => boolean): GapInstance[] {
  const list = join(folder, 'optima.csv');
  const rows = existsSync(list)
    ? readOptima(readFileSync(list, 'utf8'))
    : readdirSync(folder).map((path) => ({ path, optimum: null }));
  return rows.flatMap(({ path, optimum }) => {
    const name = basename(path);
    const file = [join(folder, path), join(folder, name)].find(existsSync);
    const isInstance = !/\.|LICENSE/.test(name);
    return file !== undefined && isInstance && isWanted(name)
      ? [{ name, problem: parseGap(readFileSync(file, 'utf8')), optimum }]
      : [];
  });
}

/** Columns `Path` and `Optimum`, the last empty where it is not known. */
function readOptima(text: string): { path: string; optimum: number | null }[] {
  const [header = '', ...lines] = text.trim().split(/\r?\n/);
  const names = header.split(',');
  return lines.map((line) => {
    const cells = line.split(',');
    const optimum = cells[names.indexOf('Optimum')] ?? '';
    return { path: cells[names.indexOf('Path')] ?? '', optimum: optimum === '' ? null : Number(optimum) };
  });
}
