import type { Tx } from '../../../platform/db/connect.ts';
import { inScope } from '../../../platform/db/transaction.ts';
import type { Context } from '../../context.ts';

type ExternalIdEntry = {
  readonly entryId: string;
  readonly system: string;
  readonly externalId: string;
  readonly addedBy: string;
  readonly addedAt: Temporal.Instant;
};

/** What only we know of a customer; Microsoft never learns of it. */
export type CustomerLabels = {
  readonly segments: readonly string[];
  /** ISO 4217; null: the currency of the account that sells to it (S109). */
  readonly preferredCurrency: string | null;
  /** Sorted by system. One system may have several ids of a customer, but an id names one customer (S111). */
  readonly externalIds: readonly ExternalIdEntry[];
};

/** Undefined when there is no such customer. */
export const findLabels = (context: Context, customerId: string): Promise<CustomerLabels | undefined> =>
  inScope(context.db, context.scope, (tx) => readLabels(tx, customerId));

export async function readLabels(tx: Tx, customerId: string): Promise<CustomerLabels | undefined> {
  const customer = await tx.selectFrom('customer').select('preferred_currency').where('customer_id', '=', customerId).executeTakeFirst();
  if (customer === undefined) return undefined;
  const segments = await tx
    .selectFrom('customer_segment')
    .select('segment')
    .where('customer_id', '=', customerId)
    .orderBy('segment_key')
    .execute();
  const ids = await tx
    .selectFrom('customer_external_id')
    .selectAll()
    .where('customer_id', '=', customerId)
    .orderBy('system')
    .orderBy('external_id')
    .execute();
  return {
    segments: segments.map(({ segment }) => segment),
    preferredCurrency: customer.preferred_currency,
    externalIds: ids.map((row) => ({
      entryId: row.entry_id,
      system: row.system,
      externalId: row.external_id,
      addedBy: row.added_by,
      addedAt: row.added_at,
    })),
  };
}

export type SegmentCount = { readonly segment: string; readonly customers: number };

/** Every segment with how many customers are in it that still exist, by name. */
export const listSegments = (context: Context): Promise<SegmentCount[]> =>
  inScope(context.db, context.scope, async (tx) => {
    const rows = await tx
      .selectFrom('customer_segment as member')
      .innerJoin('customer', 'customer.customer_id', 'member.customer_id')
      .select((eb) => ['member.segment_key', eb.fn.min('member.segment').as('segment'), eb.fn.countAll<string>().as('customers')])
      .where('customer.retired_at', 'is', null)
      .groupBy('member.segment_key')
      .orderBy('member.segment_key')
      .execute();
    return rows.map(({ segment, customers }) => ({ segment, customers: Number(customers) }));
  });
