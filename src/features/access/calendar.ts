import { ownReseller } from '../../model/ids.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import { record } from '../audit/index.ts';
import { type Context, system } from '../context.ts';
import { hashToken, makeToken } from '../people/index.ts';
import { calendarText } from './calendar-text.ts';
import { readRows } from './read-rows.ts';

/** Makes the secret address of the caller's calendar; an earlier one is dead at once. Answers the secret, which nobody can read again; undefined for who is no person. */
export async function makeCalendar(context: Context): Promise<string | undefined> {
  const { personId } = context.actor;
  if (personId === undefined) return undefined;
  const token = makeToken();
  await inScope(context.db, context.scope, async (tx) => {
    const row = { token_hash: hashToken(token), created_at: context.clock.now() };
    await tx
      .insertInto('access_calendar')
      .values({ person_id: personId, reseller_id: ownReseller, ...row })
      .onConflict((conflict) => conflict.column('person_id').doUpdateSet(row))
      .execute();
    await record(tx, context, { action: 'access.calendar.made', object: 'access calendar' });
  });
  return token;
}

/** When the caller's calendar was made; undefined when there is none. */
export const calendarMadeAt = (context: Context): Promise<Temporal.Instant | undefined> =>
  inScope(context.db, context.scope, async (tx) => {
    const row = await tx
      .selectFrom('access_calendar')
      .select('created_at')
      .where('person_id', '=', context.actor.personId ?? null)
      .executeTakeFirst();
    return row?.created_at;
  });

/** Whether there was one. */
export function revokeCalendar(context: Context): Promise<boolean> {
  return inScope(context.db, context.scope, async (tx) => {
    const { numDeletedRows } = await tx
      .deleteFrom('access_calendar')
      .where('person_id', '=', context.actor.personId ?? null)
      .executeTakeFirst();
    if (numDeletedRows === 0n) return false;
    await record(tx, context, { action: 'access.calendar.revoked', object: 'access calendar' });
    return true;
  });
}

/** What stands behind a secret address: the ends of all accesses. Undefined when it is dead, or the person may sign in no more. */
export async function readCalendar(context: Context, token: string): Promise<string | undefined> {
  const found = await inScope(context.db, everything, (tx) =>
    tx
      .selectFrom('access_calendar')
      .innerJoin('person', 'person.person_id', 'access_calendar.person_id')
      .select('person.person_id')
      .where('token_hash', '=', hashToken(token))
      .where('person.state', '=', 'active')
      .executeTakeFirst(),
  );
  if (found === undefined) return undefined;
  const rows = await readRows({ ...context, scope: everything, actor: system }, { access: ['active'] }, 'endsAt');
  return calendarText(rows, context.clock.now());
}
