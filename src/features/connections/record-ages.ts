import { sql } from 'kysely';
import type { Ledger } from '../../model/sync-kind.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';
import { readSettings } from '../settings/index.ts';
import { type Heard, isStale } from './staleness.ts';

/** Where a record was read and whether it is too old to rely on. */
type RecordAge = { readonly source: { readonly connectionId: string; readonly name: string } | null; readonly isStale: boolean };

/** Says of a record how fresh it is, by its account and when it was read. */
export type RecordAges = (connectionId: string | undefined, readAt: Temporal.Instant, ledger: Ledger) => RecordAge;

type Row = {
  readonly connection_id: string;
  readonly name: string;
  readonly last_success_at: Temporal.Instant | null;
  readonly started_at: Temporal.Instant | null;
};

/** What every record of an answer is judged by, read once for all of them: a handful of accounts, removed ones too (O3). */
export const readRecordAges = (context: Context): Promise<RecordAges> =>
  inScope(context.db, everything, async (tx) => {
    const { rows } = await sql<Row>`
      select connection.connection_id, connection.name, connection.last_success_at, run.started_at
      from connection
      left join lateral (
        select started_at from sync_run
        where sync_run.connection_id = connection.connection_id and reach = 'full' and state in ('completed', 'partial')
        order by started_at desc limit 1
      ) run on true`.execute(tx);
    const accounts = new Map(rows.map((row) => [row.connection_id, { name: row.name, heard: heardOf(row) }]));
    const allowed = { now: context.clock.now(), minutes: (await readSettings(tx)).staleAfterMinutes };
    return (connectionId = '', readAt, ledger) => {
      const account = accounts.get(connectionId);
      return {
        source: account === undefined ? null : { connectionId, name: account.name },
        isStale: isStale(readAt, ledger, account?.heard ?? unheard, allowed),
      };
    };
  });

const unheard: Heard = { lastSuccessAt: null, booksReadAt: null };

const heardOf = ({ last_success_at: lastSuccessAt, started_at: booksReadAt }: Row): Heard => ({ lastSuccessAt, booksReadAt });
