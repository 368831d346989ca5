import type { AccessState } from '../../model/access.ts';
import type { MappingState } from '../../model/mapping.ts';
import type { Tx } from '../../platform/db/connect.ts';
import { inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';
import { partnerTypesOf } from './partner-types.ts';
import { readyRule } from './readiness.ts';
import { type CustomerRow, selectCustomers, toCustomerRow } from './row.ts';

export type CustomerDetail = CustomerRow & {
  readonly connections: readonly { connectionId: string; name: string; relationship: string; readAt: Temporal.Instant }[];
  readonly accounts: readonly {
    mappingId: string;
    connectionId: string;
    connectionName: string;
    side: string;
    state: MappingState;
    how: string | null;
    accountId: string | null;
    accountName: string | null;
    readAt: Temporal.Instant | null;
  }[];
  readonly accessRelationships: readonly {
    id: string;
    connectionId: string;
    name: string;
    state: AccessState;
    remoteStatus: string;
    endsAt: Temporal.Instant | null;
    roles: number;
    autoExtends: boolean;
    readAt: Temporal.Instant;
  }[];
};

/** One customer with who sells to it, where it has accounts, and its delegated access. */
export function findCustomer(context: Context, customerId: string): Promise<CustomerDetail | undefined> {
  return inScope(context.db, context.scope, async (tx) => {
    const row = await selectCustomers(tx).where('customer.customer_id', '=', customerId).executeTakeFirst();
    if (row === undefined) return undefined;
    return {
      ...toCustomerRow(row, await readyRule(tx, context), await partnerTypesOf(tx)),
      connections: await whoSells(tx, customerId),
      accounts: await accounts(tx, customerId),
      accessRelationships: await access(tx, customerId),
    };
  });
}

async function whoSells(tx: Tx, customerId: string): Promise<CustomerDetail['connections']> {
  const rows = await tx
    .selectFrom('customer_connection as sold')
    .innerJoin('connection', 'connection.connection_id', 'sold.connection_id')
    .select(['sold.connection_id', 'connection.name', 'sold.relationship', 'sold.seen_at'])
    .where('sold.customer_id', '=', customerId)
    .where('sold.retired_at', 'is', null)
    .orderBy('connection.name')
    .execute();
  return rows.map((row) => ({ connectionId: row.connection_id, name: row.name, relationship: row.relationship, readAt: row.seen_at }));
}

async function accounts(tx: Tx, customerId: string): Promise<CustomerDetail['accounts']> {
  const rows = await tx
    .selectFrom('account_mapping as mapping')
    .innerJoin('connection', 'connection.connection_id', 'mapping.connection_id')
    .leftJoin('account', 'account.account_id', 'mapping.account_id')
    .select(['mapping.mapping_id', 'mapping.connection_id', 'mapping.state', 'mapping.how', 'mapping.account_id'])
    .select(['connection.name as connection_name', 'connection.side', 'account.name as account_name', 'account.seen_at'])
    .where('mapping.customer_id', '=', customerId)
    .orderBy('connection.side')
    .orderBy('connection.name')
    .execute();
  return rows.map((row) => ({
    mappingId: row.mapping_id,
    connectionId: row.connection_id,
    connectionName: row.connection_name,
    side: row.side,
    state: row.state as MappingState,
    how: row.how,
    accountId: row.account_id,
    accountName: row.account_name,
    readAt: row.seen_at,
  }));
}

async function access(tx: Tx, customerId: string): Promise<CustomerDetail['accessRelationships']> {
  const rows = await tx
    .selectFrom('access_relationship')
    .selectAll()
    .where('customer_id', '=', customerId)
    .where('retired_at', 'is', null)
    .orderBy('ends_at', (order) => order.desc().nullsLast())
    .execute();
  return rows.map((row) => ({
    id: row.remote_id,
    connectionId: row.connection_id,
    name: row.name,
    state: row.state as AccessState,
    remoteStatus: row.remote_status,
    endsAt: row.ends_at,
    roles: row.role_ids.length,
    autoExtends: row.auto_extends,
    readAt: row.seen_at,
  }));
}
