import { type AliasedRawBuilder, type RawBuilder, sql } from 'kysely';
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
  const letters = lettersOf(request.filter.q);
  const page = await keysetPage(request, sorts[request.sort] ?? byName, sql.ref('customer.customer_id'), async (parts) => {
    const fetch = (ids: AliasedRawBuilder<PageRow, 'page'>) =>
      selectCustomers(db)
        .innerJoin(ids, 'page.page_id', 'customer.customer_id')
        .select(['page.page_key', 'page.page_id'])
        .orderBy(parts.orderBy)
        .execute();
    if (letters === undefined) return fetch(pageOf(parts, sql`customer`, passes));
    const met = await fetch(pageOf(parts, nextOf(parts), sql`${passes} and ${letters.met}`));
    return met.length === parts.limit ? met : fetch(pageOf(parts, sql`customer`, sql`${passes} and ${letters.found}`));
  });
  const total = request.count
    ? await countUpTo(db, sql`customer where retired_at is null and ${passes} and ${letters?.found ?? sql`true`}`)
    : undefined;
  return { ...page, rows: page.rows.map((row) => toCustomerRow(row, rule, types)), total };
}

/** Only the page's own rows are fetched whole: what is passed over is read from the sort's index alone, where that has what is asked for. */
const pageOf = ({ where, orderBy, limit, pageKey }: KeysetParts, from: RawBuilder<unknown>, passes: RawBuilder<boolean>) =>
  sql<PageRow>`(select ${pageKey} as page_key, customer.customer_id as page_id from ${from}
    where retired_at is null and ${where} and ${passes} order by ${orderBy} limit ${limit})`.as<'page'>(sql`page`);

type PageRow = { page_key: string; page_id: string };

/** So many entries of a sort's index are looked through in less than a millisecond: letters that many have fill a page there. */
const soon = 250;
const nextOf = ({ where, orderBy }: KeysetParts): RawBuilder<unknown> =>
  sql`(select * from customer where retired_at is null and ${where} order by ${orderBy} limit ${soon}) as customer`;

type Letters = {
  /** As a condition on rows that one comes by. */
  readonly met: RawBuilder<boolean>;
  /** By an index, where the letters are enough for one. */
  readonly found: RawBuilder<boolean>;
};

const tenantId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function lettersOf(q: string | undefined): Letters | undefined {
  const letters = (q ?? '').trim().toLowerCase();
  if (letters === '') return undefined;
  const met = sql<boolean>`(position(${letters} in name_key) > 0 or position(${letters} in domain) > 0 or tenant_id = ${letters})`;
  if (tenantId.test(letters)) {
    const known = sql`select customer_identity.customer_id from customer_identity where lower(customer_identity.tenant_id) = ${letters}`;
    return { met, found: sql<boolean>`(tenant_id = ${letters} and customer.customer_id in (${known}))` };
  }
  // An index of threes finds nothing by two.
  if (letters.length < 3) return { met, found: met };
  return { met, found: sql<boolean>`customer.customer_id in (select customers_with(${letters}))` };
}

function conditions(
  { access, psaMapping, hasDifferences, connectionId, externalId, segments, partnerType, resellerMpn }: CustomerFilter,
  types: ReadonlyMap<string, PartnerType>,
): RawBuilder<boolean> {
  const all = [
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
