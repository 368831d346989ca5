import { ownReseller, publicId } from '../../../model/ids.ts';
import { inScope } from '../../../platform/db/transaction.ts';
import { record } from '../../audit/index.ts';
import type { Context } from '../../context.ts';
import { hashToken, makeToken } from '../../people/index.ts';
import { type ChangedExpected, readExpected } from './change-expected.ts';
import { openMarketplace } from './look-up.ts';

/** Until when an invitation counts as open. Ours: how long Microsoft's own link lasts is not published. */
const inviteDays = 30;

export type Invited =
  /** `token` opens our own page as often as wanted; only its hash is kept; `url` is Microsoft's. */
  | { readonly status: 'invited'; readonly token: string; readonly url: string; readonly name: string; readonly isReminder: boolean }
  | Extract<ChangedExpected, { status: 'refused' }>;

/**
 * Makes the link by which the customer accepts this account, asked from Partner Center each time: it names the account, so that one of another
 * account or region is not sent by mistake. A second time is a reminder, and the first link leads nowhere any more.
 */
export async function inviteExpected(context: Context, expectedId: string): Promise<Invited> {
  const expected = await inScope(context.db, context.scope, (tx) => readExpected(tx, expectedId));
  if (expected === undefined) return { status: 'refused', because: 'not_found', detail: 'There is no such expected customer.' };
  if (expected.state !== 'waiting' && expected.state !== 'expired')
    return { status: 'refused', because: 'conflict', detail: 'Only a customer that is waited for is invited.' };
  const { directory } = await openMarketplace(context, expected.connectionId);
  if (directory === undefined) return { status: 'refused', because: 'conflict', detail: 'This account has no invitations.' };
  const url = await directory.invitation();
  const token = makeToken();
  const isReminder = expected.sentAt !== null;
  await inScope(context.db, context.scope, async (tx) => {
    const at = context.clock.now();
    await tx
      .updateTable('expected_customer')
      .set({
        state: 'waiting',
        invitation_url: url,
        token_hash: hashToken(token),
        expires_at: at.add({ hours: 24 * inviteDays }),
        changed_at: at,
        ...(isReminder ? { reminders: expected.reminders + 1, reminded_at: at } : { sent_at: at }),
      })
      .where('expected_id', '=', expectedId)
      .where('state', 'in', ['waiting', 'expired'])
      .execute();
    await record(tx, context, {
      action: isReminder ? 'customer.reminded' : 'customer.invited',
      object: publicId('expected', expectedId),
      resellerId: ownReseller,
      after: { account: publicId('connection', expected.connectionId), name: expected.name },
    });
  });
  return { status: 'invited', token, url, name: expected.name, isReminder };
}

/** The customer opened our link: where it leads; undefined when it was withdrawn, replaced, or is too old. Opening is noted once. */
export function openInvitation(context: Context, token: string): Promise<string | undefined> {
  return inScope(context.db, context.scope, async (tx) => {
    const at = context.clock.now();
    const row = await tx
      .selectFrom('expected_customer')
      .select(['expected_id', 'invitation_url', 'opened_at'])
      .where('token_hash', '=', hashToken(token))
      .where('state', '=', 'waiting')
      .where('expires_at', '>', at)
      .executeTakeFirst();
    if (row?.opened_at === null)
      await tx.updateTable('expected_customer').set({ opened_at: at, changed_at: at }).where('expected_id', '=', row.expected_id).execute();
    return row?.invitation_url;
  });
}

/** Invitations that nobody accepted in time. They still join when the customer comes after all. */
export const expireInvitations = (context: Context): Promise<void> =>
  inScope(context.db, context.scope, async (tx) => {
    const at = context.clock.now();
    await tx
      .updateTable('expected_customer')
      .set({ state: 'expired', changed_at: at })
      .where('state', '=', 'waiting')
      .where('expires_at', '<=', at)
      .execute();
  });
