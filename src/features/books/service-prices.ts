import { sql } from 'kysely';
import type { Tx } from '../../platform/db/connect.ts';
import type { Reading } from '../reading.ts';

/** Keeps what a service's price is from the day of this reading on, where it is another than the last that was kept. */
export async function keepServicePrices(tx: Tx, { connectionId, seenAt }: Reading): Promise<void> {
  await sql`
    insert into psa_service_price as kept (connection_id, remote_id, from_on, price)
    select service.connection_id, service.remote_id, (${seenAt}::timestamptz at time zone 'UTC')::date, service.price
    from psa_service service
    left join lateral (
      select price from psa_service_price known
      where known.connection_id = service.connection_id and known.remote_id = service.remote_id order by from_on desc limit 1
    ) last on true
    where service.connection_id = ${connectionId}::uuid and service.changed_at = ${seenAt} and last.price is distinct from service.price
    on conflict (connection_id, remote_id, from_on) do update set price = excluded.price`.execute(tx);
}
