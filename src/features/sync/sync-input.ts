import { z } from 'zod';
import { isCharged, type Ledger, SyncKind } from '../../model/sync-kind.ts';

/** What a sync job reads. `kinds`: only these; with reach `kinds` all of one ledger, with `customer` of that customer alone. */
export const SyncInput = z.strictObject({
  connectionId: z.uuid(),
  reach: z.enum(['full', 'incremental', 'customer', 'billing', 'kinds']),
  customerId: z.uuid().optional(),
  kinds: z.array(SyncKind).min(1).optional(),
  /** A person asked for it and waits; the schedule does not. */
  by: z.literal('person').optional(),
});
export type SyncInput = z.infer<typeof SyncInput>;

/** The books, or what is charged: the two are read beside each other. */
export const ledgerOf = ({ reach, kinds = [] }: Pick<SyncInput, 'reach' | 'kinds'>): Ledger =>
  reach === 'billing' || (reach === 'kinds' && kinds.every(isCharged)) ? 'charges' : 'books';
