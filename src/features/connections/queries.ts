import { sql } from 'kysely';
import { ConnectionSettings, DistributorPurpose } from '../../model/connection.ts';
import { type SignInAlarm, signInAlarm } from '../../model/sign-in-end.ts';
import type { Tx } from '../../platform/db/connect.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';

/** A connection as people see it: settings, never secrets. */
export type ConnectionRecord = {
  readonly connectionId: string;
  readonly kind: string;
  readonly side: string;
  readonly name: string;
  readonly state: string;
  readonly reason: string | null;
  readonly settings: ConnectionSettings;
  readonly secretsSet: readonly string[];
  readonly writeKinds: readonly string[];
  /** What it is read for; of distributors only. */
  readonly purposes: readonly DistributorPurpose[];
  /** Whether writing there needs a consent of its own, and who gave it when. */
  readonly writeConsent: {
    readonly isNeeded: boolean;
    readonly at: Temporal.Instant | null;
    readonly by: string | null;
  };
  readonly identity: string;
  readonly lastSuccessAt: Temporal.Instant | null;
  readonly consentEndsAt: Temporal.Instant | null;
  readonly signInAlarm: SignInAlarm | undefined;
  /** What is held of it, by kind of record. */
  readonly counts: Readonly<Record<string, number>>;
  readonly openProblems: number;
};

export const listConnections = (context: Context): Promise<readonly ConnectionRecord[]> =>
  inScope(context.db, everything, async (tx) =>
    (await select(tx).orderBy('side').orderBy('name').execute()).map((row) => toRecord(row, context.clock.now())),
  );

export const findConnection = (context: Context, connectionId: string): Promise<ConnectionRecord | undefined> =>
  inScope(context.db, everything, async (tx) => {
    const row = await select(tx).where('connection_id', '=', connectionId).executeTakeFirst();
    return row === undefined ? undefined : toRecord(row, context.clock.now());
  });

/** What the last complete reading held is known already; a list of connections does not count 100,000 rows. */
const select = (tx: Tx) =>
  tx
    .selectFrom('connection')
    .where('removed_at', 'is', null)
    .select([
      'connection_id',
      'kind',
      'side',
      'name',
      'state',
      'reason',
      'settings',
      'secrets_set',
      'write_kinds',
      'purposes',
      'write_consent_at',
      'write_consent_by',
      'identity',
      'last_success_at',
      'consent_ends_at',
    ])
    .select([
      sql<Record<string, number> | null>`(select json_object_agg(kind, last_count) from sync_cursor
        where sync_cursor.connection_id = connection.connection_id and last_count is not null)`.as('counts'),
      sql<number>`(select count(*)::int from sync_problem
        where sync_problem.connection_id = connection.connection_id and solved_at is null)`.as('open_problems'),
    ]);

type Row = Awaited<ReturnType<ReturnType<typeof select>['execute']>>[number];

const toRecord = (row: Row, now: Temporal.Instant): ConnectionRecord => ({
  connectionId: row.connection_id,
  kind: row.kind,
  side: row.side,
  name: row.name,
  state: row.state,
  reason: row.reason,
  settings: ConnectionSettings.parse(row.settings),
  secretsSet: row.secrets_set,
  writeKinds: row.write_kinds,
  purposes: row.side === 'distributor' ? DistributorPurpose.array().parse(row.purposes) : [],
  writeConsent: { isNeeded: row.kind === 'partnerCenter', at: row.write_consent_at, by: row.write_consent_by },
  identity: row.identity,
  lastSuccessAt: row.last_success_at,
  consentEndsAt: row.consent_ends_at,
  signInAlarm: signInAlarm(row.consent_ends_at, now),
  counts: row.counts ?? {},
  openProblems: row.open_problems,
});
