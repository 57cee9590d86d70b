import { compareCodeUnits } from '../base/canonical-json.ts';
import type { Money } from '../site/schema/common.ts';
import type { HardwareType } from '../site/schema/hardware-type.ts';
import type { Site } from '../site/site.ts';
import { getRecord, listRecords } from '../site/site.ts';

/** All nodes of one hardware type. */
export interface BillLine {
  readonly typeId: string;
  readonly type: HardwareType | null;
  readonly quantity: number;
  /** Of the quantity: already on site, whether working or failed. */
  readonly onSite: number;
  readonly price: Money | null;
  /** Quantity × unit price in the price's own currency; null where the price is unknown. */
  readonly total: number | null;
}

export interface Bill {
  /** Dearest first within the site's currency, then other currencies, then lines without a price. */
  readonly lines: readonly BillLine[];
  /** One for each currency, the site's own first. Amounts of different currencies are not added. */
  readonly subtotals: readonly { readonly currency: string; readonly amount: number; readonly pieces: number }[];
  readonly piecesWithoutPrice: number;
  readonly pieces: number;
}

/** Bill of materials (K2): every node that is not retired, by hardware type. */
export function billOfMaterials(site: Site): Bill {
  const counts = new Map<string, { quantity: number; onSite: number }>();
  for (const node of listRecords(site, 'nodes')) {
    if (node.status === 'retired') continue;
    const count = counts.get(node.typeId) ?? { quantity: 0, onSite: 0 };
    count.quantity += 1;
    if (node.status !== 'planned') count.onSite += 1;
    counts.set(node.typeId, count);
  }
  const lines: BillLine[] = [];
  for (const [typeId, { quantity, onSite }] of counts) {
    const type = getRecord(site, 'hardwareTypes', typeId) ?? null;
    const price = type?.price ?? null;
    lines.push({ typeId, type, quantity, onSite, price, total: price === null ? null : price.amount * quantity });
  }
  lines.sort((a, b) => compareLines(a, b, site.header.currency));
  return { lines, ...sums(lines, site.header.currency) };
}

function compareLines(a: BillLine, b: BillLine, ownCurrency: string): number {
  const currencies = compareCodeUnits(currencyRank(a, ownCurrency), currencyRank(b, ownCurrency));
  return currencies || (b.total ?? 0) - (a.total ?? 0) || b.quantity - a.quantity || compareCodeUnits(a.typeId, b.typeId);
}

function currencyRank(line: BillLine, ownCurrency: string): string {
  if (line.price === null) return '2';
  return line.price.currency === ownCurrency ? '0' : `1${line.price.currency}`;
}

function sums(lines: readonly BillLine[], ownCurrency: string): Omit<Bill, 'lines'> {
  const byCurrency = new Map<string, { amount: number; pieces: number }>();
  let pieces = 0;
  let piecesWithoutPrice = 0;
  for (const line of lines) {
    pieces += line.quantity;
    if (line.price === null || line.total === null) {
      piecesWithoutPrice += line.quantity;
      continue;
    }
    const sum = byCurrency.get(line.price.currency) ?? { amount: 0, pieces: 0 };
    sum.amount += line.total;
    sum.pieces += line.quantity;
    byCurrency.set(line.price.currency, sum);
  }
  const subtotals = Array.from(byCurrency, ([currency, sum]) => ({ currency, ...sum })).toSorted((a, b) =>
    a.currency === ownCurrency ? -1 : b.currency === ownCurrency ? 1 : compareCodeUnits(a.currency, b.currency),
  );
  return { subtotals, pieces, piecesWithoutPrice };
}
