import { sql } from 'kysely';
import type { Db } from '../../../../platform/db/connect.ts';
import { parseDay } from '../../files/days.ts';
import { linksAt } from '../load/links.ts';
import type { Change } from '../load/rewind.ts';
import type { ChargedMonth } from '../month.ts';
import type { Bought, BoughtState, Supply, SupplyState } from './charge.ts';
import { type SupplyBooks, supplyKey } from './judge-items.ts';
import type { ListPrice } from './list-price.ts';
import type { SeatsTold } from './load-seats-told.ts';
import { timelineOf } from './timeline.ts';

export type LoadedSupply = Pick<SupplyBooks, 'supplies' | 'bought'> & {
  /** Tenants by connection and company, where one customer was mapped to it in that month. */
  readonly tenants: ReadonlyMap<string, string>;
};

/** What these distributors have, what Microsoft has of it, and all that changed of either since. Seven statements, whatever their number. */
export async function loadSupply(
  db: Db,
  connectionIds: readonly string[],
  told: SeatsTold | undefined,
  { asOf }: Pick<ChargedMonth, 'asOf'>,
): Promise<LoadedSupply> {
  const supplies = await loadSupplies(db, connectionIds);
  const ids = [...supplies.values()].map(({ microsoftId }) => microsoftId).filter((id) => id !== '');
  return { supplies, bought: await loadBought(db, ids, told), tenants: await loadTenants(db, connectionIds, asOf) };
}

type SupplyRow = SupplyState & {
  connection_id: string;
  remote_id: string;
  company_id: string;
  microsoft_id: string | null;
  product_name: string;
  product_remote_id: string;
  starts_on: string | null;
  retired_at: Temporal.Instant | null;
  seen_first_at: Temporal.Instant;
};

async function loadSupplies(db: Db, connectionIds: readonly string[]): Promise<Map<string, Supply>> {
  const { rows } = await sql<SupplyRow>`
    select s.connection_id, s.remote_id, a.remote_id as company_id, s.microsoft_id, s.product_name, s.product_remote_id, s.starts_on, s.retired_at,
      a.created_at as seen_first_at,
      s.seats, s.status, s.term, s.frequency, s.unit_cost, s.currency, s.ends_on
    from distributor_subscription s join account a using (account_id)
    where s.connection_id = any(${[...connectionIds]}::uuid[]) order by s.connection_id, s.remote_id`.execute(db);
  const changes = await changesBy(
    sql<ChangeRow>`select connection_id || ' ' || remote_id as key, changes, at from distributor_subscription_change
      where connection_id = any(${[...connectionIds]}::uuid[]) order by at desc, change_id desc`.execute(db),
  );
  const prices = await loadListPrices(db, connectionIds);
  const noted = await loadNotedOtherwise(db);
  return new Map(
    rows.map((row) => {
      const { connection_id: connectionId, remote_id: remoteId, company_id, microsoft_id, product_name, starts_on, retired_at } = row;
      const { seats, status, term, frequency, unit_cost, currency, ends_on } = row;
      const key = supplyKey(connectionId, remoteId);
      return [
        key,
        {
          ...{ connectionId, remoteId, companyId: company_id, name: product_name },
          microsoftId: microsoft_id?.toLowerCase() ?? '',
          startsOn: starts_on === null ? undefined : parseDay(starts_on),
          retiredMs: retired_at?.epochMilliseconds,
          seenMs: row.seen_first_at.epochMilliseconds,
          timeline: timelineOf({ seats, status, term, frequency, unit_cost, currency, ends_on }, changes.get(key) ?? []),
          prices: prices.get(supplyKey(connectionId, row.product_remote_id)) ?? [],
          isNotedOtherwise: noted.has(`${connectionId}:${remoteId}`),
        },
      ];
    }),
  );
}

type PriceRow = Omit<ListPrice, 'readMs' | 'seenMs'> & { key: string; read_at: Temporal.Instant; seen_at: Temporal.Instant };

async function loadListPrices(db: Db, connectionIds: readonly string[]): Promise<Map<string, ListPrice[]>> {
  const { rows } = await sql<PriceRow>`
    select connection_id || ' ' || product_remote_id as key, term, frequency, kind, per, quantity_from, quantity_to, cost, currency, read_at, seen_at
    from distributor_price where connection_id = any(${[...connectionIds]}::uuid[])`.execute(db);
  return new Map(
    [...Map.groupBy(rows, ({ key }) => key)].map(([key, its]) => [
      key,
      its.map(({ key: _key, read_at, seen_at, ...price }) => ({
        ...price,
        readMs: read_at.epochMilliseconds,
        seenMs: seen_at.epochMilliseconds,
      })),
    ]),
  );
}

/** Subscriptions, by connection and id, whose cost stands as a difference of the books. */
async function loadNotedOtherwise(db: Db): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ subject: string }>`
    select subject from difference
    where kind = 'price_mismatch_distributor' and period is null and state not in ('gone', 'fixed')`.execute(db);
  return new Set(rows.map(({ subject }) => subject));
}

type BoughtRow = BoughtState & {
  key: string;
  remote_id: string;
  tenant_id: string;
  offer_name: string;
  seen_first_at: Temporal.Instant;
};

async function loadBought(db: Db, ids: readonly string[], told: SeatsTold | undefined): Promise<Map<string, Bought>> {
  const { rows } = await sql<BoughtRow>`
    select s.subscription_id as key, lower(s.remote_id) as remote_id, c.tenant_id, s.offer_name, s.seats, s.status, s.ends_on,
      c.created_at as seen_first_at
    from subscription s join customer c using (customer_id)
    where lower(s.remote_id) = any(${[...ids]}::text[]) order by s.remote_id, s.connection_id desc`.execute(db);
  const changes = await changesBy(
    sql<ChangeRow>`select subscription_id as key, changes, at from subscription_change
      where subscription_id = any(${rows.map(({ key }) => key)}::uuid[]) order by at desc, change_id desc`.execute(db),
  );
  return new Map(
    rows.map(({ key, remote_id: id, tenant_id, offer_name: name, seats, status, ends_on, seen_first_at }) => [
      id,
      {
        ...{ id, tenantId: tenant_id.toLowerCase(), name },
        timeline: timelineOf({ seats, status, ends_on }, changes.get(key) ?? []),
        seenMs: seen_first_at.epochMilliseconds,
        told: told && (told.get(id) ?? []),
      },
    ]),
  );
}

type ChangeRow = { key: string; changes: Change; at: Temporal.Instant };

async function changesBy(
  asked: Promise<{ readonly rows: readonly ChangeRow[] }>,
): Promise<Map<string, { readonly atMs: number; readonly changes: Change }[]>> {
  const { rows } = await asked;
  return new Map(
    [...Map.groupBy(rows, ({ key }) => key)].map(([key, its]) => [
      key,
      its.map(({ at, changes }) => ({ atMs: at.epochMilliseconds, changes })),
    ]),
  );
}

async function loadTenants(db: Db, connectionIds: readonly string[], asOf: Temporal.Instant): Promise<Map<string, string>> {
  const { rows } = await sql<{ connection_id: string; remote_id: string; tenant_id: string }>`
    select a.connection_id, a.remote_id, min(lower(c.tenant_id)) as tenant_id
    from account a join ${linksAt(asOf)} m using (account_id) join customer c on c.customer_id = m.customer_id
    where a.connection_id = any(${[...connectionIds]}::uuid[])
    group by a.connection_id, a.remote_id having count(distinct c.customer_id) = 1`.execute(db);
  return new Map(rows.map((row) => [supplyKey(row.connection_id, row.remote_id), row.tenant_id]));
}
