import { isDeepStrictEqual } from 'node:util';
import { sql } from 'kysely';
import { isWaiting, MappingState } from '../../model/mapping.ts';
import type { Tx } from '../../platform/db/connect.ts';
import { hasSides, linkState } from './link-state.ts';
import { customerStakes } from './stakes.ts';

type LinkRow = { readonly side: string; readonly state: string; readonly absent: boolean; readonly strong: boolean };
type Row = {
  readonly customer_id: string;
  readonly reseller_id: string;
  readonly name_key: string;
  readonly domain: string;
  readonly first_seen_at: string;
  readonly links: readonly LinkRow[];
  readonly buys: boolean;
  readonly through_distributor: boolean;
  /** As it is kept now. */
  readonly kept: Readonly<Record<string, unknown>> | null;
};

/**
 * Over `customer`: whether it needs an account at a distributor (capability S63). It does when a distributor supplies something of it, and when a
 * partner account sells it that buys there: any but direct bill and indirect provider. Where nobody knows who sells it, it does.
 */
const throughDistributor = sql<boolean>`(
  coalesce((
    select bool_or(coalesce(seller.settings ->> 'partnerType', '') not in ('directBill', 'indirectProvider'))
    from customer_connection sold join connection seller on seller.connection_id = sold.connection_id
    where sold.customer_id = customer.customer_id and sold.retired_at is null), true)
  or exists (
    select from subscription bought
    join distributor_subscription supplied on supplied.microsoft_id = bought.remote_id and supplied.retired_at is null
    where bought.customer_id = customer.customer_id and bought.retired_at is null))`;

/** Keeps the row of each customer beside its links: all customers, or these. Writes only what is different. */
export async function keepCustomerLinks(tx: Tx, now: Temporal.Instant, customerIds?: readonly string[]): Promise<void> {
  const these = customerIds === undefined ? sql`true` : sql`customer.customer_id = any(${[...customerIds]}::uuid[])`;
  const { rows } = await sql<Row>`
    select customer.customer_id, customer.reseller_id, customer.name_key, customer.domain, customer.created_at as first_seen_at,
      coalesce((
        select json_agg(json_build_object('side', connection.side, 'state', mapping.state, 'absent', mapping.is_absent,
          'strong', mapping.state = 'suggested' and mapping.candidates -> 0 ->> 'tier' in ('certain', 'exact', 'strong')))
        from account_mapping mapping join connection on connection.connection_id = mapping.connection_id and connection.state <> 'draft'
        where mapping.customer_id = customer.customer_id), '[]') as links,
      customer.subscriptions > 0 as buys, ${throughDistributor} as through_distributor,
      (select to_jsonb(kept) - 'changed_at' - 'first_seen_at' from customer_mapping kept where kept.customer_id = customer.customer_id) as kept
    from customer where customer.retired_at is null and ${these}`.execute(tx);
  const stakes = await customerStakes(tx, customerIds);
  const changed = rows.flatMap((row) => {
    const its = stakes.get(row.customer_id) ?? [];
    const links = row.links.map(({ side, state, absent }) => ({ side, state: MappingState.parse(state), isAbsent: absent }));
    const needs = row.through_distributor ? ['distributor', 'psa'] : ['psa'];
    const state = linkState(links, needs);
    const becomes = {
      customer_id: row.customer_id,
      reseller_id: row.reseller_id,
      name_key: row.name_key,
      domain: row.domain,
      state,
      is_strong: row.links.some(({ strong }) => strong),
      stakes: its,
      stake: Number(its[0]?.amount ?? 0), // only orders; the exact amounts stand in `stakes`
      needs,
      waits: row.buys && isWaiting(state) && hasSides(links, needs),
    };
    return isDeepStrictEqual(becomes, row.kept)
      ? []
      : [{ ...becomes, stake: its[0]?.amount ?? '0', first_seen_at: row.first_seen_at, changed_at: now }];
  });
  if (changed.length > 0)
    await sql`
      insert into customer_mapping as kept (customer_id, reseller_id, name_key, domain, state, is_strong, stakes, stake, needs, waits,
        first_seen_at, changed_at)
      select customer_id, reseller_id, name_key, domain, state, is_strong, stakes, stake, needs, waits, first_seen_at, changed_at
      from json_populate_recordset(null::customer_mapping, ${JSON.stringify(changed)}::json)
      on conflict (customer_id) do update set reseller_id = excluded.reseller_id, name_key = excluded.name_key, domain = excluded.domain,
        state = excluded.state, is_strong = excluded.is_strong, stakes = excluded.stakes, stake = excluded.stake,
        needs = excluded.needs, waits = excluded.waits,
        changed_at = excluded.changed_at`.execute(tx);
  if (customerIds === undefined)
    await sql`delete from customer_mapping using customer
      where customer.customer_id = customer_mapping.customer_id and customer.retired_at is not null`.execute(tx);
}
