import { type RawBuilder, sql } from 'kysely';
import type { LeadingReason } from '../../../model/leading-account.ts';
import type { Tx } from '../../../platform/db/connect.ts';

/** Whether the account behind `sold` sells to the customer today; a word that we do not know is no reason against it. */
const sells = sql`(sold.retired_at is null and sold.relationship not in ('advisor', 'none') and connection.removed_at is null)`;

/**
 * Billing profiles of a customer with their `place`, the leading account's the first (S100, decision 0014): accounts that sell to it today; of them the one that a person
 * chose; else the one that has sold for the longest, which is never decided by a name or by seats. The only place where this is decided.
 */
export const profilesInOrder = (customerId: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  (select profile.*, connection.name as connection_name, coalesce(${sells}, false) as sells, chosen.connection_id is not null as is_chosen,
      row_number() over (order by coalesce(${sells}, false) desc, chosen.connection_id is not null desc,
        sold.since nulls first, connection.created_at, connection.connection_id) as place
    from customer_profile profile
    join connection on connection.connection_id = profile.connection_id
    left join customer_connection sold on sold.customer_id = profile.customer_id and sold.connection_id = profile.connection_id
    left join customer_leading_account chosen on chosen.customer_id = profile.customer_id and chosen.connection_id = profile.connection_id
    where profile.customer_id = ${customerId})`;

/** The account whose billing profile speaks for a customer; undefined while none was read. */
export async function leadingAccount(tx: Tx, customerId: string): Promise<string | undefined> {
  const { rows } = await sql<{ connection_id: string }>`
    select connection_id from ${profilesInOrder(sql`${customerId}::uuid`)} as ranked order by place limit 1`.execute(tx);
  return rows[0]?.connection_id;
}

/** Why the first of these leads; they are in their order. */
export function leadingReason(accounts: readonly { readonly sells: boolean; readonly isChosen: boolean }[]): LeadingReason {
  const [first] = accounts;
  if (first?.sells !== true) return 'left';
  if (first.isChosen) return 'chosen';
  return accounts.filter(({ sells }) => sells).length === 1 ? 'only' : 'longest';
}

export type LeadingChoice = {
  readonly connectionId: string;
  readonly connectionName: string;
  readonly chosenBy: string;
  readonly chosenAt: Temporal.Instant;
};

/** Whom somebody chose, whether or not it still sells to the customer. */
export async function readChoice(tx: Tx, customerId: string): Promise<LeadingChoice | undefined> {
  const row = await tx
    .selectFrom('customer_leading_account as chosen')
    .innerJoin('connection', 'connection.connection_id', 'chosen.connection_id')
    .select(['chosen.connection_id', 'connection.name', 'chosen.chosen_by', 'chosen.chosen_at'])
    .where('chosen.customer_id', '=', customerId)
    .executeTakeFirst();
  return row && { connectionId: row.connection_id, connectionName: row.name, chosenBy: row.chosen_by, chosenAt: row.chosen_at };
}
