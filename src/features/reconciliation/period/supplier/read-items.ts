import { Decimal, parseDecimal } from '../../../../lib/decimal.ts';
import type { BillingFrequency } from '../../../../model/term.ts';
import { parseDay } from '../../files/days.ts';
import type { ProblemList } from '../../files/problem.ts';
import type { Fields, WantedColumn } from '../../files/read/fields.ts';
import { readBlobs } from '../../files/read/read-blobs.ts';
import type { PublishedFile } from '../published.ts';
import type { Item } from './item.ts';

const columns: readonly WantedColumn[] = [
  { name: 'companyId', required: true },
  { name: 'subscriptionId', required: true },
  { name: 'type', required: true },
  { name: 'startPeriod', required: true },
  { name: 'endPeriod' },
  { name: 'quantity', required: true },
  { name: 'cost', required: true },
  { name: 'costTotal', required: true },
  { name: 'currencyCode', required: true },
  { name: 'term' },
  { name: 'chargeType' },
];
const at = { company: 0, subscription: 1, type: 2, start: 3, end: 4, quantity: 5, cost: 6, costTotal: 7, currency: 8, term: 9, charge: 10 };

/** The terms of items that are periods; they are spelled otherwise than billing terms (distributors reference 2.4). */
const frequencies: Readonly<Record<string, BillingFrequency>> = {
  monthly: 'monthly',
  annual: 'annual',
  '2 year': 'biennial',
  '3 year': 'triennial',
};

export type ReadItems = {
  readonly file: PublishedFile;
  readonly items: readonly Item[];
  /** False when something of the invoice could not be read: then nothing is missing on it. */
  readonly isComplete: boolean;
};

/** All items of one distributor's invoice. They grow with the subscriptions bought there, so they are held. */
export async function readItems(file: PublishedFile, problems: ProblemList): Promise<ReadItems> {
  const items: Item[] = [];
  let lineNo = 0;
  const onRecord = (fields: Fields, line: number, name: string): void => {
    const item = toItem(fields, file, lineNo);
    lineNo += 1;
    if (typeof item === 'string') problems.badRow(name, line, `${item} cannot be read.`, item);
    else items.push(item);
  };
  const isWhole = await readBlobs(file, { columns, onRecord }, problems);
  return { file, items, isComplete: isWhole && file.isComplete };
}

/** The item, or the column that cannot be used. What has no subscription and no period is a credit or a fee. */
function toItem(fields: Fields, { connectionId, number }: PublishedFile, lineNo: number): Item | string {
  const amount = (column: number): Decimal | undefined => (fields.isEmpty(column) ? new Decimal(0) : parseDecimal(fields.text(column)));
  const [quantity, cost, costTotal] = [amount(at.quantity), amount(at.cost), amount(at.costTotal)];
  const subscriptionId = fields.text(at.subscription);
  const start = parseDay(fields.text(at.start));
  if (quantity === undefined) return 'quantity';
  if (cost === undefined) return 'cost';
  if (costTotal === undefined) return 'costTotal';
  if (start === undefined && subscriptionId !== '') return 'startPeriod';
  return {
    ...{ connectionId, invoice: number, lineNo, subscriptionId, quantity, cost, costTotal },
    companyId: fields.text(at.company),
    type: fields.text(at.type).toLowerCase(),
    start: start ?? 0,
    end: fields.text(at.end),
    currency: fields.text(at.currency).toUpperCase(),
    frequency: frequencies[fields.text(at.term).toLowerCase().replace('-', ' ')],
    isFlat: fields.text(at.charge).toLowerCase() === 'flat',
  };
}
