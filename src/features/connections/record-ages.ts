import { sql } from 'kysely';
import { staleMinutesOf } from '../../model/distributor-file.ts';
import type { Ledger } from '../../model/sync-kind.ts';
import { everything, readIn } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';
import { businessSettings, settingsName } from '../settings/index.ts';
import { type Heard, isStale } from './staleness.ts';

/** Where a record was read and whether it is too old to rely on. */
type RecordAge = { readonly source: { readonly connectionId: string; readonly name: string } | null; readonly isStale: boolean };

/** Says of a record how fresh it is, by its account and when it was read. */
export type RecordAges = (connectionId: string | undefined, readAt: Temporal.Instant, ledger: Ledger) => RecordAge;

type Row = {
  readonly business: unknown;
  /** Null when nothing is connected: there is one row then, for the settings. */
  readonly connection_id: string | null;
  readonly name: string;
  readonly kind: string;
  readonly last_success_at: Temporal.Instant | null;
  readonly started_at: Temporal.Instant | null;
};

/** Every request that shows records pays for this look, so it is one statement. */
const statement = sql<Row>`
  select setting.business, connection.connection_id, connection.name, connection.kind, connection.last_success_at, run.started_at
  from (select (select value from setting where name = ${settingsName}) as business) as setting
  left join connection on true
  left join lateral (
    select started_at from sync_run
    where sync_run.connection_id = connection.connection_id and reach = 'full' and state in ('completed', 'partial')
    order by started_at desc limit 1
  ) run on true`;

/** What every record of an answer is judged by, read once for all of them: a handful of accounts, removed ones too (O3). */
export async function readRecordAges(context: Context): Promise<RecordAges> {
  const { rows } = await statement.execute(readIn(context.db, everything));
  const accounts = new Map(rows.map((row) => [row.connection_id, { name: row.name, kind: row.kind, heard: heardOf(row) }]));
  const now = context.clock.now();
  const { staleAfterMinutes } = businessSettings(rows[0]?.business);
  return (connectionId = '', readAt, ledger) => {
    const account = accounts.get(connectionId);
    return {
      source: account === undefined ? null : { connectionId, name: account.name },
      isStale: isStale(heldAt(readAt, account), ledger, account?.heard ?? unheard, {
        now,
        minutes: staleMinutesOf(account?.kind ?? '', staleAfterMinutes),
      }),
    };
  };
}

/** What comes by file is as old as the file, whenever that was read. */
const heldAt = (readAt: Temporal.Instant, account: { readonly kind: string; readonly heard: Heard } | undefined): Temporal.Instant =>
  account?.kind === 'distributorFile' ? (account.heard.lastSuccessAt ?? readAt) : readAt;

const unheard: Heard = { lastSuccessAt: null, booksReadAt: null };

const heardOf = ({ last_success_at: lastSuccessAt, started_at: booksReadAt }: Row): Heard => ({ lastSuccessAt, booksReadAt });
