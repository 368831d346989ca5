import { sql } from 'kysely';
import type { Tx } from '../../platform/db/connect.ts';

export type AtStake = {
  readonly customerId: string;
  readonly openDifferences: number;
  /** Decimal text a month, in `currency`. */
  readonly atStake: string;
  readonly currency: string;
};

/** What reconciliation found for these customers, kept beside them because lists sort by it. Call it in the transaction that changes the differences. */
export async function setAtStake(tx: Tx, rows: readonly AtStake[]): Promise<void> {
  if (rows.length === 0) return;
  const given = rows.map((row) => ({
    customer_id: row.customerId,
    open_differences: row.openDifferences,
    at_stake: row.atStake,
    currency: row.currency,
  }));
  await sql`update customer set open_differences = given.open_differences, at_stake = given.at_stake, currency = given.currency
    from json_to_recordset(${JSON.stringify(given)}::json) as given (customer_id uuid, open_differences int, at_stake numeric, currency text)
    where customer.customer_id = given.customer_id`.execute(tx);
}

/** How each customer's PSA account is mapped, kept beside them because lists filter by it. */
export async function setPsaState(tx: Tx, rows: readonly { readonly customerId: string; readonly state: string }[]): Promise<void> {
  if (rows.length === 0) return;
  const given = rows.map(({ customerId, state }) => ({ customer_id: customerId, psa_state: state }));
  await sql`update customer set psa_state = given.psa_state
    from json_to_recordset(${JSON.stringify(given)}::json) as given (customer_id uuid, psa_state text)
    where customer.customer_id = given.customer_id and customer.psa_state <> given.psa_state`.execute(tx);
}
