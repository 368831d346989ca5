import type { ConnectionId } from '../../model/ids.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';

/** One call to the account, as it was recorded: its address masked, its body not here. */
export type RemoteCall = {
  readonly method: string;
  readonly url: string;
  readonly status: number;
  readonly bytes: number;
  readonly correlationId: string;
  readonly at: Temporal.Instant;
};

/** What the account lets us do a minute, for each part of its API, as it was learned; and until when it asked to wait. */
export type RemotePace = { readonly part: string; readonly callsAMinute: number; readonly heldUntil: Temporal.Instant | null };

export type Calls = { readonly calls: readonly RemoteCall[]; readonly pace: readonly RemotePace[]; readonly inTheLastHour: number };

/** The newest calls of a connection, those of one class of status if one is named, and its pace; undefined when there is no such connection. */
export function listCalls(
  context: Context,
  connectionId: ConnectionId,
  { status, limit = 100 }: { readonly status?: 'refused' | undefined; readonly limit?: number | undefined },
): Promise<Calls | undefined> {
  return inScope(context.db, everything, async (tx) => {
    const exists = await tx.selectFrom('connection').select('connection_id').where('connection_id', '=', connectionId).executeTakeFirst();
    if (exists === undefined) return undefined;
    const ofConnection = tx.selectFrom('raw_answer').where('connection_id', '=', connectionId);
    const rows = await ofConnection
      .select(['method', 'url', 'status', 'bytes', 'correlation_id', 'at'])
      .$if(status === 'refused', (query) => query.where('status', '>=', 400))
      .orderBy('at', 'desc')
      .limit(limit)
      .execute();
    const { count } = await ofConnection
      .select((select) => select.fn.countAll<string>().as('count'))
      .where('at', '>', context.clock.now().subtract({ hours: 1 }))
      .executeTakeFirstOrThrow();
    const buckets = await tx
      .selectFrom('rate_bucket')
      .select(['bucket', 'rate', 'held_until'])
      .where('bucket', 'like', `${connectionId} %`)
      .orderBy('bucket')
      .execute();
    return {
      calls: rows.map(({ correlation_id: correlationId, ...row }) => ({ ...row, correlationId })),
      pace: buckets.map(({ bucket, rate, held_until: heldUntil }) => ({
        part: bucket.replace(connectionId, '').trim(),
        callsAMinute: Math.round(rate * 60),
        heldUntil: isAhead(heldUntil, context.clock.now()) ? heldUntil : null,
      })),
      inTheLastHour: Number(count),
    };
  });
}

const isAhead = (instant: Temporal.Instant | null, now: Temporal.Instant): boolean =>
  instant !== null && Temporal.Instant.compare(instant, now) > 0;
