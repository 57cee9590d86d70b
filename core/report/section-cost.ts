import type { BillLine } from '../catalog/bill.ts';
import type { ReportContext } from './context.ts';
import type { Block, Cell, Section, Table } from './report-model.ts';
import { figureCell, figureColumn, wordsCell, wordsColumn } from './report-model.ts';
import { shorten } from './words.ts';

export function costSection(context: ReportContext): Section {
  const { words, bill } = context;
  const blocks: Block[] = [];
  if (bill.lines.length === 0) blocks.push({ kind: 'paragraph', text: words.text('cost.none') });
  else blocks.push(billTable(context), { kind: 'paragraph', text: words.text('cost.scope') });
  return { name: 'cost', title: words.text('section.cost'), blocks };
}

function billTable(context: ReportContext): Table {
  const { words, bill } = context;
  return {
    kind: 'table',
    name: 'bill',
    caption: billCaption(context),
    columns: [
      wordsColumn(words.text('column.hardware'), 34),
      figureColumn(words.text('column.quantity'), null, 9),
      figureColumn(words.text('column.onSite'), null, 9),
      figureColumn(words.text('column.unitPrice'), null, 12),
      figureColumn(words.text('column.total'), null, 13),
      wordsColumn(words.text('column.currency'), 10),
      wordsColumn(words.text('column.priceBasis'), 15),
      wordsColumn(words.text('column.sources'), 9),
    ],
    rows: bill.lines.map((line) => billRow(context, line)),
    totals: bill.subtotals.map((subtotal) => [
      wordsCell(words.text('cost.subtotal')),
      figureCell(subtotal.pieces, words.whole),
      wordsCell(''),
      wordsCell(''),
      figureCell(subtotal.amount, words.amount),
      wordsCell(subtotal.currency),
      wordsCell(''),
      wordsCell(''),
    ]),
    note:
      bill.piecesWithoutPrice === 0
        ? null
        : words.counted('cost.unpriced', bill.piecesWithoutPrice, { all: words.whole(bill.pieces) }),
  };
}

function billCaption({ words, bill }: ReportContext): string {
  const [first] = bill.subtotals;
  if (first === undefined) return words.counted('cost.caption.unknown', bill.pieces);
  const [dearest] = bill.lines;
  return words.counted('cost.caption', first.pieces, {
    amount: words.amount(first.amount),
    currency: first.currency,
    subject: shorten(dearest?.type?.name ?? dearest?.typeId ?? '', 60),
    percent: words.percent(first.amount === 0 ? 0 : (dearest?.total ?? 0) / first.amount),
  });
}

function billRow({ words, sources }: ReportContext, line: BillLine): Cell[] {
  const { type, price } = line;
  return [
    wordsCell(type?.name ?? line.typeId, type === null || type.vendor === '' ? null : type.vendor),
    figureCell(line.quantity, words.whole),
    figureCell(line.onSite, words.whole),
    price === null ? wordsCell(words.text('cost.unknown')) : figureCell(price.amount, words.amount),
    price === null ? wordsCell(words.text('cost.unknown')) : figureCell(line.total, words.amount),
    wordsCell(price?.currency ?? '–'),
    price === null ? wordsCell('–') : wordsCell(words.text(`basis.${price.basis}`), price.date),
    wordsCell(sources.cite(type?.sources ?? [])),
  ];
}
