import type { ConnectionSecrets, Probe } from '../../model/connection.ts';
import type { Tx } from '../../platform/db/connect.ts';
import type { Standing } from './state.ts';

export type NewConnection = {
  readonly connectionId: string;
  readonly kind: string;
  readonly side: string;
  readonly name: string;
  readonly standing: Standing;
  readonly settings: unknown;
  readonly secrets: string;
  readonly secretsSet: readonly string[];
  readonly identity: string;
  readonly consentEndsAt: Temporal.Instant | null;
  readonly provider: unknown;
  readonly account: unknown;
};

/** The connection that the same account had before it was removed: its history goes on with it. */
export const findRemoved = (tx: Tx, kind: string, identity: string) =>
  tx
    .selectFrom('connection')
    .select('connection_id')
    .where('kind', '=', kind)
    .where('identity', '=', identity)
    .where('removed_at', 'is not', null)
    .executeTakeFirst();

/** False when the name is taken, or somebody was faster. */
export async function reviveConnection(tx: Tx, connection: NewConnection, now: Temporal.Instant): Promise<boolean> {
  if ((await findTaken(tx, { name: connection.name })) !== undefined) return false;
  const done = await tx
    .updateTable('connection')
    .set({ ...columnsOf(connection), removed_at: null, changed_at: now })
    .where('connection_id', '=', connection.connectionId)
    .where('removed_at', 'is not', null)
    .executeTakeFirst();
  return done.numUpdatedRows > 0n;
}

const columnsOf = (connection: NewConnection) => ({
  name: connection.name,
  state: connection.standing.state,
  reason: connection.standing.reason,
  settings: JSON.stringify(connection.settings),
  secrets: connection.secrets,
  secrets_set: [...connection.secretsSet],
  write_kinds: [], // ruling 2: everything starts read-only
  consent_ends_at: connection.consentEndsAt,
  provider: JSON.stringify(connection.provider),
  account: JSON.stringify(connection.account),
});

/** False when the name or the remote account is taken: the unique keys decide between two who add at once. */
export async function insertConnection(tx: Tx, connection: NewConnection, now: Temporal.Instant): Promise<boolean> {
  const done = await tx
    .insertInto('connection')
    .values({
      connection_id: connection.connectionId,
      kind: connection.kind,
      side: connection.side,
      identity: connection.identity,
      ...columnsOf(connection),
      created_at: now,
      changed_at: now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return (done.numInsertedOrUpdatedRows ?? 0n) > 0n;
}

export const findTaken = (tx: Tx, { name, kind, identity }: { name?: string; kind?: string; identity?: string }, except?: string) =>
  tx
    .selectFrom('connection')
    .select(['connection_id', 'name', 'identity'])
    .where((where) =>
      where.or([
        ...(name === undefined ? [] : [where('name', '=', name)]),
        ...(identity === undefined || kind === undefined ? [] : [where.and([where('kind', '=', kind), where('identity', '=', identity)])]),
      ]),
    )
    .where('removed_at', 'is', null)
    .$if(except !== undefined, (query) => query.where('connection_id', '!=', except ?? ''))
    .executeTakeFirst();

export const lockConnection = (tx: Tx, connectionId: string) =>
  tx
    .selectFrom('connection')
    .selectAll()
    .where('connection_id', '=', connectionId)
    .where('removed_at', 'is', null)
    .forUpdate()
    .executeTakeFirst();

export const readConnection = (tx: Tx, connectionId: string) =>
  tx.selectFrom('connection').selectAll().where('connection_id', '=', connectionId).where('removed_at', 'is', null).executeTakeFirst();

export type ConnectionChange = {
  readonly name?: string;
  readonly state?: string;
  readonly reason?: string | null;
  readonly write_kinds?: string[];
  readonly settings?: string;
  readonly secrets?: string;
  readonly secrets_set?: string[];
  readonly last_success_at?: Temporal.Instant;
  readonly consent_ends_at?: Temporal.Instant | null;
  readonly write_consent_at?: Temporal.Instant | null;
  readonly write_consent_by?: string | null;
  readonly account?: string;
};

export const changeRow = (tx: Tx, connectionId: string, change: ConnectionChange, now: Temporal.Instant) =>
  tx
    .updateTable('connection')
    .set({ ...change, changed_at: now })
    .where('connection_id', '=', connectionId)
    .execute();

export async function insertProbeRun(
  tx: Tx,
  run: { readonly probeRunId: string; readonly connectionId: string; readonly probes: readonly Probe[]; readonly state: string },
  now: Temporal.Instant,
): Promise<void> {
  await tx
    .insertInto('probe_run')
    .values({
      probe_run_id: run.probeRunId,
      connection_id: run.connectionId,
      probes: JSON.stringify(run.probes),
      state: run.state,
      at: now,
    })
    .execute();
}

/** Days that a refresh token lives without use; each use starts that anew (partner-center-api reference 1.3, distributors reference 3.1). */
const lifeDays: Readonly<Record<string, number>> = { partnerCenter: 90, tdSynnex: 32 };

export function consentEnd(kind: string, secrets: ConnectionSecrets, now: Temporal.Instant): Temporal.Instant | null {
  const days = lifeDays[kind];
  return days !== undefined && secrets.refreshToken !== undefined ? now.add({ hours: days * 24 }) : null;
}
