import { sql } from 'kysely';
import { publicId } from '../../model/ids.ts';
import { type MuteLength, NoticeEvent, NoticeObjectKind } from '../../model/notice.ts';
import type { Tx } from '../../platform/db/connect.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import { record } from '../audit/index.ts';
import type { Context } from '../context.ts';

/** What a notice is about. */
export type NoticeObject = { readonly kind: NoticeObjectKind; readonly id: string };

/** What is muted: an object, one event at it, or for one channel also an event wherever it happens. */
export type Muted = {
  /** Undefined: for every channel. */
  readonly channelId?: string | undefined;
  readonly object?: NoticeObject | undefined;
  /** Undefined: every event. */
  readonly event?: NoticeEvent | undefined;
};

export type Mute = Muted & {
  readonly muteId: string;
  /** Undefined: until somebody takes it away. */
  readonly until: Temporal.Instant | undefined;
  readonly by: string;
  readonly at: Temporal.Instant;
};

/** As people see it: names beside ids. Undefined: it is gone. */
export type NamedMute = Mute & { readonly objectName: string | undefined; readonly channelName: string | undefined };

/** What mutes decide and what they do to deliveries comes one after the other. */
export const lockMutes = (tx: Tx) => sql`select pg_advisory_xact_lock(hashtext('concord notice mutes'))`.execute(tx);

/** Mutes that hold. */
export async function readMutes(tx: Tx, now: Temporal.Instant): Promise<readonly Mute[]> {
  const rows = await tx
    .selectFrom('notice_mute')
    .selectAll()
    .where((where) => where.or([where('until', 'is', null), where('until', '>', now)]))
    .orderBy('muted_at', 'desc')
    .orderBy('mute_id')
    .execute();
  return rows.map((row) => ({
    muteId: row.mute_id,
    channelId: row.channel_id ?? undefined,
    object: objectOf(row),
    event: row.event === null ? undefined : NoticeEvent.parse(row.event),
    until: row.until ?? undefined,
    by: row.muted_by,
    at: row.muted_at,
  }));
}

/** Ids of what is muted for an event, be it for one channel: what is told of several at once has to leave these out. */
export const mutedObjects = async (tx: Tx, now: Temporal.Instant, event: NoticeEvent): Promise<ReadonlySet<string>> =>
  new Set(
    (await readMutes(tx, now)).flatMap((mute) =>
      mute.object !== undefined && (mute.event === undefined || mute.event === event) ? [mute.object.id] : [],
    ),
  );

type Stored = { readonly object_kind: string | null; readonly object_id: string | null };
export const objectOf = ({ object_kind: kind, object_id: id }: Stored): NoticeObject | undefined =>
  kind === null || id === null ? undefined : { kind: NoticeObjectKind.parse(kind), id };

type About = { readonly event: string; readonly object_id: string | null };

/** Whether a mute is for a notice, told to a channel (undefined: told to all). Pure. */
export const covers = ({ channelId, object, event }: Muted, notice: About, toChannel: string | undefined): boolean =>
  (channelId === undefined || channelId === toChannel) &&
  (object === undefined || object.id === notice.object_id) &&
  (event === undefined || event === notice.event);

const hours: Readonly<Record<MuteLength, number | undefined>> = { day: 24, week: 7 * 24, untilUnmuted: undefined };

/** Mutes, or mutes anew for another time. What waits for a digest or the end of quiet hours is muted, too. */
export async function addMute(tx: Tx, context: Context, muted: Muted, lasts: MuteLength): Promise<Mute> {
  const { channelId, object, event } = muted;
  await lockMutes(tx);
  const at = context.clock.now();
  const until = hours[lasts] === undefined ? undefined : at.add({ hours: hours[lasts] });
  const said = { until: until ?? null, muted_by: context.actor.name, muted_at: at };
  const what = { channel_id: channelId ?? null, object_kind: object?.kind ?? null, object_id: object?.id ?? null, event: event ?? null };
  const { mute_id: muteId } = await tx
    .insertInto('notice_mute')
    .values({ mute_id: context.ids(), ...what, ...said })
    .onConflict((conflict) => conflict.columns(['channel_id', 'object_id', 'event']).doUpdateSet(said))
    .returning('mute_id')
    .executeTakeFirstOrThrow();
  // What is due is perhaps being sent just now.
  await sql`
    update notice_delivery as delivery set state = 'muted', mute_id = ${muteId}, ended_at = ${at}
    from notice
    where notice.notice_id = delivery.notice_id and delivery.state = 'waiting' and delivery.digest_id is null and delivery.next_at > ${at}
      and (${what.channel_id}::uuid is null or delivery.channel_id = ${what.channel_id}::uuid)
      and (${what.object_id}::uuid is null or notice.object_id = ${what.object_id}::uuid)
      and (${what.event}::text is null or notice.event = ${what.event}::text)`.execute(tx);
  await record(tx, context, { action: 'notices.muted', object: told(muted), after: { ...trail(muted), until: until?.toString() ?? null } });
  return { ...muted, muteId, until, by: said.muted_by, at };
}

