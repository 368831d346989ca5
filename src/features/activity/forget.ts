import { everything, inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';

/** What a yearly term began with can still be cited; beyond that names of people are not kept. */
const keptDays = 400;

export const forgetOldActivity = (context: Context): Promise<unknown> =>
  inScope(context.db, everything, (tx) =>
    tx
      .deleteFrom('activity_record')
      .where('happened_at', '<', context.clock.now().subtract({ hours: keptDays * 24 }))
      .execute(),
  );
