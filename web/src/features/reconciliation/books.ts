import type { Side } from '#model/connection.ts';
import type { BookSide, DifferenceKind } from '#model/difference.ts';
import type { Money } from '#model/money.ts';
import { formatDate, formatQuantity } from '../../lib/format.ts';
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

/** Fields that a step changes, in the order in which people ask: what, for how much, from when. */
export function changesOf(before: Readonly<Record<string, string>>, after: Readonly<Record<string, string>>): Change[] {
  const order = ['line', 'quantity', 'unitPrice', 'service', 'from', 'until'];
  const fields = [...new Set([...order, ...Object.keys(before), ...Object.keys(after)])];
  return fields
    .filter((field) => before[field] !== after[field] && (before[field] !== undefined || after[field] !== undefined))
    .map((field) => ({ field, before: valueOf(before[field]), after: valueOf(after[field]) }));
}

/** Numbers and dates in the viewer's way; words of ours as they are. */
function valueOf(text: string | undefined): string {
  if (text === undefined) return noQuantity;
  return /^\d{4}-\d{2}-\d{2}$/.test(text) ? formatDate(text) : formatQuantity(text);
}
