import { everything, inScope, withoutTimeLimit } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';
import { autoMapAccounts } from './auto-map-accounts.ts';
import { autoMapProducts } from './auto-map-products.ts';
import { lockMapping } from './lock.ts';

/** Matches accounts and products again after a sync. Answers how many of each are others now. */
export const autoMap = (context: Context): Promise<{ readonly accounts: number; readonly products: number }> =>
  inScope(context.db, everything, async (tx) => {
    await withoutTimeLimit(tx); // of all customers; what it follows is committed already
    await lockMapping(tx);
    const accounts = await autoMapAccounts(tx, context);
    return { accounts, products: await autoMapProducts(tx, context) };
  });
