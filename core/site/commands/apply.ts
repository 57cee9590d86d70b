import { problem } from '../../base/problem.ts';
import type { Result } from '../../base/result.ts';
import { failed, ok } from '../../base/result.ts';
import type { SiteDiff } from '../diff.ts';
import { Draft } from '../draft.ts';
import { headerSchema } from '../schema/header.ts';
import type { SchemaIssue } from '../schema/issue-parameters.ts';
import { issueParameters } from '../schema/issue-parameters.ts';
import type { AnyRecord, CollectionName, RecordOf, Site } from '../site.ts';
import { RECORD_SCHEMAS } from '../site.ts';
import { FAMILIES } from './families.ts';
import type { Family } from './families.ts';
import { removeRecord } from './remove.ts';
import { refuseDuplicatePlacement, refuseLocked, refuseRecord } from './rules.ts';
import type { Refusal } from './rules.ts';
import type { Command, SimpleCommand } from './schema.ts';

/**
 * What a command changes in a site, or why it is refused. The site itself is not touched; a batch is applied whole or not at all.
 * Records in the command are checked against their schema and against the rest of the site.
 */
export function apply(site: Site, command: Command): Result<SiteDiff, Refusal> {
  const draft = new Draft(site);
  const steps = command.kind === 'batch' ? command.commands : [command];
  for (const [index, step] of steps.entries()) {
    const refusal = applyStep(draft, step);
    if (refusal !== null) {
      return failed(
        steps.length === 1
          ? refusal
          : { ...refusal, place: `step ${index + 1} of ${steps.length}, ${refusal.place ?? step.kind}` },
      );
    }
  }
  return ok(draft.diff());
}

function applyStep(draft: Draft, command: SimpleCommand): Refusal | null {
  if (command.kind === 'site.edit') return editHeader(draft, command.patch);
  const [family, verb] = command.kind.split('.') as [Family, string];
  const collection = FAMILIES[family];
  if ('record' in command)
    return verb === 'replace' ? replaceRecord(draft, collection, command.record) : addRecord(draft, collection, command.record);
  const current = draft.get(collection, command.id);
  if (current === undefined) {
    return problem(
      'site.missing-record',
      `There is no ${family} ${command.id}.`,
      'It may have been removed; choose another.',
      {
        place: `${collection}/${command.id}`,
      },
      { record: `${collection}/${command.id}` },
    );
  }
  switch (command.kind) {
    case 'node.move':
      return editRecord(draft, collection, current, {
        placeId: command.placeId,
        tier: command.tier,
        positionM: command.positionM,
        rackUnit: command.rackUnit,
      });
    case 'device-group.move':
      return editRecord(draft, collection, current, { placeId: command.placeId, positionM: command.positionM });
    case 'placement.move': {
      const placement = current as RecordOf<'placements'>;
      if (placement.pinned && placement.nodeId !== command.nodeId) {
        return problem(
          'site.pinned',
          `${placement.serviceId} is pinned to ${placement.nodeId}.`,
          'Unpin the placement first.',
          {
            place: `placements/${placement.id}`,
          },
          { service: placement.serviceId, node: placement.nodeId },
        );
      }
      return editRecord(draft, collection, current, { nodeId: command.nodeId });
    }
    default:
      if ('patch' in command) return editRecord(draft, collection, current, command.patch);
      return refuseLocked(current, null) ?? removeRecord(draft, collection, command.id);
  }
}

function editHeader(draft: Draft, patch: object): Refusal | null {
  const parsed = headerSchema.safeParse({ ...draft.header, ...withoutUndefined(patch) });
  if (!parsed.success) return invalid('header', parsed.error.issues);
  draft.setHeader(parsed.data);
  return null;
}

function addRecord(draft: Draft, collection: CollectionName, record: AnyRecord): Refusal | null {
  if (draft.get(collection, record.id) !== undefined) {
    return problem(
      'site.duplicate-id',
      `${collection}/${record.id} already exists.`,
      'Choose another id.',
      {
        place: `${collection}/${record.id}`,
      },
      { record: `${collection}/${record.id}` },
    );
  }
  return writeRecord(draft, collection, record);
}

function replaceRecord(draft: Draft, collection: CollectionName, record: AnyRecord): Refusal | null {
  if (draft.get(collection, record.id) === undefined) {
    return problem(
      'site.missing-record',
      `There is no ${collection}/${record.id} to replace.`,
      'Add it instead.',
      {
        place: `${collection}/${record.id}`,
      },
      { which: 'replaced', record: `${collection}/${record.id}` },
    );
  }
  return writeRecord(draft, collection, record);
}

function editRecord(draft: Draft, collection: CollectionName, current: AnyRecord, patch: object): Refusal | null {
  const changes = withoutUndefined(patch);
  return refuseLocked(current, changes) ?? writeRecord(draft, collection, { ...current, ...changes } as AnyRecord);
}

function writeRecord(draft: Draft, collection: CollectionName, record: AnyRecord): Refusal | null {
  const parsed = RECORD_SCHEMAS[collection].safeParse(record);
  if (!parsed.success) return invalid(`${collection}/${record.id}`, parsed.error.issues);
  const value = parsed.data as AnyRecord;
  draft.set(collection, value as never);
  const refusal = refuseRecord(draft, collection, value);
  if (refusal !== null) return refusal;
  return collection === 'placements' ? refuseDuplicatePlacement(draft, value as RecordOf<'placements'>) : null;
}

function invalid(place: string, issues: readonly SchemaIssue[]): Refusal {
  const first = issues[0];
  const path = first === undefined ? '' : first.path.map(String).join('.');
  return problem(
    'site.invalid-value',
    `${path === '' ? 'The record' : path}: ${first?.message ?? 'is not valid'}.`,
    'Enter a value within the allowed range.',
    {
      place: path === '' ? place : `${place}/${path}`,
    },
    { ...(first === undefined ? {} : issueParameters(first)), path: path === '' ? place : path },
  );
}

function withoutUndefined(patch: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
}
