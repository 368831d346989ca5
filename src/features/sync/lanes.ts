import { sql } from 'kysely';
import { idOf, type JobId } from '../../model/ids.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';
import { SyncInput } from './sync-input.ts';

/** The pace of one part of a remote's API: what it was seen to allow, never what somebody told. */
export type Pace = { readonly part: string; readonly callsPerMinute: number; readonly heldUntil: Temporal.Instant | undefined };

/** What goes on at one connection: readings under way, readings that wait, and how much of the remote's rate is left. */
export type Lane = {
  readonly connectionId: string;
  readonly name: string;
  readonly running: readonly { readonly jobId: JobId; readonly title: string }[];
  readonly waiting: number;
  readonly callsLastMinute: number;
  readonly paces: readonly Pace[];
};

export const listLanes = (context: Context): Promise<readonly Lane[]> =>
  inScope(context.db, everything, async (tx) => {
    const now = context.clock.now();
    const connections = await tx
      .selectFrom('connection')
      .select(['connection_id', 'name'])
      .select(
        sql<number>`(select count(*)::int from raw_answer where raw_answer.connection_id = connection.connection_id
          and raw_answer.at > ${now.subtract({ seconds: 60 })})`.as('calls'),
      )
      .where('state', '!=', 'off')
      .orderBy('name')
      .execute();
    const jobs = await tx
      .selectFrom('job')
      .select(['job_id', 'title', 'state', 'input'])
      .where('kind', '=', 'sync')
      .where('state', 'in', ['queued', 'running', 'paused'])
      .orderBy('created_at')
      .execute();
    const buckets = await tx.selectFrom('rate_bucket').select(['bucket', 'rate', 'held_until']).orderBy('bucket').execute();
    return connections.map(({ connection_id, name, calls }): Lane => {
      const own = jobs.filter(({ input }) => SyncInput.safeParse(input).data?.connectionId === connection_id);
      return {
        connectionId: connection_id,
        name,
        running: own.filter(({ state }) => state !== 'queued').map(({ job_id, title }) => ({ jobId: idOf('job', job_id), title })),
        waiting: own.filter(({ state }) => state === 'queued').length,
        callsLastMinute: calls,
        paces: buckets
          .filter(({ bucket }) => bucket.startsWith(`${connection_id} `))
          .map(({ bucket, rate, held_until }) => ({
            part: bucket.slice(connection_id.length + 1),
            callsPerMinute: Math.round(rate * 60),
            heldUntil: held_until !== null && Temporal.Instant.compare(held_until, now) > 0 ? held_until : undefined,
          })),
      };
    });
  });
