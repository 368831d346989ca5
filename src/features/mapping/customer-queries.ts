import { type RawBuilder, sql } from 'kysely';
import { z } from 'zod';
import { MappingState } from '../../model/mapping.ts';
import type { Tx } from '../../platform/db/connect.ts';
import { type KeysetPage, type KeysetRequest, keysetPage, type SortKey } from '../../platform/db/keyset.ts';
import { inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';
import { type AccountMappingRow, listLinksOf } from './account-queries.ts';
import { allOf, type MappingFilter, narrowed } from './filters.ts';
import type { Stake } from './stakes.ts';

/** A customer with all its links: one row of the workbench. */
export type CustomerMappingRow = {
  readonly customerId: string;
  readonly customerName: string;
  readonly customerDomain: string;
  readonly tenantId: string;
  readonly state: MappingState;
  readonly stakes: readonly Stake[];
  readonly firstSeenAt: Temporal.Instant;
  readonly changedAt: Temporal.Instant;
  readonly links: readonly AccountMappingRow[];
};

export type CustomerListRequest = KeysetRequest & {
  readonly filter: MappingFilter & {
    /** Some link has a suggestion that is strong or better. */
    readonly strong?: boolean | undefined;
    /** It buys something, and a link that it needs waits for somebody. */
    readonly waiting?: boolean | undefined;
  };
};

export const Stakes = z.array(z.object({ amount: z.string(), currency: z.string() }));

const byName: SortKey = { expression: sql.ref('mapping.name_key'), type: 'text' };
const sorts: Readonly<Record<string, SortKey>> = {
  name: byName,
  stakes: { expression: sql.ref('mapping.stake'), type: 'numeric' },
};

/** Customers with their links; a page costs the same however many there are. */
export function listCustomerMappings(context: Context, request: CustomerListRequest): Promise<KeysetPage<CustomerMappingRow>> {
  return inScope(context.db, context.scope, async (tx) => {
    const page = await keysetPage(request, sorts[request.sort] ?? byName, sql.ref('mapping.customer_id'), (parts) =>
      tx
        .selectFrom((from) =>
          from
            .selectFrom('customer_mapping as mapping')
            .selectAll('mapping')
            .select([parts.pageKey.as('page_key'), 'mapping.customer_id as page_id'])
            .where(parts.where)
            .where(passes(request.filter))
            .orderBy(parts.orderBy)
            .limit(parts.limit)
            .as('mapping'),
        )
        // Names only of the page: joined before, a list that was just filled has all of them looked up, until its statistics are made.
        .innerJoin('customer', 'customer.customer_id', 'mapping.customer_id')
        .selectAll('mapping')
        .select(['customer.name', 'customer.tenant_id'])
        .orderBy(parts.orderBy)
        .execute(),
    );
    const links = await linksByCustomer(
      tx,
      page.rows.map((row) => row.customer_id),
    );
    return {
      ...page,
      rows: page.rows.map((row) => ({
        customerId: row.customer_id,
        customerName: row.name,
        customerDomain: row.domain,
        tenantId: row.tenant_id,
        state: MappingState.parse(row.state),
        stakes: Stakes.parse(row.stakes),
        firstSeenAt: row.first_seen_at,
        changedAt: row.changed_at,
        links: links.get(row.customer_id) ?? [],
      })),
    };
  });
}

const linksByCustomer = async (tx: Tx, customerIds: readonly string[]): Promise<ReadonlyMap<string, readonly AccountMappingRow[]>> =>
  Map.groupBy(await listLinksOf(tx, customerIds), (link) => link.customerId);

const passes = ({ strong, waiting, ...filter }: CustomerListRequest['filter']): RawBuilder<boolean> =>
  allOf([
    ...narrowed(filter, { lettersIn: ['mapping.name_key', 'mapping.domain'] }),
    ...(strong === undefined ? [] : [sql<boolean>`mapping.is_strong = ${strong}`]),
    ...(waiting === true ? [sql<boolean>`mapping.waits`] : []),
  ]);
