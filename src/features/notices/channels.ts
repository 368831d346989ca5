import { ChannelCadence, ChannelKind, ChannelState, NoticeEvent } from '../../model/notice.ts';
import type { QuietHours } from '../../model/quiet-hours.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import { record } from '../audit/index.ts';
import type { Context } from '../context.ts';
import { type ChannelAddressFault, channelAddressFault } from './address.ts';
import { asBefore, makeSecret, sealAddress, sealSecret } from './channel-secrets.ts';
import { quietOf } from './hold.ts';

/** Where notices go besides the browser, and how it does. */
export type Channel = {
  readonly channelId: string;
  readonly kind: ChannelKind;
  readonly name: string;
  /** The mailbox; of all others only the host, since their address is or carries a key. */
  readonly shown: string;
  /** None: all. */
  readonly events: readonly NoticeEvent[];
  readonly cadence: ChannelCadence;
  /** When only what is urgent is told. */
  readonly quiet: QuietHours | undefined;
  readonly state: ChannelState;
  /** Why Concord switched it off. */
  readonly reason: string | undefined;
  readonly waiting: number;
  readonly delivered: number;
  readonly dead: number;
  /** What the last delivery that was not taken ended with. */
  readonly trouble: string | undefined;
  readonly createdBy: string;
  readonly createdAt: Temporal.Instant;
};

export const listChannels = (context: Context): Promise<readonly Channel[]> =>
  inScope(context.db, everything, async (tx) => {
    const rows = await tx
      .selectFrom('notice_channel as channel')
      .selectAll()
      .select((row) => [
        ...(['waiting', 'delivered', 'dead'] as const).map((state) =>
          row
            .selectFrom('notice_delivery')
            .whereRef('notice_delivery.channel_id', '=', 'channel.channel_id')
            .where('notice_delivery.state', '=', state)
            .select((count) => count.fn.countAll<string>().as('count'))
            .as(state),
        ),
        row
          .selectFrom('notice_delivery')
          .whereRef('notice_delivery.channel_id', '=', 'channel.channel_id')
          .where('notice_delivery.state', '<>', 'delivered')
          .where('detail', 'is not', null)
          .orderBy('notice_delivery.created_at', 'desc')
          .limit(1)
          .select('detail')
          .as('trouble'),
      ])
      .orderBy('name')
      .execute();
    return rows.map((row) => ({
      channelId: row.channel_id,
      kind: ChannelKind.parse(row.kind),
      name: row.name,
      shown: row.shown,
      events: row.events.map((event) => NoticeEvent.parse(event)),
      cadence: ChannelCadence.parse(row.cadence),
      quiet: quietOf(row.quiet),
      state: ChannelState.parse(row.state),
      reason: row.reason ?? undefined,
      waiting: Number(row.waiting ?? 0),
      delivered: Number(row.delivered ?? 0),
      dead: Number(row.dead ?? 0),
      trouble: row.trouble ?? undefined,
      createdBy: row.created_by,
      createdAt: row.created_at,
    }));
  });

export type NewChannel = {
  readonly kind: ChannelKind;
  readonly name: string;
  /** A mailbox, or an https address. */
  readonly address: string;
  readonly events: readonly NoticeEvent[];
  readonly cadence: ChannelCadence;
  readonly quiet?: QuietHours | undefined;
};

export type AddChannelOutcome =
  /** `secret`: what webhooks are signed with; shown once. */
  | { readonly status: 'added'; readonly channelId: string; readonly secret: string | undefined }
  | { readonly status: 'refused'; readonly because: 'nameTaken' | 'notDaily' | 'notQuiet' | ChannelAddressFault };

/** Adds a mailbox, a program or a chat that is told from now on. */
export async function addChannel(context: Context, channel: NewChannel): Promise<AddChannelOutcome> {
  const { kind, name, address, events, cadence, quiet } = channel;
  const fault = channelAddressFault(kind, address, context.outbox.mayBeLocal) ?? (mayWait(kind) ? undefined : whatWaits(channel));
  if (fault !== undefined) return { status: 'refused', because: fault };
  const shown = kind === 'email' ? address : new URL(address).host;
  return inScope(context.db, everything, async (tx): Promise<AddChannelOutcome> => {
    const channelId = context.ids();
    const secret = signs(kind) ? makeSecret() : undefined;
    const done = await tx
      .insertInto('notice_channel')
      .values({
        channel_id: channelId,
        kind,
        name,
        shown,
        address: sealAddress(context, channelId, address),
        secret: secret === undefined ? null : sealSecret(context, channelId, secret),
        events: [...new Set(events)],
        cadence,
        quiet: quiet === undefined ? null : JSON.stringify(quiet),
        created_by: context.actor.name,
        created_at: context.clock.now(),
      })
      .onConflict((conflict) => conflict.column('name').doNothing())
      .executeTakeFirst();
    if (done.numInsertedOrUpdatedRows === 0n) return { status: 'refused', because: 'nameTaken' };
    await record(tx, context, {
      action: 'noticeChannel.added',
      object: `channel ${channelId}`,
      after: { kind, name, shown, events, cadence, ...(quiet !== undefined && { quiet }) },
    });
    return { status: 'added', channelId, secret: kind === 'webhook' ? secret : undefined };
  });
}

/** Deliveries of a program are signed, and so are the links in mails to a mailbox. */
const signs = (kind: string): boolean => kind === 'webhook' || kind === 'email';

/** A program is told each notice as it happens: what it makes of many, and of the night, is its own. */
export const mayWait = (kind: string): boolean => kind !== 'webhook';

type Waiting = { readonly cadence?: ChannelCadence | undefined; readonly quiet?: QuietHours | null | undefined };

/** What of a channel would let notices wait. */
export const whatWaits = ({ cadence, quiet }: Waiting): 'notDaily' | 'notQuiet' | undefined => {
  if (cadence === 'daily') return 'notDaily';
  return quiet == null ? undefined : 'notQuiet';
};

/** What waits for it goes with it. False when there is none. */
export const removeChannel = (context: Context, channelId: string): Promise<boolean> =>
  inScope(context.db, everything, async (tx) => {
    await tx.deleteFrom('notice_delivery').where('channel_id', '=', channelId).execute();
    await tx.deleteFrom('notice_mute').where('channel_id', '=', channelId).execute();
    const gone = await tx
      .deleteFrom('notice_channel')
      .where('channel_id', '=', channelId)
      .returning(['kind', 'name', 'shown'])
      .executeTakeFirst();
    if (gone === undefined) return false;
    await record(tx, context, { action: 'noticeChannel.removed', object: `channel ${channelId}`, before: { ...gone } });
    return true;
  });

/** How long the secret before signs as well (ux reference 12). */
const bothHours = 24;

/** A new secret for a webhook, shown once; the one before signs too for a day. Undefined when there is no such webhook. */
export const renewSecret = (context: Context, channelId: string): Promise<string | undefined> =>
  inScope(context.db, everything, async (tx) => {
    const row = await tx.selectFrom('notice_channel').selectAll().where('channel_id', '=', channelId).forUpdate().executeTakeFirst();
    if (row?.kind !== 'webhook') return undefined;
    const secret = makeSecret();
    await tx
      .updateTable('notice_channel')
      .set({
        secret: sealSecret(context, channelId, secret),
        secret_before: asBefore(context, row),
        secret_before_until: context.clock.now().add({ hours: bothHours }),
      })
      .where('channel_id', '=', channelId)
      .execute();
    await record(tx, context, { action: 'noticeChannel.secretRenewed', object: `channel ${channelId}`, after: { name: row.name } });
    return secret;
  });
