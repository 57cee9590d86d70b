import type { Finding, FindingKind } from './result.ts';

/** What a finding says, before it gets its id and sentences. */
export interface FindingFacts {
  readonly kind: FindingKind;
  readonly severity: Finding['severity'];
  readonly subject: string;
  /** Tells findings of one kind on one subject apart. */
  readonly aspect?: string;
  readonly limit: number | null;
  readonly value: number | null;
  readonly unit: string;
  /** Sentence code; the kind where there is only one. */
  readonly code?: string;
  readonly why: string;
  readonly remedy: string;
  readonly parameters: Readonly<Record<string, string | number>>;
}

/** A finding with its stable id. */
export function finding(facts: FindingFacts): Finding {
  const { aspect, code, parameters, ...rest } = facts;
  return {
    id: [facts.kind, facts.subject, ...(aspect === undefined ? [] : [aspect])].join(' '),
    ...rest,
    text: { code: code ?? facts.kind, parameters },
  };
}

/** Three significant digits for sentences; whole numbers stay whole. */
export function figure(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  if (Number.isInteger(value) && Math.abs(value) < 1e6) return String(value);
  const rounded = Number(value.toPrecision(3));
  return Math.abs(rounded) >= 1e-3 && Math.abs(rounded) < 1e6 ? String(rounded) : rounded.toExponential(2);
}

/** 0.5 → "50 %". */
export function percent(ratio: number): string {
  return `${figure(ratio * 100)} %`;
}

const SEVERITY = { error: 0, warning: 1 } as const;

/** As much of a finding as says where it stands among others. */
export type FindingPlace = Pick<Finding, 'id' | 'severity' | 'kind' | 'subject'>;

/** Errors first, then by kind and subject, so that equal sites give equal lists. */
export function compareFindings(a: FindingPlace, b: FindingPlace): number {
  return SEVERITY[a.severity] - SEVERITY[b.severity] || order(a.kind, b.kind) || order(a.subject, b.subject) || order(a.id, b.id);
}

export function sortFindings(findings: readonly Finding[]): Finding[] {
  return findings.toSorted(compareFindings);
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
