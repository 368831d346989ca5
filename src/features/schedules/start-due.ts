import { darkUntil, nextTurn, type ScheduleName } from '../../model/cadence.ts';
import { idOf } from '../../model/ids.ts';
import type { Tx } from '../../platform/db/connect.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';
import { readSchedules, readSettings } from '../settings/index.ts';
import { type StartSync, startSyncIn } from '../sync/index.ts';
import { cadenceOf, scheduleNames, stretched, type Turn, turnKey, withOwn } from './cadences.ts';
import { quietReadings } from './history.ts';

/**
 * Starts what is due, each schedule by itself. A turn that was missed while nobody ran, or in dark time, is made up for once. Several workers may
 * look at once: the row of a schedule is locked while it is decided, and a turn is used up if and only if its jobs exist. Answers what was started: names, or a name with the connection that has a turn of its own.
 */
export async function startDue(context: Context): Promise<readonly string[]> {
  const settings = await inScope(context.db, everything, readSchedules);
  const started: string[] = [];
  for (const name of scheduleNames) {
    const own = withOwn(name, settings);
    for (const connectionId of [undefined, ...own]) {
      const turn = { name, connectionId };
      const where = connectionId === undefined ? { except: own } : { connectionId: idOf('connection', connectionId) };
      const isStarted = await inScope(context.db, everything, async (tx) => {
        if (!(await claim(tx, context, turn))) return false;
        await startSyncIn(context, tx, { ...wantedBy(name), ...where });
        return true;
      });
      if (isStarted) started.push(turnKey(turn));
    }
  }
  return started;
}

const wantedBy = (name: ScheduleName): StartSync => {
  if (name === 'everything') return { reach: 'full' };
  if (name === 'changes') return { reach: 'incremental', side: 'books' };
  return name === 'charges' ? { reach: 'billing' } : { kinds: [name] };
};

/** Whether it is due now; then its turn is used. */
async function claim(tx: Tx, context: Context, { name, connectionId }: Turn): Promise<boolean> {
  const [settings, business] = [await readSchedules(tx), await readSettings(tx)];
  const cadence = cadenceOf(name, settings, business, connectionId);
  if (cadence === undefined) return false;
  const now = context.clock.now();
  const key = turnKey({ name, connectionId });
  const last = await lockTurn(tx, key, now);
  if (last === undefined) return false;
  const paced = name === 'changes' ? stretched(cadence, await quietReadings(tx, connectionId)) : cadence;
  // A clock that was set back must not hold the turns up until it is there again (F71).
  const turn = nextTurn(paced, Temporal.Instant.compare(last, now) > 0 ? now : last, settings.timeZone);
  if (turn === undefined || Temporal.Instant.compare(turn, now) > 0) return false;
  if (darkUntil(now, settings.blackouts, settings.timeZone) !== undefined) return false;
  await tx.updateTable('sync_schedule').set({ last_at: now }).where('name', '=', key).execute();
  return true;
}

/** When it last started; undefined when this is the first look: its first turn comes a whole pace later. */
async function lockTurn(tx: Tx, name: string, now: Temporal.Instant): Promise<Temporal.Instant | undefined> {
  const row = await tx.selectFrom('sync_schedule').select('last_at').where('name', '=', name).forUpdate().executeTakeFirst();
  if (row !== undefined) return row.last_at;
  await tx
    .insertInto('sync_schedule')
    .values({ name, last_at: now })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return undefined;
}
