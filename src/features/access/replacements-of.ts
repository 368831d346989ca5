import { inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';
import { readSettings } from '../settings/index.ts';
import { standingsOf } from './row.ts';
import type { Standing } from './standings.ts';

/** Of one customer: relationships that end soon and do not extend themselves, and how it stands with what takes their place. */
export const replacementsOf = (context: Context, customerId: string): Promise<readonly Standing[]> =>
  inScope(context.db, context.scope, async (tx) =>
    standingsOf(tx, context.clock.now(), [customerId], (await readSettings(tx)).replaceAccessDays),
  );
