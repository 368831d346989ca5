import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '../../platform/db/connect.ts';
import { customerUnit, type Unit, type UnitSyncer } from '../reading.ts';

type Only = NonNullable<Parameters<UnitSyncer<never, never>['units']>[2]>;
type Wanted = {
  /** Live rows that we hold of a customer. */
  readonly known: RawBuilder<number>;
  /** Of customers that changed only those for which this holds. */
  readonly whenChanged?: RawBuilder<boolean>;
};

/** The customers of a connection, each a unit of what is read for one customer at a time; a part of them when only some are asked for. */
export async function customersOfConnection(tx: Tx, connectionId: string, only: Only, wanted: Wanted): Promise<readonly Unit[]> {
  const { customerId, remoteIds } = only;
  const rows = await tx
    .selectFrom('customer')
    .innerJoin('customer_connection', 'customer_connection.customer_id', 'customer.customer_id')
    .select(['customer.customer_id', 'customer.name', 'customer.tenant_id'])
    .select(wanted.known.as('known'))
    .where('customer_connection.connection_id', '=', connectionId)
    .where('customer_connection.retired_at', 'is', null)
    .$if(customerId !== undefined, (query) => query.where('customer.customer_id', '=', customerId ?? ''))
    .$if(remoteIds !== undefined, (query) =>
      query.where('customer.tenant_id', '=', sql<string>`any(${remoteIds}::text[])`).where(wanted.whenChanged ?? sql<boolean>`true`),
    )
    .orderBy('customer.tenant_id')
    .execute();
  return rows.map(customerUnit);
}
