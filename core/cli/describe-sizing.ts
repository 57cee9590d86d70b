import type { Lack } from '../place/size/trial.ts';
import type { SizePlan, SizeResult } from '../place/size/result.ts';
import type { CollectionName, Site } from '../site/site.ts';
import { getRecord } from '../site/site.ts';
import { figure, percent } from './figure.ts';
import { printTable } from './print-table.ts';

/** Rows of each list; the rest is in `--json`. */
const ROWS = 20;

/** A sizing for a person at a terminal: what to buy, what it is worth, what else there is, what less would lose, and what nothing cures. */
export function describeSizing(site: Site, result: SizeResult): string {
  const { status, bound, gap, plan, options, iterations, currency } = result;
  const head =
    plan === null
      ? `${status}: no hardware that was allowed keeps everything; ${iterations} bills tried, seed ${options.seed}`
      : `${status}: ${money(plan.figures.price, currency)}, bound ${money(bound, currency)}, gap ${percent(gap ?? 0)}; ${iterations} bills tried, seed ${options.seed}`;
  return [
    head,
    '',
    ...(plan === null ? [] : planLines(site, plan, currency)),
    ...conflictLines(site, result),
    ...part(
      'Other plans, none worse in everything',
      [`price, ${currency}`, 'share of objectives used', 'power, W', 'hardware'],
      result.front.map((one) => [
        figure(one.figures.price),
        percent(one.figures.latency),
        figure(one.figures.powerW),
        hardwareOf(one.bom),
      ]),
    ),
    ...part(
      'Cheaper plans, and what they would lose',
      [`saves, ${currency}`, 'hardware', 'loses'],
      result.cheaper.map((one) => [figure(one.saves), hardwareOf(one.bom), losses(site, one.loses)]),
    ),
    ...beyondLines(
      site,
      'Out of reach of any hardware',
      result.outOfReach.filter((one) => one.isProven),
    ),
    ...beyondLines(
      site,
      'Let go so that all the rest holds: late on all hardware that was tried',
      result.outOfReach.filter((one) => !one.isProven),
    ),
    ...part(
      'Targets that the network misses by itself',
      ['workload', 'target', 'availability', 'hangs on'],
      result.weakNetworks.map((one) => [
        nameOf(site, `workloads/${one.workloadId}`),
        share(one.target),
        one.availability === null ? '' : share(one.availability),
        one.weakest.join(', '),
      ]),
    ),
    ...(result.unpriced.length === 0 ? [] : [`Without a price in ${currency}, left out: ${result.unpriced.join(', ')}`, '']),
    ...result.checker.map((wrong) => `checker: ${wrong}`),
  ].join('\n');
}

function beyondLines(site: Site, title: string, flows: SizeResult['outOfReach']): string[] {
  return part(
    title,
    ['flow', 'objective, ms', 'best p99, ms'],
    flows.map((one) => [
      nameOf(site, `flows/${one.flowId}`),
      figure(one.objectiveP99Ms),
      one.bestP99Ms === null ? `not answered: ${one.blockedBy ?? ''}` : figure(one.bestP99Ms),
    ]),
  );
}

function planLines(site: Site, plan: SizePlan, currency: string): string[] {
  const { figures } = plan;
  return [
    ...part(
      'Buy',
      ['count', 'type', 'place', `each, ${currency}`, `sum, ${currency}`, 'max W', 'U', ''],
      [
        ...plan.bom.map((line) => [
          String(line.count),
          line.name,
          line.placeId === null ? '' : nameOf(site, `places/${line.placeId}`),
          figure(line.unitPrice),
          figure(line.unitPrice * line.count),
          figure(line.maxW),
          figure(line.rackUnits),
          line.kept > 0 ? `${line.kept} as planned` : '',
        ]),
        ...plan.spares.map((line) => [
          String(line.count),
          line.name,
          'spare',
          figure(line.unitPrice),
          figure(line.unitPrice * line.count),
          '',
          '',
          '',
        ]),
      ],
    ),
    ...part(
      'Totals of the site',
      ['figure', 'value'],
      [
        [`hardware at the start, ${currency}`, figure(figures.capex)],
        [`first year, ${currency}`, figure(figures.opexFirstYear)],
        [`all years, ${currency}`, `${figure(figures.tco)}${figures.costIsComplete ? '' : ' at least'}`],
        ['energy, kWh a year', figure(figures.energyKWhPerYear)],
        ['flows met', `${figures.flowsMet} / ${figures.flows}`],
        ['worst p99 / objective', percent(figures.worstRatio ?? 0)],
        ['lowest availability with a target', figures.availability === null ? '' : share(figures.availability)],
        ['failures provided for', String(plan.failovers.length)],
      ],
    ),
    ...(plan.removed.length === 0 ? [] : [`Not needed of what is planned: ${plan.removed.join(', ')}`, '']),
  ];
}

function conflictLines(site: Site, { conflict, currency }: SizeResult): string[] {
  if (conflict === null) return [];
  return [
    `${conflict.isProven ? 'In conflict' : 'Not reached in the time given'}: ${conflict.limits
      .map(({ limit, subject }) => (subject === null ? limit : `${limit} (${nameOf(site, subject)})`))
      .join(', ')}`,
    ...conflict.remedies.map(({ limit, subject, needed, given, price }) => {
      const where = subject === null ? '' : ` of ${nameOf(site, subject)}`;
      const change = needed === null ? 'lifted' : `${given === null ? '' : `${figure(given)} → `}${figure(needed)}`;
      return `  would do: ${limit}${where} ${change}${price === null ? '' : `, for ${money(price, currency)}`}`;
    }),
    '',
  ];
}

function losses(site: Site, loses: readonly Lack[]): string {
  const all = loses.map(({ kind, subject, serviceIds }) => {
    // Placements of a plan that is not carried out have no name.
    const isThere = !subject.startsWith('placements/') || serviceIds.length === 0;
    return `${kind}: ${isThere ? nameOf(site, subject) : serviceIds.map((id) => nameOf(site, `services/${id}`)).join(', ')}`;
  });
  const unique = [...new Set(all)];
  const told = unique.slice(0, 3).join('; ');
  return unique.length > 3 ? `${told}; and ${unique.length - 3} more` : told;
}

function hardwareOf(bom: SizePlan['bom']): string {
  const counts = new Map<string, number>();
  for (const { typeId, count } of bom) counts.set(typeId, (counts.get(typeId) ?? 0) + count);
  return [...counts].map(([typeId, count]) => `${count} × ${typeId}`).join(', ');
}

function nameOf(site: Site, subject: string): string {
  const [collection = '', id = ''] = subject.split('/');
  const record = Object.hasOwn(site, collection) ? getRecord(site, collection as CollectionName, id) : undefined;
  return record !== undefined && 'name' in record && typeof record.name === 'string' ? record.name : id;
}

function money(amount: number, currency: string): string {
  return `${figure(amount)} ${currency}`;
}

/** Availability needs its nines. */
function share(value: number): string {
  return `${(value * 100).toFixed(4)} %`;
}

function part(title: string, names: readonly string[], rows: readonly (readonly string[])[]): string[] {
  if (rows.length === 0) return [];
  const more = rows.length > ROWS ? [`  … and ${rows.length - ROWS} more`] : [];
  return [title, ...printTable(names, rows.slice(0, ROWS)).map((line) => `  ${line}`), ...more, ''];
}
