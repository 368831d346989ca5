import { sql } from 'kysely';
import { isAppError } from '../../lib/errors.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';
import { checkAccess, type ToCheck } from './check.ts';
import { judgeAccess } from './judge.ts';

/** Customers that one turn looks at. */
const most = 25;
/** Nobody else takes a customer within this time; whoever dies leaves him to the next turn after it. */
const claimMinutes = 5;

/**
 * What happens without anybody asking: an end that has passed takes the access away, and consents are looked at when it is time: after a grant with growing
 * pauses until a read works, once a day otherwise, and at once for customers whose access became active. Invitations that are out are looked at every
 * two minutes on their first day and every hour later. Harmless in several workers.
 */
export async function watchAccess(context: Context, signal?: AbortSignal): Promise<{ readonly ended: number; readonly looked: number }> {
  const ended = await judgeEnded(context);
  const due = [...(await claimDue(context)), ...(await claimInvited(context))];
  for (const row of due) {
    if (signal?.aborted === true) break;
    try {
      await checkAccess(context, row, signal);
    } catch (error) {
      // One connection's trouble stops only its own customers; they are looked at again after the claim.
      if (!isAppError(error)) throw error;
      context.log.warn({ error, connectionId: row.connectionId }, 'A consent could not be looked at');
    }
  }
  return { ended, looked: due.length };
}

/** Customers that are called active although the end has passed. */
function judgeEnded(context: Context): Promise<number> {
  return inScope(context.db, everything, async (tx) => {
    const now = context.clock.now();
    const rows = await tx
      .selectFrom('customer')
      .select('customer_id')
      .where('retired_at', 'is', null)
      .where('access_state', '=', 'active')
      .where('access_ends_at', '<=', now)
      .execute();
    await judgeAccess(
      tx,
      rows.map((row) => row.customer_id),
      now,
    );
    return rows.length;
  });
}

/** Takes the customers that are due, of accounts that are not off, and moves their time on before anybody is asked. */
function claimDue(context: Context): Promise<ToCheck[]> {
  return inScope(context.db, everything, async (tx) => {
    const now = context.clock.now();
    const until = now.add({ minutes: claimMinutes });
    const { rows } = await sql<{ customer_id: string; connection_id: string; tenant_id: string; name: string }>`
      with due as (
        select customer.customer_id, held.connection_id, customer.reseller_id, customer.tenant_id, customer.name
        from customer
        join lateral (select distinct connection_id from access_relationship
          where access_relationship.customer_id = customer.customer_id and retired_at is null and state = 'active') held on true
        join connection on connection.connection_id = held.connection_id and connection.state not in ('off', 'draft', 'awaitingConsent', 'disconnected')
        left join access_consent consent on consent.customer_id = customer.customer_id and consent.connection_id = held.connection_id
        where customer.retired_at is null and customer.access_state = 'active'
          and (consent.customer_id is null or consent.next_check_at <= ${now})
        order by consent.next_check_at nulls last, customer.customer_id
        limit ${most}
      ), claimed as (
        insert into access_consent as kept (customer_id, connection_id, reseller_id, state, next_check_at, checked_at, changed_at)
        select customer_id, connection_id, reseller_id, 'unknown', ${until}, ${now}, ${now} from due
        on conflict (customer_id, connection_id) do update set next_check_at = ${until} where kept.next_check_at <= ${now}
        returning customer_id, connection_id
      )
      select due.customer_id, due.connection_id, due.tenant_id, due.name from due join claimed using (customer_id, connection_id)`.execute(
      tx,
    );
    return rows.map((row) => ({ customerId: row.customer_id, connectionId: row.connection_id, tenantId: row.tenant_id, name: row.name }));
  });
}

/** Customers whose invitation is out: they approve at Microsoft, and nobody tells us. */
function claimInvited(context: Context): Promise<ToCheck[]> {
  return inScope(context.db, everything, async (tx) => {
    const now = context.clock.now();
    const { rows } = await sql<{ customer_id: string; connection_id: string; tenant_id: string; name: string }>`
      update customer set access_checked_at = ${now}
      from (
        select customer.customer_id, held.connection_id from customer
        join access_relationship held on held.customer_id = customer.customer_id and held.retired_at is null and held.state = 'pending'
        join connection on connection.connection_id = held.connection_id and connection.state not in ('off', 'draft', 'awaitingConsent', 'disconnected')
        where customer.retired_at is null and customer.access_checked_at <= case when held.asked_at > ${now.subtract({ hours: 24 })}
          then ${now.subtract({ minutes: 2 })}::timestamptz else ${now.subtract({ minutes: 60 })}::timestamptz end
        order by customer.access_checked_at, customer.customer_id limit ${most} for update of customer skip locked
      ) as due
      where due.customer_id = customer.customer_id
      returning customer.customer_id, due.connection_id, customer.tenant_id, customer.name`.execute(tx);
    return rows.map((row) => ({ customerId: row.customer_id, connectionId: row.connection_id, tenantId: row.tenant_id, name: row.name }));
  });
}
