import type { ReportContext } from './context.ts';
import type { Block, Section, Table } from './report-model.ts';
import { figureCell, figureColumn, wordsCell, wordsColumn } from './report-model.ts';
import { nameOfSubject } from './words.ts';

const ASSUMPTION_CAP = 60;
const SUBJECTS_NAMED = 3;

/** Assumptions and sources, numbered. */
export function basisSection(context: ReportContext): Section {
  const { words, sources } = context;
  const blocks: Block[] = [{ kind: 'paragraph', text: words.text('basis.method') }];
  const assumptions = assumptionTable(context);
  blocks.push(assumptions ?? { kind: 'paragraph', text: words.text('basis.noAssumptions') });
  if (sources.all.length === 0) blocks.push({ kind: 'paragraph', text: words.text('basis.noSources') });
  else {
    blocks.push({ kind: 'paragraph', text: words.counted('basis.sources', sources.all.length) });
    blocks.push({
      kind: 'sources',
      items: sources.all.map(({ number, title, url, date }) => ({ number, title, url, detail: date ?? '' })),
    });
  }
  return { name: 'basis', title: words.text('section.basis'), blocks };
}

interface AssumptionGroup {
  readonly text: string;
  readonly source: string;
  readonly subjects: (string | null)[];
}

/** Equal assumptions about many records are one row that counts them. */
function assumptionTable({ words, site }: ReportContext): Table | null {
  const groups = new Map<string, AssumptionGroup>();
  for (const { subject, text, source } of site.header.assumptions) {
    const key = JSON.stringify([text, source]);
    const group = groups.get(key) ?? { text, source, subjects: [] };
    group.subjects.push(subject);
    groups.set(key, group);
  }
  if (groups.size === 0) return null;
  const shown = Array.from(groups.values()).slice(0, ASSUMPTION_CAP);
  const concerns = ({ subjects }: AssumptionGroup): string => {
    const named = subjects.filter((subject) => subject !== null).map((subject) => nameOfSubject(site, subject));
    if (named.length === 0) return words.text('basis.wholeSite');
    const first = named.slice(0, SUBJECTS_NAMED).join(words.text('list.gap'));
    return named.length <= SUBJECTS_NAMED
      ? first
      : words.text('basis.more', { first, count: words.whole(named.length - SUBJECTS_NAMED) });
  };
  return {
    kind: 'table',
    name: 'assumptions',
    caption: words.counted('basis.caption', site.header.assumptions.length),
    columns: [
      figureColumn(words.text('column.number'), null, 6),
      wordsColumn(words.text('column.assumption'), 50),
      wordsColumn(words.text('column.concerns'), 24),
      wordsColumn(words.text('column.source'), 20),
    ],
    rows: shown.map((group, index) => [
      figureCell(index + 1, words.whole),
      wordsCell(group.text),
      wordsCell(concerns(group)),
      wordsCell(group.source),
    ]),
    totals: [],
    note:
      shown.length < groups.size
        ? words.text('note.capOnly', { shown: words.whole(shown.length), all: words.whole(groups.size) })
        : null,
  };
}
