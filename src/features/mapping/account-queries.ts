import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '../../platform/db/connect.ts';
import { type KeysetPage, type KeysetRequest, keysetPage, type SortKey } from '../../platform/db/keyset.ts';
import { inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';
import { allOf, type MappingFilter, narrowed } from './filters.ts';
import type { Mapping } from './match.ts';
import { toMapping } from './rows.ts';

export type MappingListRequest = KeysetRequest & {
  readonly filter: MappingFilter & {
    readonly connectionId?: string | undefined;
    /** Only products that are bought and wait for somebody. */
    readonly waiting?: boolean | undefined;
    /** Only products that this connection of a distributor supplies. */
    readonly distributorId?: string | undefined;
  };
};

export type AccountMappingRow = Mapping & {
  readonly mappingId: string;
  readonly customerId: string;
  readonly customerName: string;
  readonly customerDomain: string;
  readonly tenantId: string;
  readonly connectionId: string;
  readonly connectionName: string;
  readonly side: string;
  readonly accountName: string | null;
  readonly resellerId: string;
  /** False: the customer buys nothing there, so nobody has to choose an account. */
  readonly isNeeded: boolean;
  /** A further account of this connection; `covers` says what is billed there. */
  readonly isExtra: boolean;
  /** Microsoft's ids of subscriptions. */
  readonly covers: readonly string[];
  readonly changedAt: Temporal.Instant;
};

const sorts: Readonly<Record<string, SortKey>> = {
  name: { expression: sql.ref('mapping.name_key'), type: 'text' },
  state: { expression: sql.ref('mapping.state'), type: 'text' },
};
const byName = { expression: sql.ref('mapping.name_key'), type: 'text' } as const;

const select = (tx: Tx) =>
  tx
    .selectFrom('account_mapping as mapping')
    .innerJoin('customer', 'customer.customer_id', 'mapping.customer_id')
    .innerJoin('connection', 'connection.connection_id', 'mapping.connection_id')
    .leftJoin('account', 'account.account_id', 'mapping.account_id')
    .leftJoin('customer_mapping as whole', 'whole.customer_id', 'mapping.customer_id')
    .select([
      'mapping.mapping_id',
      'mapping.customer_id',
      'mapping.customer_name',
      'mapping.connection_id',
      'mapping.account_id',
      'mapping.state',
      'mapping.how',
      'mapping.evidence',
      'mapping.candidates',
      'mapping.decided_by',
      'mapping.reason',
      'mapping.ignored_until',
      'mapping.is_absent',
      'mapping.rejected',
      'mapping.reseller_id',
      'mapping.is_extra',
      'mapping.covers',
      'mapping.changed_at',
      'customer.domain',
      'customer.tenant_id',
      'connection.name as connection_name',
      'connection.side',
      'account.name as account_name',
      'whole.needs',
    ]);

type Row = Awaited<ReturnType<ReturnType<typeof select>['execute']>>[number];

const toRow = (row: Row): AccountMappingRow => ({
  ...toMapping(row, row.account_id),
  mappingId: row.mapping_id,
  customerId: row.customer_id,
  customerName: row.customer_name,
  customerDomain: row.domain,
  tenantId: row.tenant_id,
  connectionId: row.connection_id,
  connectionName: row.connection_name,
  side: row.side,
  accountName: row.account_name,
  resellerId: row.reseller_id,
  isNeeded: row.needs?.includes(row.side) ?? true,
  isExtra: row.is_extra,
  covers: row.covers,
  changedAt: row.changed_at,
});

export const readAccountMapping = async (tx: Tx, mappingId: string): Promise<AccountMappingRow | undefined> => {
  const row = await select(tx).where('mapping.mapping_id', '=', mappingId).executeTakeFirst();
  return row === undefined ? undefined : toRow(row);
};

/** All links of some customers, distributors first, further accounts behind their first one. */
export const listLinksOf = async (tx: Tx, customerIds: readonly string[]): Promise<readonly AccountMappingRow[]> =>
  customerIds.length === 0
    ? []
    : (
        await select(tx)
          .where('mapping.customer_id', '=', sql<string>`any(${[...customerIds]}::uuid[])`)
          // Said of both, so that neither table is ever read whole for a page of customers.
          .where('customer.customer_id', '=', sql<string>`any(${[...customerIds]}::uuid[])`)
          .where('connection.state', '<>', 'draft')
          .orderBy('connection.side')
          .orderBy('connection.name')
          .orderBy('mapping.is_extra')
          .orderBy('account.name')
          .execute()
      ).map(toRow);

export async function listAccountMappings(context: Context, request: MappingListRequest): Promise<KeysetPage<AccountMappingRow>> {
  const page = await inScope(context.db, context.scope, (tx) =>
    keysetPage(request, sorts[request.sort] ?? byName, sql.ref('mapping.mapping_id'), ({ where, orderBy, limit, pageKey }) =>
      select(tx)
        .select([pageKey.as('page_key'), 'mapping.mapping_id as page_id'])
        .where('customer.retired_at', 'is', null)
        .where(where)
        .where(passes(request.filter))
        .orderBy(orderBy)
        .limit(limit)
        .execute(),
    ),
  );
  return { ...page, rows: page.rows.map(toRow) };
}

/** The conditions that the lists of links and of products share. */
export const passes = ({ connectionId, ...filter }: MappingListRequest['filter'], stateIs?: RawBuilder<string>): RawBuilder<boolean> =>
  allOf([
    ...narrowed(filter, stateIs === undefined ? {} : { stateIs }),
    ...(connectionId === undefined ? [] : [sql<boolean>`mapping.connection_id = ${connectionId}::uuid`]),
  ]);
