import type { z } from 'zod';
import type { ProblemParameters } from '../../base/problem.ts';

export type SchemaIssue = z.core.$ZodIssue;

/** Values quoted from a file: no more of them than can be read. */
const MAX_CHARS = 200;

/** What the schema expected, as parameters of a problem; `detail` is the English sentence. */
export function issueParameters(issue: SchemaIssue): ProblemParameters {
  return { ...expectation(issue), detail: issue.message.slice(0, MAX_CHARS) };
}

function expectation(issue: SchemaIssue): ProblemParameters {
  switch (issue.code) {
    case 'invalid_type':
      return { which: 'type', expected: issue.expected };
    case 'too_big':
      return { which: bound(issue.origin, issue.inclusive === false ? 'not-below' : 'above'), limit: String(issue.maximum) };
    case 'too_small':
      return { which: bound(issue.origin, issue.inclusive === false ? 'not-above' : 'below'), limit: String(issue.minimum) };
    case 'invalid_value':
      return { which: 'choice', choices: issue.values.map(String).join(', ').slice(0, MAX_CHARS) };
    case 'unrecognized_keys':
      return { which: 'unknown-key', keys: issue.keys.join(', ').slice(0, MAX_CHARS) };
    default:
      return {};
  }
}

/** A bound of a number, or of how long a text or list is. */
function bound(origin: string, side: 'above' | 'not-below' | 'below' | 'not-above'): string {
  if (origin === 'number' || origin === 'int') return side;
  return side === 'above' || side === 'not-below' ? 'too-long' : 'too-short';
}
