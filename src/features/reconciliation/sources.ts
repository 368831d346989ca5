import { sql } from 'kysely';
import { z } from 'zod';
import { Verdict } from '../../model/completeness.ts';
import type { PartnerType, Side } from '../../model/connection.ts';
import type { Db } from '../../platform/db/connect.ts';
import type { Source, SourceVerdict } from './books.ts';

export type KnownSource = Source & {
  readonly side: Side;
  readonly partnerType: PartnerType;
  /** Tenants (Microsoft) or agreements (PSA) whose own reading failed while the rest was read whole: only they are incomplete. */
  readonly failedUnits: ReadonlySet<string>;
};

type Row = {
  connection_id: string;
  name: string;
  side: Side;
  partner_type: PartnerType | null;
  last_success_at: Temporal.Instant | null;
  progress: unknown;
  run_ended_at: Temporal.Instant | null;
};

/** What a sync run notes of each kind of record; what else it notes is its own business. */
const Progress = z.object({ kinds: z.array(z.object({ kind: z.string(), verdict: Verdict.nullable(), reason: z.string().nullish() })) });
type KindVerdict = z.infer<typeof Progress>['kinds'][number];

/** Every connection with what its last reading of the whole proved. A connection that was switched off keeps what was read. */
export async function readSources(db: Db): Promise<KnownSource[]> {
  const { rows } = await sql<Row>`
    select connection.connection_id, connection.name, connection.side, connection.last_success_at,
      connection.settings->>'partnerType' as partner_type, run.progress, run.ended_at as run_ended_at
    from connection
    left join lateral (
      select progress, ended_at from sync_run
      where sync_run.connection_id = connection.connection_id and reach = 'full' and state in ('completed', 'partial')
      order by started_at desc limit 1
    ) run on true
    where connection.state <> 'draft' and connection.removed_at is null
    order by connection.name, connection.connection_id`.execute(db);
  const failed = await failedUnits(db);
  return rows.map((row) => ({
    connectionId: row.connection_id,
    name: row.name,
    side: row.side,
    partnerType: row.partner_type ?? 'directBill',
    readAt: (row.run_ended_at ?? row.last_success_at)?.toString(),
    verdict: verdictOf(row),
    failedUnits: failed.get(row.connection_id) ?? new Set(),
  }));
}

function verdictOf({ progress, last_success_at }: Row): SourceVerdict {
  if (progress === null || progress === undefined) return last_success_at === null ? 'never' : 'partial';
  const kinds = Progress.parse(progress).kinds;
  return kinds.find((each) => !isWhole(each))?.verdict ?? (kinds.length > 0 && kinds.every(isWhole) ? 'complete' : 'partial');
}

/** Access to tenants is nothing that is bought or billed; single units that failed are told apart below. */
const isWhole = ({ kind, verdict, reason }: KindVerdict): boolean =>
  kind === 'access' || verdict === 'complete' || reason === 'unitsFailed' || reason === 'unitsSuspicious';

/** Units with an open problem. Their remote id stands in brackets at the end of the problem's subject. */
async function failedUnits(db: Db): Promise<Map<string, Set<string>>> {
  const { rows } = await sql<{ connection_id: string; unit: string }>`
    select connection_id, substring(subject from '\\(([^()]*)\\)$') as unit from sync_problem
    where solved_at is null and kind in ('subscriptions', 'lines') and subject like '%)'`.execute(db);
  const units = new Map<string, Set<string>>();
  for (const { connection_id, unit } of rows) units.set(connection_id, (units.get(connection_id) ?? new Set()).add(unit));
  return units;
}
