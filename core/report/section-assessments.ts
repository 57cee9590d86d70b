import type { AutonomyAssessment } from '../evaluate/autonomy/result.ts';
import type { AvailabilityAssessment } from '../evaluate/availability/result.ts';
import type { CostAssessment, CostComparison, CostParts } from '../evaluate/cost/result.ts';
import type { EnergyAssessment } from '../evaluate/energy/result.ts';
import type { RunwayAssessment } from '../evaluate/runway/result.ts';
import type { ReportContext } from './context.ts';
import { dimensionName } from './context.ts';
import type { Block, Section } from './report-model.ts';
import { figureCell, figureColumn, wordsCell, wordsColumn } from './report-model.ts';

/** Answers beside the evaluation that a report may show; those that nobody asked for are left out. */
export interface ReportAssessments {
  readonly availability?: AvailabilityAssessment;
  readonly autonomy?: AutonomyAssessment;
  readonly cost?: CostAssessment;
  readonly comparison?: CostComparison;
  readonly energy?: EnergyAssessment;
  readonly runway?: RunwayAssessment;
}

/** Limits of the runway that a report shows: those that break first. */
const RUNWAY_ROWS = 12;

/** [A1, A3, K1, E1, C2] Sections of what was asked beside latency and load. */
export function assessmentSections(context: ReportContext, given: ReportAssessments): Section[] {
  const { availability, autonomy, cost, comparison, energy, runway } = given;
  return [
    availability === undefined || availability.workloads.length === 0 ? null : availabilitySection(context, availability),
    autonomy === undefined || autonomy.workloads.length === 0 ? null : autonomySection(context, autonomy),
    cost === undefined ? null : totalCostSection(context, cost, comparison),
    energy === undefined || energy.byTier.length === 0 ? null : energySection(context, energy),
    runway === undefined || runway.limits.length === 0 ? null : runwaySection(context, runway),
  ].filter((section) => section !== null);
}

function availabilitySection({ words }: ReportContext, { workloads }: AvailabilityAssessment): Section {
  const told = workloads.flatMap((one) => (one.availability === null ? [] : [{ ...one, availability: one.availability }]));
  const missed = told.filter((one) => one.verdict === 'missed').length;
  const rows = told
    .toSorted((a, b) => a.availability - b.availability)
    .map((one) => [
      wordsCell(one.name, one.weakestParts[0]?.name ?? null),
      figureCell(one.availability * 100, nines, one.verdict === 'missed' ? 'missed' : one.verdict === 'met' ? 'met' : null),
      figureCell(one.minutesDownPerYear, words.figure),
      figureCell(one.target === null ? null : one.target * 100, nines),
    ]);
  return {
    name: 'availability',
    title: words.text('section.availability'),
    blocks: [
      {
        kind: 'table',
        name: 'availability',
        caption: words.counted('availability.caption', missed, { all: words.whole(told.length) }),
        columns: [
          wordsColumn(words.text('column.workload'), 46),
          figureColumn(words.text('column.availability'), '%', 18),
          figureColumn(words.text('column.down'), words.text('unit.minutesPerYear'), 18),
          figureColumn(words.text('column.target'), '%', 18),
        ],
        rows,
        totals: [],
        note: words.text('availability.note'),
      },
    ],
  };
}

/** Five digits behind the point, cut: a report never shows more than there is. */
function nines(percent: number): string {
  return (Math.floor(percent * 1e5 + 1e-4) / 1e5).toFixed(5).replace(/0{1,4}$/, '');
}

function autonomySection({ words }: ReportContext, { workloads }: AutonomyAssessment): Section {
  const missed = workloads.filter((one) => one.verdict === 'missed').length;
  return {
    name: 'autonomy',
    title: words.text('section.autonomy'),
    blocks: [
      {
        kind: 'table',
        name: 'autonomy',
        caption: words.counted('autonomy.caption', missed),
        columns: [
          wordsColumn(words.text('column.workload'), 46),
          wordsColumn(words.text('column.outcome'), 18),
          figureColumn(words.text('column.lasts'), 'h', 18),
          figureColumn(words.text('column.required'), 'h', 18),
        ],
        rows: workloads.map((one) => [
          wordsCell(one.name),
          wordsCell(words.text(`autonomy.${one.status}`), null, one.verdict === 'missed' ? 'missed' : 'met'),
          one.hours === null ? wordsCell(words.text('autonomy.endless')) : figureCell(one.hours, words.figure),
          figureCell(one.requiredH === 0 ? null : one.requiredH, words.figure),
        ]),
        totals: [],
        note: null,
      },
    ],
  };
}

const COST_PARTS = [
  'hardware',
  'energy',
  'bandwidth',
  'traffic',
  'rent',
  'operations',
] as const satisfies readonly (keyof CostParts)[];

