import { randomBytes } from 'node:crypto';
import { type Selectable, sql } from 'kysely';
import { z } from 'zod';
import type { WebhookRegistration } from '../../connectors/ports.ts';
import { Holder } from '../../model/feed.ts';
import type { Tx } from '../../platform/db/connect.ts';
import type { Tables } from '../../platform/db/tables.ts';
import type { Context } from '../context.ts';

/** What is known of a partner account's registration and of its activity log. */
export type FeedState = {
  readonly connectionId: string;
  readonly pathKey: string;
  readonly holder: Holder;
  readonly holderSince: Temporal.Instant;
  readonly checkedAt: Temporal.Instant | undefined;
  readonly registeredHost: string | undefined;
  readonly registeredEvents: readonly string[];
  /** Sealed. */
  readonly registered: string | undefined;
  readonly beforeTakeOver: string | undefined;
  /** Until when the activity log is known. */
  readonly knownUntil: Temporal.Instant;
  readonly polledAt: Temporal.Instant | undefined;
  /** The last look at the log came to its end. */
  readonly polledWhole: boolean;
  readonly trouble: { readonly code: string; readonly reason: string } | undefined;
  readonly failures: number;
};

/** 256 bits: nobody guesses the address of an account. */
const newPathKey = (): string => randomBytes(32).toString('base64url');

/** The state of each partner account, made where there is none yet. Locked until the transaction ends. */
export async function lockState(tx: Tx, connectionId: string, now: Temporal.Instant): Promise<FeedState> {
  await tx
    .insertInto('feed_state')
    .values({ connection_id: connectionId, path_key: newPathKey(), holder: 'unknown', holder_since: now, known_until: now })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return toState(
    await tx.selectFrom('feed_state').selectAll().where('connection_id', '=', connectionId).forUpdate().executeTakeFirstOrThrow(),
  );
}

export async function findState(tx: Tx, connectionId: string): Promise<FeedState | undefined> {
  const row = await tx.selectFrom('feed_state').selectAll().where('connection_id', '=', connectionId).executeTakeFirst();
  return row === undefined ? undefined : toState(row);
}

/** Whose account an address is; undefined when it is nobody's or that connection is off. */
export async function connectionOf(tx: Tx, pathKey: string): Promise<{ connectionId: string; holder: Holder } | undefined> {
  const row = await tx
    .selectFrom('feed_state')
    .innerJoin('connection', 'connection.connection_id', 'feed_state.connection_id')
    .select(['feed_state.connection_id', 'feed_state.holder'])
    .where('feed_state.path_key', '=', pathKey)
    .where('connection.state', '!=', 'off')
    .executeTakeFirst();
  return row === undefined ? undefined : { connectionId: row.connection_id, holder: Holder.parse(row.holder) };
}

const toState = (row: Selectable<Tables['feed_state']>): FeedState => ({
  connectionId: row.connection_id,
  pathKey: row.path_key,
  holder: Holder.parse(row.holder),
  holderSince: row.holder_since,
  checkedAt: row.checked_at ?? undefined,
  registeredHost: row.registered_host ?? undefined,
  registeredEvents: row.registered_events,
  registered: row.registered ?? undefined,
  beforeTakeOver: row.before_take_over ?? undefined,
  knownUntil: row.known_until,
  polledAt: row.polled_at ?? undefined,
  polledWhole: row.polled_whole,
  trouble: row.poll_code === null ? undefined : { code: row.poll_code, reason: row.poll_reason ?? '' },
  failures: row.failures,
});

/** Changes that the activity log had since then and no notification told of, though it had a minute for it. */
export async function countUntold(tx: Tx, connectionId: string, since: Temporal.Instant): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from feed_event as logged
    where connection_id = ${connectionId}::uuid and feed = 'audit' and resource like 'subscriptions %' and received_at >= ${since}
      and occurred_at >= ${since} and received_at - occurred_at > interval '60 seconds'
      and not exists (
        select from feed_event as told where told.connection_id = logged.connection_id and told.feed <> 'audit'
          and told.resource = logged.resource and told.received_at >= logged.occurred_at - interval '60 seconds')`.execute(tx);
  return rows[0]?.n ?? 0;
}

const Registration = z.object({ url: z.string(), events: z.array(z.string()), signatureInMsHeader: z.boolean() });
type SealedColumn = 'registered' | 'before_take_over';

/** An address of another tool may carry its key, so it is kept sealed. */
export const sealRegistration = (
  context: Pick<Context, 'secrets'>,
  connectionId: string,
  column: SealedColumn,
  registration: WebhookRegistration,
): string => context.secrets.seal(JSON.stringify(registration), { table: 'feed_state', row: connectionId, column });

export const openRegistration = (
  context: Pick<Context, 'secrets'>,
  connectionId: string,
  column: SealedColumn,
  sealed: string,
): WebhookRegistration => Registration.parse(JSON.parse(context.secrets.open(sealed, { table: 'feed_state', row: connectionId, column })));
