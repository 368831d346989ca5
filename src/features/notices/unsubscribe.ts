import { NoticeEvent, type UnsubscribeWhat } from '../../model/notice.ts';
import type { Tx } from '../../platform/db/connect.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import { record } from '../audit/index.ts';
import type { Context } from '../context.ts';
import { openSecret } from './channel-secrets.ts';
import { addMute, type Muted, type NoticeObject, namesOf, objectOf, readMutes, takeMuteAway } from './mutes.ts';
import { raise } from './raise.ts';
import { isSigned, readUnsubscribeToken } from './unsubscribe-token.ts';

/** What whoever holds a link of a mail sees: the mailbox, why it gets mails, and what can stop. */
export type Unsubscribing = {
  readonly to: string;
  readonly addedBy: string;
  readonly addedAt: Temporal.Instant;
  /** The mailbox is told nothing any more, by such a link. */
  readonly stopped: boolean;
  /** It is told nothing for another reason: somebody paused it, or Concord switched it off. */
  readonly silent: boolean;
  /** The event of the notice that the link stands under, and whether the mailbox is told no more of it. */
  readonly event: { readonly name: NoticeEvent; readonly stopped: boolean } | undefined;
  /** What that notice is about. */
  readonly object: { readonly name: string; readonly stopped: boolean } | undefined;
};

type Found = {
  readonly channelId: string;
  readonly name: string;
  readonly shown: string;
  readonly state: string;
  /** What it goes back to. */
  readonly before: string;
  readonly by: string;
  readonly at: Temporal.Instant;
  readonly event: NoticeEvent | undefined;
  readonly object: NoticeObject | undefined;
};

/** The mailbox behind a link that its secret signed; undefined for everything else, whatever is wrong with it. */
async function find(tx: Tx, context: Context, token: string): Promise<Found | undefined> {
  const aim = readUnsubscribeToken(token);
  if (aim === undefined) return undefined;
  const row = await tx.selectFrom('notice_channel').selectAll().where('channel_id', '=', aim.channelId).forUpdate().executeTakeFirst();
  if (row?.kind !== 'email' || row.secret === null || !isSigned(token, openSecret(context, row.channel_id, row.secret))) return undefined;
  const notice =
    aim.noticeId === undefined
      ? undefined
      : await tx
          .selectFrom('notice')
          .select(['event', 'object_kind', 'object_id'])
          .where('notice_id', '=', aim.noticeId)
          .executeTakeFirst();
  return {
    channelId: row.channel_id,
    name: row.name,
    shown: row.shown,
    state: row.state,
    before: row.state_before ?? 'on',
    by: row.created_by,
    at: row.created_at,
    event: notice && NoticeEvent.safeParse(notice.event).data,
    object: notice && objectOf(notice),
  };
}

/** What stands behind a link; changes nothing. */
export const lookAtUnsubscribing = (context: Context, token: string): Promise<Unsubscribing | undefined> =>
  inScope(context.db, everything, async (tx) => {
    const found = await find(tx, context, token);
    return found && viewOf(tx, context, found);
  });

async function viewOf(tx: Tx, context: Context, found: Found): Promise<Unsubscribing> {
  const { event, object } = found;
  const mutes = await readMutes(tx, context.clock.now());
  const has = (what: Muted) => mutes.some((mute) => isSame(mute, what));
  const name = object && (await namesOf(tx, [object])).get(object.id);
  return {
    to: found.shown,
    addedBy: found.by,
    addedAt: found.at,
    stopped: found.state === 'unsubscribed',
    silent: found.state === 'paused' || found.state === 'off',
    event: event && { name: event, stopped: has({ channelId: found.channelId, event }) },
    object: object && name !== undefined ? { name, stopped: has({ channelId: found.channelId, object }) } : undefined,
  };
}

const isSame = (mute: Muted, { channelId, object, event }: Muted): boolean =>
  mute.channelId === channelId && mute.object?.id === object?.id && mute.event === event;

/**
 * Stops everything, an event or an object for the mailbox of a link, or takes that back. Doing it twice is doing it once. Only what such a link
 * stopped is taken back by one: what people here paused stays paused. Undefined when the link is none.
 */
export const unsubscribe = (
  context: Context,
  token: string,
  { what, stop }: { readonly what: UnsubscribeWhat; readonly stop: boolean },
): Promise<Unsubscribing | undefined> =>
  inScope(context.db, everything, async (tx) => {
    const found = await find(tx, context, token);
    if (found === undefined) return undefined;
    const by = { ...context, actor: { ...context.actor, name: `the link in a mail to ${found.shown}` } };
    if (what === 'everything') await setAll(tx, by, found, stop);
    else await setOne(tx, by, found, what, stop);
    const after = await find(tx, context, token);
    return after && viewOf(tx, context, after);
  });

async function setAll(tx: Tx, context: Context, { channelId, name, shown, state, before }: Found, stop: boolean): Promise<void> {
  if (stop ? state === 'unsubscribed' : state !== 'unsubscribed') return;
  await tx
    .updateTable('notice_channel')
    .set({
      state: stop ? 'unsubscribed' : before,
      state_before: stop ? state : null,
      reason: stop ? 'Its reader unsubscribed, by the link in a mail.' : null,
      failing_since: null,
    })
    .where('channel_id', '=', channelId)
    .execute();
  await record(tx, context, {
    action: stop ? 'noticeChannel.unsubscribed' : 'noticeChannel.resubscribed',
    object: `channel ${channelId}`,
    before: { state },
    after: { state: stop ? 'unsubscribed' : before },
  });
  if (!stop) return;
  await raise(tx, context, {
    key: `channel ${channelId} unsubscribed ${context.clock.now().toString()}`,
    matter: 'channelLeft',
    title: `${shown} unsubscribed: notices no longer go to ${name}`,
    detail: 'Somebody used the link in a mail to it. Let somebody else be told, or ask its reader before you switch it on again.',
    link: '/settings/notifications',
  });
}

async function setOne(tx: Tx, context: Context, found: Found, what: 'event' | 'object', stop: boolean): Promise<void> {
  const { channelId, event, object } = found;
  const muted: Muted = what === 'event' ? { channelId, event } : { channelId, object };
  if (muted.event === undefined && muted.object === undefined) return;
  const mute = (await readMutes(tx, context.clock.now())).find((each) => isSame(each, muted));
  if (stop && mute === undefined) await addMute(tx, context, muted, 'untilUnmuted');
  if (!stop && mute !== undefined) await takeMuteAway(tx, context, mute.muteId);
}
