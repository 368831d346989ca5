import { sql } from 'kysely';
import type { Tx } from '../../platform/db/connect.ts';

/** Readings keep customers, and what belongs to them, side by side; their unique key decides between them. */
export const readingCustomers = async (tx: Tx): Promise<void> => {
  await sql`select pg_advisory_xact_lock_shared(hashtext('concord customers'))`.execute(tx);
};

/**
 * Whoever enters, merges, splits or gives away customers by hand waits for the pages that are being kept just now, and those after him see what he did:
 * so what he found missing is missing (S92).
 */
export const decidingCustomers = async (tx: Tx): Promise<void> => {
  await sql`select pg_advisory_xact_lock(hashtext('concord customers'))`.execute(tx);
};
