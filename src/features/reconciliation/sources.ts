import { sql } from 'kysely';
import type { PartnerType, Side } from '../../model/connection.ts';
import type { Db } from '../../platform/db/connect.ts';
import type { Source, SourceVerdict } from './books.ts';

export type KnownSource = Source & { readonly side: Side; readonly kind: string; readonly partnerType: PartnerType };

type Row = {
  connection_id: string;
  name: string;
  side: Side;
  kind: string;
  partner_type: PartnerType | null;
  last_success_at: Temporal.Instant | null;
  run_state: string | null;
  run_ended_at: Temporal.Instant | null;
};

/** Every connection with what its last reading of the whole proved. A connection that was switched off keeps what was read. */
export async function readSources(db: Db): Promise<KnownSource[]> {
  const { rows } = await sql<Row>`
    select connection.connection_id, connection.name, connection.side, connection.kind, connection.last_success_at,
      connection.settings->>'partnerType' as partner_type, run.state as run_state, run.ended_at as run_ended_at
    from connection
    left join lateral (
      select state, ended_at from sync_run
      where sync_run.connection_id = connection.connection_id and reach = 'full' and state in ('completed', 'partial')
      order by started_at desc limit 1
    ) run on true
    where connection.state <> 'draft'
    order by connection.name`.execute(db);
  return rows.map((row) => ({
    connectionId: row.connection_id,
    name: row.name,
    side: row.side,
    kind: row.kind,
    partnerType: row.partner_type ?? 'directBill',
    readAt: (row.run_ended_at ?? row.last_success_at)?.toString(),
    verdict: verdictOf(row),
  }));
}

const verdictOf = ({ run_state, last_success_at }: Row): SourceVerdict => {
  if (run_state === 'completed') return 'complete';
  return run_state === 'partial' || last_success_at !== null ? 'partial' : 'never';
};