function totalCostSection({ words }: ReportContext, cost: CostAssessment, comparison: CostComparison | undefined): Section {
  const compared = comparison?.status === 'compared' ? comparison : null;
  const blocks: Block[] = [
    {
      kind: 'table',
      name: 'totalCost',
      caption: words.text(cost.status === 'complete' ? 'totalCost.caption' : 'totalCost.caption.atLeast', {
        amount: words.amount(Math.round(cost.presentCost)),
        total: words.amount(Math.round(cost.tco)),
        currency: cost.currency,
        years: words.whole(cost.years),
      }),
      columns: [
        wordsColumn(words.text('column.part'), 40),
        figureColumn(words.text('column.plan'), cost.currency, 20),
        ...(compared === null
          ? []
          : [
              figureColumn(words.text('column.baseline'), cost.currency, 20),
              figureColumn(words.text('column.saved'), cost.currency, 20),
            ]),
      ],
      rows: COST_PARTS.filter((part) => cost.presentParts[part] > 0 || (compared?.baseline.presentParts[part] ?? 0) > 0).map(
        (part) => [
          wordsCell(words.text(`cost.part.${part}`)),
          money(cost.presentParts[part]),
          ...(compared === null
            ? []
            : [
                money(compared.baseline.presentParts[part]),
                money(compared.baseline.presentParts[part] - cost.presentParts[part]),
              ]),
        ],
      ),
      totals: [
        [
          wordsCell(words.text('totalCost.present')),
          money(cost.presentCost),
          ...(compared === null ? [] : [money(compared.baseline.presentCost), money(compared.saving.presentCost)]),
        ],
      ],
      note: words.text('totalCost.note', { rate: words.percent(cost.discountRate), years: words.whole(cost.years) }),
    },
  ];
  if (comparison !== undefined && comparison.status !== 'compared')
    blocks.push({ kind: 'paragraph', text: words.text(`totalCost.${comparison.status}`) });
  return { name: 'totalCost', title: words.text('section.totalCost'), blocks };

  function money(value: number): ReturnType<typeof figureCell> {
    return figureCell(Math.round(value), words.amount);
  }
}

function energySection({ words }: ReportContext, { total, byTier }: EnergyAssessment): Section {
  return {
    name: 'energy',
    title: words.text('section.energy'),
    blocks: [
      {
        kind: 'table',
        name: 'energy',
        caption: words.text('energy.caption', {
          energy: words.figure(total.totalKWh / 1000),
          carbon: words.figure(total.carbonKg / 1000),
        }),
        columns: [
          wordsColumn(words.text('column.tier'), 28),
          figureColumn(words.text('column.idle'), 'kWh', 18),
          figureColumn(words.text('column.work'), 'kWh', 18),
          figureColumn(words.text('column.facility'), 'kWh', 18),
          figureColumn(words.text('column.carbon'), 'kg', 18),
        ],
        rows: byTier
          .filter((one) => one.totalKWh > 0)
          .map((one) => [
            wordsCell(words.text(`tier.${one.tier}`)),
            figureCell(one.idleKWh, words.figure),
            figureCell(one.workKWh + one.acceleratorKWh, words.figure),
            figureCell(one.facilityKWh, words.figure),
            figureCell(one.carbonKg, words.figure),
          ]),
        totals: [],
        note: words.text('energy.note'),
      },
    ],
  };
}

function runwaySection({ words }: ReportContext, { limits, growthPerYear, years }: RunwayAssessment): Section {
  const breaking = limits.filter((one) => one.month !== null);
  const shown = breaking.slice(0, RUNWAY_ROWS);
  const growth = { growth: words.percent(growthPerYear), years: words.whole(years) };
  const blocks: Block[] =
    breaking.length === 0
      ? [{ kind: 'paragraph', text: words.text('runway.holds', growth) }]
      : [
          {
            kind: 'table',
            name: 'runway',
            caption: words.counted('runway.caption', breaking.length, { subject: breaking[0]?.name ?? '', ...growth }),
            columns: [
              wordsColumn(words.text('column.limit'), 46),
              figureColumn(words.text('column.month'), null, 18),
              figureColumn(words.text('column.now'), '%', 18),
            ],
            rows: shown.map((one) => [
              wordsCell(one.name, one.kind === 'latency' ? 'p99' : dimensionName(words, one.dimension)),
              figureCell(one.month, words.whole, one.month === 0 ? 'missed' : null),
              figureCell(one.utilisationNow === null ? null : one.utilisationNow * 100, words.figure),
            ]),
            totals: [],
            note:
              shown.length < breaking.length
                ? words.text('note.capOnly', { shown: words.whole(shown.length), all: words.whole(breaking.length) })
                : null,
          },
        ];
  return { name: 'runway', title: words.text('section.runway'), blocks };
}
