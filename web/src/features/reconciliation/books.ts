import type { Side } from '#model/connection.ts';
import type { BookSide, DifferenceKind } from '#model/difference.ts';
import type { Money } from '#model/money.ts';
import { formatDate, formatMoney, formatQuantity } from '../../lib/format.ts';
import { kindFacts } from './words.ts';

/** One book as it is shown: null where the viewer may not see what a seat costs. */
export type ShownSide = Omit<BookSide, 'unitMonthly'> & { readonly unitMonthly?: Money | null | undefined };
export type ThreeBooks = Readonly<Record<Side, ShownSide>>;
export const noQuantity = '–';

/** What a row shows of a book: its quantity, "there" when it does not count in seats, a dash when it is not there. */
export function quantityOf({ present, quantity }: ShownSide): string {
  if (!present) return noQuantity;
  return quantity === undefined ? 'there' : formatQuantity(quantity);
}

/** Whether this book is the one that stands out. A book whose number agrees with another's is never marked. */
export function isOdd(kind: DifferenceKind, book: Side, three: ThreeBooks): boolean {
  if (kindFacts[kind].odd !== book) return false;
  return !kind.startsWith('quantity_') || book !== 'psa' || three.microsoft.quantity !== three.psa.quantity;
}

export type Change = { readonly field: string; readonly before: string; readonly after: string };

type Fields = Readonly<Record<string, string>>;

/** Fields that a step changes, in the order in which people ask: what, for how much, from when. Prices carry their currency where it is known. */
export function changesOf(before: Fields, after: Fields, currency?: string): Change[] {
  const order = ['line', 'quantity', 'unitPrice', 'service', 'from', 'until'];
  const fields = [...new Set([...order, ...Object.keys(before), ...Object.keys(after)])];
  return fields
    .filter((field) => before[field] !== after[field] && (before[field] !== undefined || after[field] !== undefined))
    .filter((field) => !(field === 'line' && after[field] === undefined)) // that there is no line yet is what adding one means
    .map((field) => ({ field, before: valueOf(field, before[field], currency), after: valueOf(field, after[field], currency) }));
}

const counted = ['quantity', 'unitPrice', 'seats'];

/** Numbers and dates in the viewer's way; words of ours and texts such as a postal code as they are. */
function valueOf(field: string, text: string | undefined, currency: string | undefined): string {
  if (text === undefined || text === '') return noQuantity;
  if (field === 'unitPrice' && currency !== undefined) return formatMoney({ amount: text, currency }, { unitPrice: true });
  if (counted.includes(field)) return formatQuantity(text);
  return /^\d{4}-\d{2}-\d{2}$/.test(text) ? formatDate(text) : text;
}
