import { sql } from 'kysely';
import type { Side } from '../../model/connection.ts';
import type { Tx } from '../../platform/db/connect.ts';
import type { Context } from '../context.ts';
import { readSchedules } from '../settings/index.ts';
import type { Source } from './sources-of.ts';
import { startAt } from './start-sync.ts';

/** Invoices, prices and licences change once a day at most, and Microsoft makes an export for each look. */
const everyHours = 20;

/** Once the books are read and are being compared: what each connection charges is read too, once a day. The comparison never waits for it. */
export async function startDueCharges(context: Context, tx: Tx): Promise<void> {
  // Whoever chose when charges are read gets them then and not each day.
  if ((await readSchedules(tx)).cadences.charges !== undefined) return;
  for (const source of await due(tx, context.clock.now())) await startAt(context, tx, source, { reach: 'billing' });
}

/** Suppliers that were read whole before and whose charges were not read for a day. */
const due = (tx: Tx, now: Temporal.Instant): Promise<Source[]> =>
  tx
    .selectFrom('connection')
    .select(['connection_id', 'name', 'kind', 'state'])
    .select((eb) => eb.ref('side').$castTo<Side>().as('side'))
    .where('side', '!=', 'psa')
    .where('kind', '!=', 'distributorFile')
    .where(sql<boolean>`(side <> 'distributor' or 'costs' = any(purposes))`)
    .where('state', '!=', 'off')
    .where((where) => {
      const runs = where.selectFrom('sync_run').select('run_id').whereRef('sync_run.connection_id', '=', 'connection.connection_id');
      const ended = runs.where('sync_run.state', 'in', ['completed', 'partial']);
      return where.and([
        where.exists(ended.where('reach', '=', 'full')),
        where.not(where.exists(ended.where('reach', '=', 'billing').where('started_at', '>', now.subtract({ hours: everyHours })))),
      ]);
    })
    .orderBy('name')
    .execute();
