import type pg from 'pg';

/** What a list of subscriptions shows of each. */
export const subscriptionColumns = `subscription_id, customer_id, customer_name, connection_id, remote_id, offer_name, product_id, sku_id, term, frequency, seats, status,
  is_trial, is_usage, auto_renew, starts_on, ends_on, cancel_until, seen_at, retired_at`;

/** The rows of a statement asked of the database alone, in a transaction with the same scope as the product's. */
export async function askedAlone<Row extends pg.QueryResultRow>(pool: pg.Pool, text: string, values: readonly unknown[]): Promise<Row[]> {
  const client = await pool.connect();
  try {
    await client.query(`begin; set local app.reseller = '*'`);
    const { rows } = await client.query<Row>(text, [...values]);
    await client.query('commit');
    return rows;
  } finally {
    client.release();
  }
}
