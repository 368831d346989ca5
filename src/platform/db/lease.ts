import { sql } from 'kysely';
import { Fault } from '../../lib/errors.ts';
import type { Db } from './connect.ts';

/** A claim on a name for some seconds (B5). The token only grows: who holds an older one has lost the claim, even if he has not noticed. */
export type Lease = { readonly name: string; readonly holder: string; readonly token: string };

export const leaseSeconds = 30; // B6
export const renewEverySeconds = 10;

/**
 * Takes the name if nobody holds it now; by the database's clock, so a host whose clock jumped takes nothing early (F71). One that ran out is
 * taken when the last transaction under it has ended: `for update` waits for those that `holdLease` let in.
 */
export async function claimLease(db: Db, name: string, holder: string, seconds: number = leaseSeconds): Promise<Lease | undefined> {
  const { rows } = await sql<{ fencing_token: string }>`
    with ran_out as materialized (select name from lease where name = ${name} and lease_until <= now() for update)
    insert into lease (name, holder, fencing_token, lease_until)
    select ${name}, ${holder}, 1, now() + make_interval(secs => ${seconds}) from (select count(*) from ran_out) as waited
    on conflict (name) do update set holder = excluded.holder, fencing_token = lease.fencing_token + 1, lease_until = excluded.lease_until
    where lease.lease_until <= now()
    returning fencing_token`.execute(db);
  const token = rows[0]?.fencing_token;
  return token === undefined ? undefined : { name, holder, token };
}

/** Holds on for another term; false when a newer claim exists. */
export async function renewLease(db: Db, lease: Lease, seconds: number = leaseSeconds): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update lease set lease_until = now() + make_interval(secs => ${seconds})
    where name = ${lease.name} and fencing_token = ${lease.token}::bigint and lease_until > 'epoch'`.execute(db);
  return numAffectedRows === 1n;
}

/** Lets go early. A claim that was lost meanwhile stays with its new holder. The row stays: its token must keep growing. */
export async function releaseLease(db: Db, lease: Lease): Promise<void> {
  await sql`update lease set lease_until = 'epoch' where name = ${lease.name} and fencing_token = ${lease.token}::bigint`.execute(db);
}

/**
 * Put first into every transaction that writes under a lease: fails when a newer claim exists or this one ran out, and keeps the row
 * until commit, so that no newer claim can begin in between. It keeps the key only: who writes without a pause must still be able to renew.
 */
export async function holdLease(tx: Db, lease: Lease): Promise<void> {
  const { rows } = await sql<{ held: boolean }>`
    select lease_until > now() as held from lease
    where name = ${lease.name} and fencing_token = ${lease.token}::bigint for key share`.execute(tx);
  if (rows[0]?.held !== true)
    throw new Fault('lease_lost', 'retryable', `Another worker has taken over ${lease.name}`, {
      hint: 'This worker drops the work; the other one goes on.',
    });
}
