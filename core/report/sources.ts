import { compareCodeUnits } from '../base/canonical-json.ts';
import type { SourceNote } from '../site/schema/common.ts';
import type { RecordOf, Site } from '../site/site.ts';
import { getRecord, listRecords } from '../site/site.ts';
import type { Bill } from '../catalog/bill.ts';

export interface NumberedSource {
  readonly number: number;
  readonly title: string;
  readonly url: string | null;
  readonly date: string | null;
}

/** Every document a figure of the report rests on, numbered from 1 in the order of first use. */
export interface SourceIndex {
  readonly all: readonly NumberedSource[];
  /** Media that a link or a device group uses. */
  readonly media: readonly RecordOf<'media'>[];
  /** References to the sources of a record, as `[1] [4]`. */
  cite(notes: readonly SourceNote[]): string;
}

export function indexSources(site: Site, bill: Bill): SourceIndex {
  const media = usedMedia(site);
  const byKey = new Map<string, NumberedSource>();
  function add(notes: readonly SourceNote[]): void {
    for (const { title, url, date } of notes) {
      const key = keyOf(title, url, date);
      if (!byKey.has(key)) byKey.set(key, { number: byKey.size + 1, title, url, date });
    }
  }
  add(site.header.sources);
  for (const line of bill.lines) add(line.type?.sources ?? []);
  for (const medium of media) add(medium.sources);
  for (const workload of listRecords(site, 'workloads')) add(workload.sources);
  return {
    all: Array.from(byKey.values()),
    media,
    cite: (notes) => {
      const numbers = new Set(notes.map((note) => byKey.get(keyOf(note.title, note.url, note.date))?.number ?? 0));
      return Array.from(numbers)
        .toSorted((a, b) => a - b)
        .map((number) => `[${number}]`)
        .join(' ');
    },
  };
}

function keyOf(title: string, url: string | null, date: string | null): string {
  return JSON.stringify([title, url, date]);
}

function usedMedia(site: Site): RecordOf<'media'>[] {
  const ids = new Set<string>();
  for (const link of listRecords(site, 'links')) ids.add(link.mediumId);
  for (const group of listRecords(site, 'deviceGroups')) if (group.attachment !== null) ids.add(group.attachment.mediumId);
  return Array.from(ids)
    .toSorted(compareCodeUnits)
    .map((id) => getRecord(site, 'media', id))
    .filter((medium) => medium !== undefined);
}
