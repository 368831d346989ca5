import { sql } from 'kysely';
import { everything, inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';
import { autoMapAccounts } from './auto-map-accounts.ts';
import { autoMapProducts } from './auto-map-products.ts';

/** Matches accounts and products again after a sync. One at a time in the whole installation: both sides of a pair are looked at together. */
export const autoMap = (context: Context): Promise<{ readonly accounts: number; readonly products: number }> =>
  inScope(context.db, everything, async (tx) => {
    await sql`select pg_advisory_xact_lock(hashtext('concord mapping'))`.execute(tx);
    const accounts = await autoMapAccounts(tx, context);
    return { accounts, products: await autoMapProducts(tx, context) };
  });
