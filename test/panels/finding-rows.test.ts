import { describe, expect, test } from 'vitest';
import type { Evaluation, Finding, FlowResult } from '../../core/evaluate/result.ts';
import { causeOf } from '../../renderer/panels/results/cause-of.ts';
import { findingRows } from '../../renderer/panels/results/finding-rows.ts';
import type { FindingFilter } from '../../renderer/panels/results/finding-rows.ts';
import { noteTrend, useTrendStore } from '../../renderer/store/trend-store.ts';
import { plant } from '../tools/plant.ts';

const site = plant();

function finding(fields: Partial<Finding>): Finding {
  return {
    id: `${fields.kind} ${fields.subject}`,
    kind: 'node-over-capacity',
    severity: 'error',
    subject: 'nodes/server',
    limit: 1,
    value: 2,
    unit: '',
    why: 'full',
    remedy: '',
    text: { code: '', parameters: {} },
    ...fields,
  };
}

const findings = [
  finding({ kind: 'near-limit', severity: 'warning', subject: 'nodes/cloud', value: 0.9 }),
  finding({ subject: 'nodes/edge', value: 1.2 }),
  finding({ value: 5 }),
  finding({ kind: 'unplaced', subject: 'services/archive', value: null, limit: null, why: 'nowhere' }),
];
const ALL: FindingFilter = { query: '', shown: 'all', group: 'none', order: 'severity' };

function shown(filter: Partial<FindingFilter>): string[] {
  return findingRows(site, findings, { ...ALL, ...filter }, ({ why }) => why).map((row) =>
    row.kind === 'group' ? `${row.of}: ${row.count}` : row.finding.subject,
  );
}

describe('findings', () => {
  test('are sorted by severity, by how far beyond their limit they are, by name', () => {
    expect(shown({}).at(-1)).toBe('nodes/cloud');
    expect(shown({ order: 'excess' })).toEqual(['services/archive', 'nodes/server', 'nodes/edge', 'nodes/cloud']);
    expect(shown({ order: 'name' })).toEqual(['services/archive', 'nodes/cloud', 'nodes/edge', 'nodes/server']);
  });

  test('are filtered by severity and by words of what one reads', () => {
    expect(shown({ shown: 'warning' })).toEqual(['nodes/cloud']);
    expect(shown({ query: 'NOWHERE' })).toEqual(['services/archive']);
    expect(shown({ query: 'nothing like it' })).toEqual([]);
  });

  test('are grouped by kind and by tier, each with its count, none lost', () => {
    expect(shown({ group: 'kind' })).toContain('node-over-capacity: 2');
    const byTier = shown({ group: 'tier' });
    expect(byTier.filter((row) => row.includes(': '))).toEqual(['on-site-edge: 1', 'near-edge: 1', 'central: 1', 'null: 1']);
    expect(byTier).toHaveLength(findings.length + 4);
  });
});

describe('the cause of a finding', () => {
  const flow = (fields: Partial<FlowResult>): FlowResult =>
    ({ id: 'image', to: 'services/infer', servedBy: 'server', blockedBy: null, ...fields }) as FlowResult;
  const about = finding({ kind: 'objective-missed', subject: 'flows/image' });

  test('is what stops the flow, where its time is lost, or who works on it', () => {
    expect(causeOf(site, about, flow({ blockedBy: 'links/core-server' }))).toEqual({ collection: 'links', id: 'core-server' });
    const name = site.links['core-server']?.name ?? '';
    const queueing = finding({ ...about, text: { code: 'objective-missed-queueing-link', parameters: { where: name } } });
    expect(causeOf(site, queueing, flow({}))?.collection).toBe('links');
    const worker = causeOf(site, about, flow({}));
    expect(worker).toMatchObject({ collection: 'placements' });
    expect(site.placements[worker?.id ?? '']).toMatchObject({ serviceId: 'infer', nodeId: 'server' });
  });

  test('is not told where the subject is the cause', () => {
    expect(causeOf(site, finding({}), undefined)).toBeNull();
    const blocked = finding({ kind: 'unplaced', subject: 'services/archive' });
    expect(causeOf(site, blocked, flow({ blockedBy: 'services/archive' }))).toBeNull();
  });
});

describe('the trend', () => {
  const answer = (id: string, errors: number): Evaluation =>
    ({
      site: { id },
      totals: { errors, flowsMissed: errors, flowsSaturated: 0, flowsNoRoute: 0, flowsUnplaced: 0 },
    }) as unknown as Evaluation;
  const errors = (): number[] => useTrendStore.getState().points.map((point) => point.errors);

  test('has a point a revision, of one site, and forgets the oldest', () => {
    noteTrend(answer('a', 3), 1);
    noteTrend(answer('a', 4), 1);
    noteTrend(answer('a', 2), 2);
    expect(errors()).toEqual([4, 2]);
    noteTrend(answer('b', 9), 1);
    expect(errors()).toEqual([9]);
    for (let revision = 2; revision < 100; revision += 1) noteTrend(answer('b', revision), revision);
    expect(errors()).toHaveLength(40);
    expect(errors().at(-1)).toBe(99);
  });
});
