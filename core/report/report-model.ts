import type { FlowStatus } from '../evaluate/result.ts';
import type { ReportLanguage } from './words.ts';

/** Shape and colour that go with a statement, so that neither is needed alone. */
export type Mark = 'met' | 'near' | 'missed' | 'saturated' | 'unplaced';

export interface Cell {
  readonly text: string;
  /** Second line in a quieter tone. */
  readonly detail: string | null;
  /** What `text` was formatted from, in the unit of the column; null where the cell is words or the figure is unknown. */
  readonly value: number | null;
  readonly mark: Mark | null;
}

export interface Column {
  readonly title: string;
  readonly unit: string | null;
  readonly kind: 'words' | 'figure';
  /** Share of the table's width; the shares of a table need not add up. */
  readonly width: number;
}

export interface Table {
  readonly kind: 'table';
  readonly name: string;
  /** The finding of the table in a sentence. */
  readonly caption: string;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
  readonly totals: readonly (readonly Cell[])[];
  /** What the table leaves out; null where it is complete. */
  readonly note: string | null;
}

export interface PercentileRow {
  readonly name: string;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
  readonly objectiveMs: number;
  readonly label: string;
}

export interface TierRow {
  readonly name: string;
  /** Utilisation of the fullest dimension of each node of the tier. */
  readonly utilisations: readonly number[];
  readonly label: string;
}

export type ChartData =
  | { readonly type: 'percentiles'; readonly rows: readonly PercentileRow[]; readonly axis: string; readonly limit: string }
  | { readonly type: 'tiers'; readonly rows: readonly TierRow[]; readonly axis: string; readonly limit: string }
  | {
      readonly type: 'slack';
      readonly slacks: readonly number[];
      readonly axis: string;
      readonly countAxis: string;
      readonly limit: string;
    };

export interface Figure {
  readonly kind: 'chart';
  readonly caption: string;
  /** How to read it. */
  readonly legend: string;
  readonly chart: ChartData;
}

export interface Paragraph {
  readonly kind: 'paragraph';
  readonly text: string;
}

export interface SourceList {
  readonly kind: 'sources';
  readonly items: readonly {
    readonly number: number;
    readonly title: string;
    readonly url: string | null;
    readonly detail: string;
  }[];
}

/** The twin from a bookmark. */
export interface Picture {
  readonly kind: 'picture';
  readonly dataUrl: string;
  readonly caption: string;
  readonly alternative: string;
}

export type Block = Table | Figure | Paragraph | SourceList | Picture;

export interface Section {
  readonly name: string;
  readonly title: string;
  readonly blocks: readonly Block[];
}

export type VerdictLevel = 'holds' | 'warns' | 'fails' | 'open';

export interface KeyFigure {
  readonly name: string;
  readonly label: string;
  readonly value: string;
  readonly unit: string;
  readonly note: string;
}

export interface Risk {
  readonly mark: Mark;
  readonly title: string;
  readonly why: string;
  /** What helps, in a sentence; empty where there is nothing to mend. */
  readonly help: string;
}

/** A report as plain data: everything that is said, nothing of how it looks. */
export interface ReportModel {
  readonly language: ReportLanguage;
  readonly title: string;
  readonly subtitle: string;
  readonly verdict: { readonly level: VerdictLevel; readonly sentence: string; readonly reason: string };
  readonly keyFigures: readonly KeyFigure[];
  readonly risksTitle: string;
  readonly risks: readonly Risk[];
  readonly picture: { readonly dataUrl: string; readonly caption: string; readonly alternative: string } | null;
  readonly sections: readonly Section[];
  readonly words: { readonly figure: string; readonly table: string; readonly footer: string };
}

/** How a flow's outcome is marked. */
export const FLOW_MARKS: Readonly<Record<FlowStatus, Mark>> = {
  met: 'met',
  missed: 'missed',
  saturated: 'saturated',
  'no-route': 'unplaced',
  unplaced: 'unplaced',
};

export function wordsCell(text: string, detail: string | null = null, mark: Mark | null = null): Cell {
  return { text, detail, value: null, mark };
}

/** A figure with its text; unknown figures show as a dash. */
export function figureCell(value: number | null, format: (value: number) => string, mark: Mark | null = null): Cell {
  return {
    text: value === null ? '–' : format(value),
    detail: null,
    value: value !== null && Number.isFinite(value) ? value : null,
    mark,
  };
}

export function wordsColumn(title: string, width: number): Column {
  return { title, unit: null, kind: 'words', width };
}

export function figureColumn(title: string, unit: string | null, width: number): Column {
  return { title, unit, kind: 'figure', width };
}
