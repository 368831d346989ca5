import { publicId } from '../../model/ids.ts';
import { type SignInAlarm, signInAlarm } from '../../model/sign-in-end.ts';
import type { Tx } from '../../platform/db/connect.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import { record } from '../audit/index.ts';
import type { Context } from '../context.ts';
import { raise } from '../notices/index.ts';

/** How long before its end somebody is told, in words. */
const whenOf: Readonly<Record<SignInAlarm, string>> = {
  in14Days: 'ends within 14 days',
  in7Days: 'ends within 7 days',
  in1Day: 'ends within a day',
  ended: 'has ended',
};

/**
 * Tells of stored sign-ins that come to their end, once for each step (14, 7 and 1 days, and the end itself; capabilities S10). Each use of a
 * refresh token starts its life anew (partner-center-api reference 1.3), and `verifyDue` uses it several times a day: so an alarm means that
 * Microsoft has taken none for weeks, or that the connection is paused. Answers how many were told of.
 */
export function watchSignIns(context: Context): Promise<number> {
  return inScope(context.db, everything, async (tx) => {
    const now = context.clock.now();
    const rows = await tx
      .selectFrom('connection')
      .select(['connection_id', 'kind', 'name', 'state', 'consent_ends_at'])
      .where('consent_ends_at', '<=', now.add({ hours: 14 * 24 }))
      .orderBy('consent_ends_at')
      .execute();
    let told = 0;
    for (const row of rows) if (await tell(tx, context, row, signInAlarm(row.consent_ends_at, now))) told += 1;
    return told;
  });
}

type Ending = { connection_id: string; kind: string; name: string; state: string; consent_ends_at: Temporal.Instant | null };

async function tell(tx: Tx, context: Context, row: Ending, alarm: SignInAlarm | undefined): Promise<boolean> {
  if (alarm === undefined) return false;
  const id = publicId('connection', row.connection_id);
  const endsAt = row.consent_ends_at?.toString() ?? '';
  const isNew = await raise(tx, context, {
    key: `sign-in ${row.connection_id} ${endsAt} ${alarm}`,
    matter: alarm === 'in1Day' || alarm === 'ended' ? 'signInAtItsEnd' : 'signInEnds',
    about: { kind: 'connection', id: row.connection_id },
    title: `The sign-in of ${row.name} ${whenOf[alarm]}`,
    detail: `${why(row.state)} ${remedy(row.kind)} Mappings and history stay. The end is ${endsAt}.`,
    link: `/settings/connections/${id}?tab=authentication`,
  });
  if (!isNew) return false;
  context.log.warn(
    { connectionId: row.connection_id, connection: row.name, endsAt, alarm },
    'The sign-in of a connection comes to its end',
  );
  await record(tx, context, { action: 'connection.signInEnds', object: id, after: { endsAt, alarm } });
  return true;
}

const why = (state: string): string =>
  state === 'off'
    ? 'The connection is paused, so its sign-in is not used and not renewed.'
    : 'It has not been renewed for weeks, though it is used every day.';

const remedy = (kind: string): string =>
  kind === 'partnerCenter'
    ? 'Let the integration account sign in again by a consent link.'
    : 'Enter a new refresh token on the page of the connection.';
