import { type RawBuilder, sql } from 'kysely';
import type { AccessState } from '../../model/access.ts';
import type { PartnerType } from '../../model/connection.ts';
import { segmentKey } from '../../model/customer-label.ts';
import type { MappingState } from '../../model/mapping.ts';
import { countUpTo } from '../../platform/db/count-up-to.ts';
import { type CountedPage, type KeysetParts, keysetPage, type ListRequest, type SortKey } from '../../platform/db/keyset.ts';
import { readIn } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';
import { partnerTypesOf } from './partner-types.ts';
import { readyRule } from './readiness.ts';
import { type CustomerRow, selectCustomers, toCustomerRow } from './row.ts';

export type CustomerFilter = {
  /** Letters of a name or domain, or a tenant id. */
  readonly q?: string | undefined;
  readonly access?: readonly AccessState[] | undefined;
  readonly psaMapping?: readonly MappingState[] | undefined;
  readonly hasDifferences?: boolean | undefined;
  readonly connectionId?: string | undefined;
  /** `microsoftTenant:<tenant id>`, or `<system>:<id>` of another system. */
  readonly externalId?: string | undefined;
  /** In any of these. */
  readonly segments?: readonly string[] | undefined;
  /** Sold to by an account of these. */
  readonly partnerType?: readonly PartnerType[] | undefined;
  /** Partner id of the reseller below an indirect provider. */
  readonly resellerMpn?: string | undefined;
};

export type CustomerListRequest = ListRequest<CustomerFilter>;

const byName: SortKey = { expression: sql.ref('name_key'), type: 'text' };
const sorts: Readonly<Record<string, SortKey>> = {
  name: byName,
  subscriptions: { expression: sql.ref('subscriptions'), type: 'integer' },
  atStake: { expression: sql.ref('at_stake'), type: 'numeric' },
};

/** Customers that exist; those that are gone are found by their id only. */
export async function listCustomers(context: Context, request: CustomerListRequest): Promise<CountedPage<CustomerRow>> {
  const db = readIn(context.db, context.scope);
  const [types, rule] = await Promise.all([partnerTypesOf(db), readyRule(db, context)]);
  const passes = conditions(request.filter, types);
  const page = await keysetPage(request, sorts[request.sort] ?? byName, sql.ref('customer.customer_id'), (parts) =>
    selectCustomers(db)
      .innerJoin(pageOf(parts, passes), 'page.page_id', 'customer.customer_id')
      .select(['page.page_key', 'page.page_id'])
      .orderBy(parts.orderBy)
      .execute(),
  );
  const total = request.count ? await countUpTo(db, sql`customer where retired_at is null and ${passes}`) : undefined;
  return { ...page, rows: page.rows.map((row) => toCustomerRow(row, rule, types)), total };
}

/** Only the page's own rows are fetched whole: what is passed over is read from the sort's index alone, where that has what is asked for. */
const pageOf = ({ where, orderBy, limit, pageKey }: KeysetParts, passes: RawBuilder<boolean>) =>
  sql<{ page_key: string; page_id: string }>`(select ${pageKey} as page_key, customer.customer_id as page_id from customer
    where retired_at is null and ${where} and ${passes} order by ${orderBy} limit ${limit})`.as<'page'>(sql`page`);

function conditions(
  { q, access, psaMapping, hasDifferences, connectionId, externalId, segments, partnerType, resellerMpn }: CustomerFilter,
  types: ReadonlyMap<string, PartnerType>,
): RawBuilder<boolean> {
  const letters = (q ?? '').trim().toLowerCase();
  const all = [
    ...(letters === ''
      ? []
      : [sql<boolean>`(position(${letters} in name_key) > 0 or position(${letters} in domain) > 0 or tenant_id = ${letters})`]),
    ...(access === undefined ? [] : [sql<boolean>`access_state = any(${access}::text[])`]),
    ...(psaMapping === undefined ? [] : [sql<boolean>`psa_state = any(${psaMapping}::text[])`]),
    ...(hasDifferences === undefined ? [] : [hasDifferences ? sql<boolean>`open_differences > 0` : sql<boolean>`open_differences = 0`]),
    ...(connectionId === undefined
      ? []
      : [
          sql<boolean>`exists (select from customer_connection sold where sold.customer_id = customer.customer_id
            and sold.connection_id = ${connectionId}::uuid and sold.retired_at is null)`,
        ]),
    ...soldConditions({ partnerType, resellerMpn }, types),
    ...(externalId === undefined ? [] : [isCalled(externalId)]),
    ...(segments === undefined
      ? []
      : [
          sql<boolean>`exists (select from customer_segment member where member.customer_id = customer.customer_id
            and member.segment_key = any(${segments.map(segmentKey)}::text[]))`,
        ]),
  ];
  return all.length === 0 ? sql<boolean>`true` : sql<boolean>`(${sql.join(all, sql` and `)})`;
}

/** Text that is no id of any system finds nothing. */
function isCalled(externalId: string): RawBuilder<boolean> {
  const [, system = '', id = ''] = /^([^:]+):(.+)$/.exec(externalId.trim()) ?? [];
  if (system === 'microsoftTenant') return sql<boolean>`tenant_id = ${id.trim().toLowerCase()}`;
  return sql<boolean>`exists (select from customer_external_id called where called.customer_id = customer.customer_id
    and called.system = ${system.toLowerCase()} and called.external_id = ${id.trim()})`;
}

/** By how the accounts that sell buy from Microsoft, and by the reseller below a provider (S89). */
const soldConditions = (
  { partnerType, resellerMpn }: Pick<CustomerFilter, 'partnerType' | 'resellerMpn'>,
  types: ReadonlyMap<string, PartnerType>,
): readonly RawBuilder<boolean>[] => [
  ...(partnerType === undefined
    ? []
    : [
        sql<boolean>`exists (select from customer_connection sold where sold.customer_id = customer.customer_id and sold.retired_at is null
          and sold.connection_id = any(${[...types].flatMap(([id, type]) => (partnerType.includes(type) ? [id] : []))}::uuid[]))`,
      ]),
  ...(resellerMpn === undefined
    ? []
    : [
        sql<boolean>`exists (select from customer_reseller seller
          where seller.customer_id = customer.customer_id and seller.mpn = ${resellerMpn})`,
      ]),
];
