import { freeId, slug } from '../../base/ids.ts';
import type { Problem } from '../../base/problem.ts';
import { problem } from '../../base/problem.ts';
import type { Result } from '../../base/result.ts';
import { failed, ok } from '../../base/result.ts';
import { sameValue } from '../../base/same-value.ts';
import { FAMILY_OF } from '../commands/families.ts';
import type { SimpleCommand } from '../commands/schema.ts';
import { filledRackUnits, rackUnitsOf } from '../rack.ts';
import type { PositionM } from '../schema/common.ts';
import type { AnyRecord, CollectionName, RecordOf, Site } from '../site.ts';
import { getRecord, listRecords } from '../site.ts';
import type { Fragment, Part, RecordName } from './fragment.ts';
import { rewire } from './rewire.ts';

/** What a copy could not take along, for the person who made it. */
export interface Untied {
  /** Links whose other end is not in this site. */
  readonly links: number;
  /** Flows whose other end was not copied. */
  readonly flows: number;
  /** Records that stood in a place that is not in this site, and stand in the open now. */
  readonly places: number;
  /** Device groups without the node that gave them access. */
  readonly attachments: number;
}

export interface Copied {
  readonly commands: readonly SimpleCommand[];
  /** The copies of what was chosen. */
  readonly made: readonly RecordName[];
  readonly untied: Untied;
}

/** How far copies stand from what they are copies of, in the frame of the place they stand in. */
export type OffsetM = Pick<PositionM, 'xM' | 'yM'>;

/** Copies of one fragment into one site, each aware of those before it. */
export class Copier {
  private readonly site: Site;
  private readonly fragment: Fragment;
  private readonly sameSite: boolean;
  private readonly used = new Set<string>();
  private readonly names = new Map<CollectionName, Set<string>>();
  private readonly filled = new Map<string, Set<number>>();
  /** What is needed from elsewhere is brought once for all copies. */
  private readonly brought = new Map<string, string>();
  /** Last number that was given after a name, so that a hundred copies do not count up from two each time. */
  private readonly numbers = new Map<string, number>();

  constructor(site: Site, fragment: Fragment) {
    this.site = site;
    this.fragment = fragment;
    this.sameSite = site.header.id === fragment.siteId;
  }

  /** Commands of one more copy, or why there is none: a full rack. */
  copy(offsetM: OffsetM): Result<Copied, Problem> {
    const commands: SimpleCommand[] = [];
    const ids = new Map<string, string>();
    const untied = { links: 0, flows: this.fragment.flowsLeft, places: 0, attachments: 0 };
    const to = (collection: CollectionName, id: string): string | null =>
      ids.get(`${collection}/${id}`) ?? this.outside(collection, id);
    for (const part of this.fragment.needed) this.bring(part, commands, to);
    // Ids first: records of one kind may name each other.
    for (const { collection, record } of this.fragment.parts)
      ids.set(`${collection}/${record.id}`, this.newId(collection, record.id));
    for (const { collection, record } of this.fragment.parts) {
      const turned = this.isTwin(collection, record, ids) ? null : rewire(collection, record, to);
      if (turned === null) {
        if (collection === 'links') untied.links += 1;
        if (collection === 'flows') untied.flows += 1;
        ids.delete(`${collection}/${record.id}`);
        continue;
      }
      const place = containerOf(collection, record);
      if (place !== null && containerOf(collection, turned) === null) untied.places += 1;
      if ('attachment' in record && 'attachment' in turned && record.attachment !== null && turned.attachment === null)
        untied.attachments += 1;
      const isInside = place !== null && ids.has(`places/${place}`);
      const stood = isInside ? ok(turned) : this.stand(turned, offsetM);
      if (stood.status === 'failed') return stood;
      const id = ids.get(`${collection}/${record.id}`);
      commands.push(
        addCommand(collection, this.named(collection, { ...stood.value, id, ...unlocked(stood.value) } as AnyRecord)),
      );
    }
    const made = this.fragment.chosen.flatMap((key) => {
      const id = ids.get(key);
      return id === undefined ? [] : [{ collection: key.slice(0, key.indexOf('/')) as CollectionName, id }];
    });
    return ok({ commands, made, untied });
  }

  /** A service runs on a node once: without a copy of either there is nothing to copy. */
  private isTwin(collection: CollectionName, record: AnyRecord, ids: ReadonlyMap<string, string>): boolean {
    if (collection !== 'placements' || !('serviceId' in record) || !('nodeId' in record)) return false;
    return !ids.has(`services/${record.serviceId}`) && !ids.has(`nodes/${record.nodeId}`);
  }

