import { type RawBuilder, sql } from 'kysely';
import type { AccessFlag, AccessState } from '../../model/access.ts';
import type { TemplateFit } from '../../model/template-fit.ts';
import type { TenantConsent } from '../../model/tenant-consent.ts';
import { countUpTo } from '../../platform/db/count-up-to.ts';
import { type CountedPage, keysetPage, type ListRequest, type SortKey } from '../../platform/db/keyset.ts';
import { inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';
import { readSettings } from '../settings/index.ts';
import { fitRows } from './fit-rows.ts';
import { readyRows } from './ready-rows.ts';
import { type AccessRow, selectAccess, toAccessRows } from './row.ts';
import { witnessDisagrees } from './witness.ts';

export type AccessFilter = {
  /** Letters of a name or domain, or a tenant id. */
  readonly q?: string | undefined;
  readonly access?: readonly AccessState[] | undefined;
  readonly flag?: readonly AccessFlag[] | undefined;
  readonly consent?: readonly TenantConsent[] | undefined;
  readonly ready?: boolean | undefined;
  /** A distributor tells something else than Microsoft. */
  readonly disagrees?: boolean | undefined;
  /** How it compares with the template that its segments name. */
  readonly fit?: readonly TemplateFit[] | undefined;
  /** Active, and ends within so many days. */
  readonly endsWithin?: number | undefined;
  /** Active, and ends in that month, by UTC: `2028-11`. */
  readonly endsIn?: string | undefined;
  readonly connectionId?: string | undefined;
};

export type AccessListRequest = ListRequest<AccessFilter>;

const byName: SortKey = { expression: sql.ref('name_key'), type: 'text' };
const sorts: Readonly<Record<string, SortKey>> = {
  name: byName,
  endsAt: { expression: sql.ref('access_end_key'), type: 'timestamptz' },
  billed: { expression: sql.ref('billed_most'), type: 'numeric' },
};

/** Customers that exist, with their delegated access; one without any is `missing`, not left out. */
export function listAccess(context: Context, request: AccessListRequest): Promise<CountedPage<AccessRow>> {
  return inScope(context.db, context.scope, async (tx) => {
    const now = context.clock.now();
    const settings = await readSettings(tx);
    const passes = accessConditions(request.filter, now, settings.readyReadHours);
    const page = await keysetPage(
      request,
      sorts[request.sort] ?? byName,
      sql.ref('customer.customer_id'),
      ({ where, orderBy, limit, pageKey }) =>
        selectAccess(tx)
          .select([pageKey.as('page_key'), 'customer.customer_id as page_id'])
          .where('retired_at', 'is', null)
          .where(where)
          .where(passes)
          .orderBy(orderBy)
          .limit(limit)
          .execute(),
    );
    const total = request.count ? await countUpTo(tx, sql`customer where retired_at is null and ${passes}`) : undefined;
    return { ...page, rows: await toAccessRows(tx, page.rows, now, settings), total };
  });
}

/** What a row of `customer` has to be to pass the filter. */
export function accessConditions(filter: AccessFilter, now: Temporal.Instant, readyReadHours: number): RawBuilder<boolean> {
  const { access, flag, consent, ready, endsWithin, endsIn, connectionId } = filter;
  const letters = (filter.q ?? '').trim().toLowerCase();
  const all = [
    ...(letters === ''
      ? []
      : [sql<boolean>`(position(${letters} in name_key) > 0 or position(${letters} in domain) > 0 or tenant_id = ${letters})`]),
    ...(access === undefined ? [] : [sql<boolean>`access_state = any(${access}::text[])`]),
    ...(flag === undefined ? [] : [sql<boolean>`access_flags && ${flag}::text[]`]),
    ...(consent === undefined ? [] : [sql<boolean>`consent_state = any(${consent}::text[])`]),
    ...either(ready, readyRows(now, readyReadHours)),
    ...either(filter.disagrees, witnessDisagrees),
    ...(filter.fit === undefined ? [] : [fitRows(filter.fit, now)]),
    ...(endsWithin === undefined ? [] : [endsWithinDays(now, endsWithin)]),
    ...(endsIn === undefined ? [] : [endsInMonth(now, Temporal.PlainYearMonth.from(endsIn))]),
    ...(connectionId === undefined
      ? []
      : [
          sql<boolean>`exists (select from customer_connection sold where sold.customer_id = customer.customer_id
            and sold.connection_id = ${connectionId}::uuid and sold.retired_at is null)`,
        ]),
  ];
  return all.length === 0 ? sql<boolean>`true` : sql<boolean>`(${sql.join(all, sql` and `)})`;
}

/** Those for which it holds, those for which it does not, or all. */
const either = (wanted: boolean | undefined, condition: RawBuilder<boolean>): RawBuilder<boolean>[] =>
  wanted === undefined ? [] : [wanted ? condition : sql<boolean>`not ${condition}`];

export const endsWithinDays = (now: Temporal.Instant, days: number): RawBuilder<boolean> =>
  sql<boolean>`(access_state = 'active' and access_end_key > ${now} and access_end_key <= ${now.add({ hours: 24 * days })})`;

function endsInMonth(now: Temporal.Instant, month: Temporal.PlainYearMonth): RawBuilder<boolean> {
  const [from, to] = [month, month.add({ months: 1 })].map((each) => each.toPlainDate({ day: 1 }).toZonedDateTime('UTC').toInstant());
  return sql<boolean>`(access_state = 'active' and access_end_key > ${now} and access_end_key >= ${from} and access_end_key < ${to})`;
}
