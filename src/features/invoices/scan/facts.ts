import { z } from 'zod';
import { Decimal, parseDecimal, printDecimal } from '../../../lib/decimal.ts';
import { must } from '../../../lib/must.ts';
import { SuspenseReason } from '../../../model/invoice.ts';

const Sum = z.object({ currency: z.string(), lines: z.number(), subtotal: z.string(), tax: z.string(), total: z.string() });
/** Amounts of one currency, as decimal text. */
export type Sum = z.infer<typeof Sum>;
export const Sums = z.array(Sum);

const Suspended = z.object({
  reasons: z.array(SuspenseReason),
  customer: z.string(),
  customerName: z.string(),
  product: z.string(),
  productName: z.string(),
  chargeType: z.string(),
  currency: z.string(),
  lines: z.number(),
  total: z.string(),
});
/** Lines of which the same things are unknown. What is known of them is '', so that equal doubts are one group. */
export type Suspended = z.infer<typeof Suspended>;

const Unreadable = z.object({ file: z.string(), line: z.number(), reason: z.string() });
export const UnreadableRows = z.array(Unreadable);
export const unreadableNamed = 100;

/** What one file's lines say together. Those of several files add up in any order. */
export const FileFacts = z.object({
  format: z.enum(['csv', 'jsonl']),
  lines: z.number(),
  sums: Sums,
  /** Lines by invoice number and by month of their charge. */
  numbers: z.record(z.string(), z.number()),
  months: z.record(z.string(), z.number()),
  suspended: z.array(Suspended),
  unreadable: z.number(),
  firstUnreadable: UnreadableRows,
});
export type FileFacts = z.infer<typeof FileFacts>;

const plus = (left: string, right: string): string => printDecimal(amount(left).plus(amount(right)));
const amount = (text: string): Decimal => must(parseDecimal(text), 'an amount');

function added<Item>(items: Iterable<Item>, keyOf: (item: Item) => string, add: (left: Item, right: Item) => Item): Item[] {
  const found = new Map<string, Item>();
  for (const item of items) {
    const before = found.get(keyOf(item));
    found.set(keyOf(item), before === undefined ? item : add(before, item));
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, item]) => item);
}

export const addSums = (sums: Iterable<Sum>): Sum[] =>
  added(
    sums,
    ({ currency }) => currency,
    (left, right) => ({
      currency: left.currency,
      lines: left.lines + right.lines,
      subtotal: plus(left.subtotal, right.subtotal),
      tax: plus(left.tax, right.tax),
      total: plus(left.total, right.total),
    }),
  );

export const groupOf = ({ reasons, customer, product, chargeType, currency }: Omit<Suspended, 'lines' | 'total'>): string =>
  [reasons.join(), customer, product, chargeType, currency].join('\u0001');

export const addSuspended = (groups: Iterable<Suspended>): Suspended[] =>
  added(groups, groupOf, (left, right) => ({ ...left, lines: left.lines + right.lines, total: plus(left.total, right.total) }));

export const addCounts = (counts: readonly Readonly<Record<string, number>>[]): Record<string, number> => {
  const sum: Record<string, number> = {};
  for (const [name, count] of counts.flatMap((each) => Object.entries(each))) sum[name] = (sum[name] ?? 0) + count;
  return sum;
};

export type Facts = Omit<FileFacts, 'format'>;

export const addFacts = (files: readonly FileFacts[]): Facts => ({
  lines: files.reduce((sum, { lines }) => sum + lines, 0),
  sums: addSums(files.flatMap(({ sums }) => sums)),
  numbers: addCounts(files.map(({ numbers }) => numbers)),
  months: addCounts(files.map(({ months }) => months)),
  suspended: addSuspended(files.flatMap(({ suspended }) => suspended)),
  unreadable: files.reduce((sum, { unreadable }) => sum + unreadable, 0),
  firstUnreadable: files.flatMap(({ firstUnreadable }) => firstUnreadable).slice(0, unreadableNamed),
});

/** The name with the most lines, of those that count; the smaller one of two that have as many. */
export const commonest = (counts: Readonly<Record<string, number>>, isMeant: (name: string) => boolean): string | undefined =>
  Object.entries(counts)
    .filter(([name]) => isMeant(name))
    .sort(([a, one], [b, other]) => other - one || (a < b ? -1 : 1))[0]?.[0];
