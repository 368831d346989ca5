import { sql } from 'kysely';
import type { ConnectionId } from '../../model/ids.ts';
import type { Tx } from '../../platform/db/connect.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';

/** What leaves the comparison when a connection is removed, and what stands in the way. */
export type RemovalPreview = {
  readonly name: string;
  /** Customers that only this account sells to. */
  readonly customers: number;
  readonly subscriptions: number;
  readonly distributorSubscriptions: number;
  readonly accounts: number;
  readonly lines: number;
  /** Mappings of its accounts: kept, and used again when the account comes back. */
  readonly mappings: number;
  /** Invoices that were read: kept. */
  readonly invoices: number;
  /** Writes whose outcome is not known yet: they must end first, for looking them up needs the sign-in. */
  readonly openWrites: number;
};

/** Undefined when there is no such connection. */
export const previewRemoval = (context: Context, connectionId: ConnectionId): Promise<RemovalPreview | undefined> =>
  inScope(context.db, everything, (tx) => countRemoval(tx, connectionId));

export async function countRemoval(tx: Tx, connectionId: string): Promise<RemovalPreview | undefined> {
  const id = sql`${connectionId}::uuid`;
  const { rows } = await sql<RemovalPreview>`select name,
    (select count(*)::int from customer_connection own where connection_id = ${id} and retired_at is null and not exists (
      select from customer_connection other where other.customer_id = own.customer_id and other.connection_id <> ${id}
        and other.retired_at is null)) as customers,
    (select count(*)::int from subscription where connection_id = ${id} and retired_at is null) as subscriptions,
    (select count(*)::int from distributor_subscription where connection_id = ${id} and retired_at is null) as "distributorSubscriptions",
    (select count(*)::int from account where connection_id = ${id} and retired_at is null) as accounts,
    (select count(*)::int from psa_line where connection_id = ${id} and retired_at is null) as lines,
    (select count(*)::int from account_mapping where connection_id = ${id} and state = 'mapped') as mappings,
    (select count(*)::int from provider_invoice where connection_id = ${id}) as invoices,
    (select count(*)::int from command where connection_id = ${id} and state in ('ready', 'submitting', 'unknown', 'needs_operator')) as "openWrites"
    from connection where connection_id = ${id} and removed_at is null`.execute(tx);
  return rows[0];
}
