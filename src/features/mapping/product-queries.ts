import { sql } from 'kysely';
import { z } from 'zod';
import { BillingFrequency, Term } from '../../model/term.ts';
import type { Tx } from '../../platform/db/connect.ts';
import { type KeysetPage, keysetPage, type SortKey } from '../../platform/db/keyset.ts';
import { inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';
import { type MappingListRequest, passes } from './account-queries.ts';
import { productStateNow, productWaits } from './counts.ts';
import { Stakes } from './customer-queries.ts';
import type { Mapping } from './match.ts';
import { toMapping } from './rows.ts';
import type { Stake } from './stakes.ts';

export type ProductMappingRow = Mapping & {
  readonly mappingId: string;
  readonly connectionId: string;
  readonly connectionName: string;
  readonly productId: string;
  readonly skuId: string;
  readonly productName: string;
  readonly term: Term;
  readonly frequency: BillingFrequency;
  readonly serviceName: string | null;
  readonly subscriptions: number;
  readonly seats: number;
  /** Commercial, Education, ...: as the price sheet has it for the SKU; null where no sheet tells, or several. */
  readonly segment: string | null;
  /** Only what was bought with this promotion; billed as without it until somebody decides otherwise. */
  readonly promotionId: string | null;
  /** Distributors that supply it now, by name. */
  readonly distributors: readonly { readonly connectionId: string; readonly name: string }[];
  /** `productId:skuId` that takes its place; the state is `superseded` once nothing is bought of it any more. */
  readonly supersededBy: string | null;
  /** Other terms and frequencies that the same service bills: one price cannot be right for all of them (capability S68). */
  readonly sharedTerms: readonly { readonly productName: string; readonly term: Term; readonly frequency: BillingFrequency }[];
  readonly stakes: readonly Stake[];
  readonly firstSeenAt: Temporal.Instant;
  readonly changedAt: Temporal.Instant;
};

const byName = { expression: sql.ref('mapping.name_key'), type: 'text' } as const;
const sorts: Readonly<Record<string, SortKey>> = {
  name: byName,
  state: { expression: sql.ref('mapping.state'), type: 'text' },
  stakes: { expression: sql.ref('mapping.stake'), type: 'numeric' },
};

const select = (tx: Tx) =>
  tx
    .selectFrom('product_mapping as mapping')
    .innerJoin('connection', 'connection.connection_id', 'mapping.connection_id')
    .leftJoin('psa_service as service', (join) =>
      join.onRef('service.connection_id', '=', 'mapping.connection_id').onRef('service.remote_id', '=', 'mapping.service_remote_id'),
    )
    .selectAll('mapping')
    .select(['connection.name as connection_name', 'service.name as service_name'])
    .select([
      sql`(select coalesce(json_agg(json_build_object('connectionId', supplier.connection_id, 'name', supplier.name) order by supplier.name), '[]')
        from connection supplier where supplier.connection_id = any(mapping.distributors))`.as('supplied_by'),
      sql`(select coalesce(json_agg(json_build_object('productName', other.product_name, 'term', other.term, 'frequency', other.frequency)
          order by other.name_key, other.term, other.frequency), '[]')
        from product_mapping other where mapping.state = 'mapped' and other.state = 'mapped' and other.connection_id = mapping.connection_id
          and other.service_remote_id = mapping.service_remote_id and (other.term, other.frequency) <> (mapping.term, mapping.frequency)
          and other.subscriptions > 0)`.as('shared_terms'),
    ]);

const Distributors = z.array(z.object({ connectionId: z.string(), name: z.string() }));
const SharedTerms = z.array(z.object({ productName: z.string(), term: Term, frequency: BillingFrequency }));

type Row = Awaited<ReturnType<ReturnType<typeof select>['execute']>>[number];

const toRow = (row: Row): ProductMappingRow => ({
  ...toMapping(row, row.service_remote_id),
  ...(row.superseded_by !== null && row.subscriptions === 0 && { state: 'superseded' as const }),
  segment: row.segment,
  promotionId: row.promotion_id === '' ? null : row.promotion_id,
  distributors: Distributors.parse(row.supplied_by),
  supersededBy: row.superseded_by,
  sharedTerms: SharedTerms.parse(row.shared_terms),
  mappingId: row.mapping_id,
  connectionId: row.connection_id,
  connectionName: row.connection_name,
  productId: row.product_id,
  skuId: row.sku_id,
  productName: row.product_name,
  term: row.term as Term, // written from the same schema
  frequency: row.frequency as BillingFrequency,
  serviceName: row.service_name,
  subscriptions: row.subscriptions,
  seats: Number(row.seats),
  stakes: Stakes.parse(row.stakes),
  firstSeenAt: row.first_seen_at,
  changedAt: row.changed_at,
});

export const readProductMapping = async (tx: Tx, mappingId: string): Promise<ProductMappingRow | undefined> => {
  const row = await select(tx).where('mapping.mapping_id', '=', mappingId).executeTakeFirst();
  return row === undefined ? undefined : toRow(row);
};

const suppliedBy = (distributorId: string | undefined) =>
  distributorId === undefined ? sql<boolean>`true` : sql<boolean>`${distributorId}::uuid = any(mapping.distributors)`;

export async function listProductMappings(context: Context, request: MappingListRequest): Promise<KeysetPage<ProductMappingRow>> {
  const page = await inScope(context.db, context.scope, (tx) =>
    keysetPage(request, sorts[request.sort] ?? byName, sql.ref('mapping.mapping_id'), ({ where, orderBy, limit, pageKey }) =>
      select(tx)
        .select([pageKey.as('page_key'), 'mapping.mapping_id as page_id'])
        .where(where)
        .where(passes(request.filter, productStateNow))
        .where(request.filter.waiting === true ? productWaits : sql<boolean>`true`)
        .where(suppliedBy(request.filter.distributorId))
        .orderBy(orderBy)
        .limit(limit)
        .execute(),
    ),
  );
  return { ...page, rows: page.rows.map(toRow) };
}