  /** Id of a record that was not copied: itself in its own site, what was brought for it in another. */
  private outside(collection: CollectionName, id: string): string | null {
    const brought = this.brought.get(`${collection}/${id}`);
    if (brought !== undefined) return brought;
    return this.sameSite && getRecord(this.site, collection, id) !== undefined ? id : null;
  }

  private bring(
    { collection, record }: Part,
    commands: SimpleCommand[],
    to: (collection: CollectionName, id: string) => string | null,
  ): void {
    const key = `${collection}/${record.id}`;
    if (this.brought.has(key)) return;
    const present = getRecord(this.site, collection, record.id);
    if (present !== undefined && (this.sameSite || sameValue(present, record))) {
      this.brought.set(key, record.id);
      return;
    }
    const turned = rewire(collection, record, to);
    if (turned === null) return;
    const id = present === undefined && !this.used.has(key) ? record.id : this.newId(collection, record.id);
    this.used.add(`${collection}/${id}`);
    this.brought.set(key, id);
    commands.push(addCommand(collection, { ...turned, id } as AnyRecord));
  }

  private newId(collection: CollectionName, old: string): string {
    const taken = (id: string): boolean =>
      this.used.has(`${collection}/${id}`) || getRecord(this.site, collection, id) !== undefined;
    const base = slug(old.replace(/-\d+$/, ''));
    const id = freeId(base, taken);
    this.used.add(`${collection}/${id}`);
    return id;
  }

  /** A name that no other record of its kind has: `Rack 2` after `Rack`. */
  private named(collection: CollectionName, record: AnyRecord): AnyRecord {
    if (!('name' in record)) return record;
    let taken = this.names.get(collection);
    if (taken === undefined) {
      taken = new Set(listRecords(this.site, collection).map((one) => ('name' in one ? one.name : '')));
      this.names.set(collection, taken);
    }
    const base = record.name.replace(/ \d+$/, '').slice(0, 190);
    let name = record.name;
    const key = `${collection} ${base}`;
    for (let number = this.numbers.get(key) ?? 2; taken.has(name); number += 1) {
      name = `${base} ${number}`;
      this.numbers.set(key, number);
    }
    taken.add(name);
    return { ...record, name };
  }

  /** Moves what stands in no copied place; in a rack into the next slots that are free. */
  private stand(record: AnyRecord, offsetM: OffsetM): Result<AnyRecord, Problem> {
    if ('rackUnit' in record && record.rackUnit !== null && record.placeId !== null) return this.rack(record, record.placeId);
    if (!('positionM' in record) || record.positionM === null) return ok(record);
    const { xM, yM, zM } = record.positionM;
    return ok({ ...record, positionM: { xM: xM + offsetM.xM, yM: yM + offsetM.yM, zM } } as AnyRecord);
  }

  private rack(node: RecordOf<'nodes'>, rackId: string): Result<AnyRecord, Problem> {
    const rack = getRecord(this.site, 'places', rackId);
    if (rack === undefined) return ok(node);
    let filled = this.filled.get(rackId);
    if (filled === undefined) {
      filled = new Set(filledRackUnits(this.site, rackId));
      this.filled.set(rackId, filled);
    }
    const heightU = Math.max(1, Math.ceil(getRecord(this.site, 'hardwareTypes', node.typeId)?.rackUnits ?? 1));
    const units = rackUnitsOf(rack);
    for (let start = 1; start + heightU - 1 <= units; start += 1) {
      const slots = Array.from({ length: heightU }, (_, index) => start + index);
      if (slots.some((unit) => filled.has(unit))) continue;
      for (const unit of slots) filled.add(unit);
      return ok({ ...node, rackUnit: start });
    }
    return failed(
      problem(
        'edit.rack-full',
        `${rack.name} has no ${heightU} free rack units in a row for a copy of ${node.name}.`,
        'Move something out of the rack, make fewer copies, or copy the whole rack.',
        { place: `places/${rackId}` },
        { rack: rack.name, heightU, name: node.name },
      ),
    );
  }
}

/** A copy may be moved right away, also that of a locked record. */
function unlocked(record: AnyRecord): { readonly locked?: false } {
  return 'locked' in record ? { locked: false } : {};
}

function containerOf(collection: CollectionName, record: AnyRecord): string | null {
  if (collection === 'places') return (record as RecordOf<'places'>).parentId;
  return 'placeId' in record ? record.placeId : null;
}

function addCommand(collection: CollectionName, record: AnyRecord): SimpleCommand {
  return { kind: `${FAMILY_OF[collection]}.add`, record } as SimpleCommand;
}
