import type { ParetoResult } from '../place/site/pareto.ts';
import { figure, percent } from './figure.ts';
import { printTable } from './print-table.ts';

/** A front of placements for a person at a terminal: a row a plan, the cheapest first. */
export function describePareto({ points, start, evaluations, found, seed }: ParetoResult): string {
  const [first] = points;
  if (first === undefined) return 'No plan was found.\n';
  const { costUnit } = first.scale;
  const { errors, flowsMet, flows } = first.after;
  const rows = points.map(({ parts, changes }, index) => [
    String(index + 1),
    figure(parts.costPerMonth),
    percent(parts.objectiveUsed),
    figure(parts.powerW),
    percent(parts.moved),
    String(changes.length),
  ]);
  const now =
    start === null ? [] : [['now', figure(start.costPerMonth), percent(start.objectiveUsed), figure(start.powerW), '', '']];
  return [
    `${points.length} plans of which none is better in everything, out of ${found} of ${evaluations} evaluated; seed ${seed}`,
    `each meets ${flowsMet} of ${flows} objectives, errors left ${errors}${start === null ? '; the site as it is serves worse' : ''}`,
    '',
    ...printTable(['plan', `${costUnit} a month`, 'of objectives used', 'power, W', 'moved', 'changes'], [...now, ...rows]),
    '',
    'The commands of each plan: --json. To carry one out: --take <plan> --out <file>.',
    '',
  ].join('\n');
}