/** Tells again. What would not have gone out yet goes out in its time, unless another mute covers it. Undefined when there is no such mute. */
export async function takeMuteAway(tx: Tx, context: Context, muteId: string): Promise<true | undefined> {
  await lockMutes(tx);
  const now = context.clock.now();
  const gone = await tx.deleteFrom('notice_mute').where('mute_id', '=', muteId).returningAll().executeTakeFirst();
  if (gone === undefined) return undefined;
  await sql`
    update notice_delivery as delivery
    set mute_id = other.mute_id, state = case when other.mute_id is null then 'waiting' else 'muted' end,
      ended_at = case when other.mute_id is null then null else delivery.ended_at end
    from (
      select mine.delivery_id, (
        select mute.mute_id from notice_mute as mute
        where (mute.until is null or mute.until > ${now}) and (mute.channel_id is null or mute.channel_id = mine.channel_id)
          and (mute.object_id is null or mute.object_id = notice.object_id) and (mute.event is null or mute.event = notice.event)
        limit 1) as mute_id
      from notice_delivery as mine join notice on notice.notice_id = mine.notice_id
      where mine.mute_id = ${muteId} and mine.next_at > ${now}) as other
    where other.delivery_id = delivery.delivery_id`.execute(tx);
  const muted = { channelId: gone.channel_id ?? undefined, object: objectOf(gone), event: gone.event ?? undefined };
  await record(tx, context, { action: 'notices.unmuted', object: told(muted), before: trail(muted) });
  return true;
}

type Trailed = Omit<Muted, 'event'> & { readonly event?: string | undefined };
const told = ({ object, channelId }: Trailed): string =>
  object === undefined ? `channel ${channelId ?? ''}` : publicId(object.kind, object.id);
const trail = ({ channelId, event }: Trailed) => ({
  ...(channelId !== undefined && { channel: channelId }),
  ...(event !== undefined && { event }),
});

/** Names of objects, by their id. */
export async function namesOf(tx: Tx, objects: readonly (NoticeObject | undefined)[]): Promise<ReadonlyMap<string, string>> {
  const ids = (kind: NoticeObjectKind) => [...new Set(objects.flatMap((object) => (object?.kind === kind ? [object.id] : [])))];
  const [customers, connections] = [ids('customer'), ids('connection')];
  const found = [
    ...(customers.length === 0
      ? []
      : await tx.selectFrom('customer').select(['customer_id as id', 'name']).where('customer_id', 'in', customers).execute()),
    ...(connections.length === 0
      ? []
      : await tx.selectFrom('connection').select(['connection_id as id', 'name']).where('connection_id', 'in', connections).execute()),
  ];
  return new Map(found.map(({ id, name }) => [id, name]));
}

/** What is muted now, newest first. */
export const listMutes = (context: Context): Promise<readonly NamedMute[]> =>
  inScope(context.db, everything, async (tx) => {
    const mutes = await readMutes(tx, context.clock.now());
    const names = await namesOf(
      tx,
      mutes.map(({ object }) => object),
    );
    const channels = await tx.selectFrom('notice_channel').select(['channel_id', 'name']).execute();
    return mutes.map((mute) => ({
      ...mute,
      objectName: mute.object && names.get(mute.object.id),
      channelName: channels.find(({ channel_id }) => channel_id === mute.channelId)?.name,
    }));
  });

/** Mutes an object for every channel; `unknown`: there is none. */
export const muteObject = (
  context: Context,
  { object, event, lasts }: { readonly object: NoticeObject; readonly event?: NoticeEvent | undefined; readonly lasts: MuteLength },
): Promise<NamedMute | 'unknown'> =>
  inScope(context.db, everything, async (tx) => {
    const objectName = (await namesOf(tx, [object])).get(object.id);
    if (objectName === undefined) return 'unknown';
    return { ...(await addMute(tx, context, { object, event }, lasts)), objectName, channelName: undefined };
  });

/** False when there is no such mute. */
export const unmute = (context: Context, muteId: string): Promise<boolean> =>
  inScope(context.db, everything, async (tx) => (await takeMuteAway(tx, context, muteId)) === true);

/** Mutes whose time is over say nothing any more. */
export const forgetOldMutes = (context: Context): Promise<number> =>
  inScope(context.db, everything, async (tx) => {
    const done = await tx.deleteFrom('notice_mute').where('until', '<=', context.clock.now()).executeTakeFirst();
    return Number(done.numDeletedRows);
  });
