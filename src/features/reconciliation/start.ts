import type { Tx } from '../../platform/db/connect.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';
import { type StartedJob, startJob } from '../jobs/index.ts';
import type { PeriodInput } from './period/compare-period.ts';
import { customersById } from './store.ts';

/**
 * Compares the books that changed when the caller's transaction has committed: once for many changes in a row. A comparison that is under way may have
 * passed what changed; it is made once more before its job ends.
 */
export const compareAgain = (context: Context, tx: Tx): Promise<StartedJob> =>
  startJob(context, tx, {
    kind: 'reconciliation',
    title: 'Compare the books',
    input: {},
    joins: 'reconciliation',
    again: true,
    unit: 'customers',
  });

/** Compares one month's invoices when the caller's transaction has committed; as above, of that month. */
export const comparePeriodAgain = (context: Context, tx: Tx, { period, connectionIds }: PeriodInput): Promise<StartedJob> =>
  startJob(context, tx, {
    kind: 'reconciliation',
    title: `Compare the invoices of ${period}`,
    input: { period, ...(connectionIds !== undefined && { connectionIds }) },
    joins: ['reconciliation', period, ...[...(connectionIds ?? [])].sort()].join(' '),
    again: true,
    unit: 'invoices',
  });

/** Proves an invoice's version in use when the caller's transaction has committed; asked for once more while it runs, it is made once more. */
export const proveAgain = (context: Context, tx: Tx, invoiceId: string, number: string): Promise<StartedJob> =>
  startJob(context, tx, {
    kind: 'proveInvoice',
    title: `Prove invoice ${number}`,
    input: { invoiceId },
    joins: `proof ${invoiceId}`,
    again: true,
  });

export const startPeriod = (context: Context, input: PeriodInput): Promise<StartedJob> =>
  inScope(context.db, everything, (tx) => comparePeriodAgain(context, tx, input));

/** What of the books somebody wants compared: those that changed, all, or those of one customer. */
export type BooksWanted = { readonly all?: boolean | undefined; readonly customerId?: string | undefined };

/** Starts a comparison of the books, or joins the same one that waits or runs. `absent`: there is no such customer. */
export const startReconciliation = (context: Context, { all, customerId }: BooksWanted = {}): Promise<StartedJob | 'absent'> =>
  inScope(context.db, everything, async (tx) => {
    if (customerId !== undefined) return compareCustomer(context, tx, customerId);
    if (all !== true) return compareAgain(context, tx);
    return startJob(context, tx, {
      kind: 'reconciliation',
      title: 'Compare the books of everybody',
      input: { all },
      joins: 'reconciliation all',
      again: true,
      unit: 'customers',
    });
  });

/** Compares the books of one customer when the caller's transaction has committed. */
export async function compareCustomer(context: Context, tx: Tx, customerId: string): Promise<StartedJob | 'absent'> {
  const [customer] = await customersById(tx, [customerId]);
  if (customer === undefined) return 'absent';
  return startJob(context, tx, {
    kind: 'reconciliation',
    title: `Compare the books of ${customer.name}`,
    input: { customerId },
    joins: `reconciliation ${customerId}`,
    again: true,
    unit: 'customers',
  });
}
