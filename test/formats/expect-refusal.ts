import { expect } from 'vitest';
import type { Problem } from '../../core/base/problem.ts';

/** Longest sentence that a person reads in a message. */
const READABLE = 600;

/** A refusal that a person can act on: stable code, file, sentences that end, and no piece of the file longer than one can read. */
export function expectRefusal(problem: Problem, file: string): void {
  expect(problem.code).toMatch(/^[a-z]+(-[a-z]+)*\.[a-z0-9]+(-[a-z0-9]+)*$/);
  expect(problem.file).toBe(file);
  expect(problem.message).toMatch(/[.!?…]$/);
  expect(problem.remedy).toMatch(/\.$/);
  expect(problem.message.length).toBeLessThan(READABLE);
  expect((problem.place ?? '').length).toBeLessThan(READABLE * 8);
}
