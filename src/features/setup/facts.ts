import { sql } from 'kysely';
import type { AccessState } from '../../model/access.ts';
import type { ConnectionKind, Side } from '../../model/connection.ts';
import type { MappingState } from '../../model/mapping.ts';
import { type SetupChoices, type SetupState, sidesOf } from '../../model/setup.ts';
import type { Tx } from '../../platform/db/connect.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import { type ConnectionRecord, listConnections } from '../connections/index.ts';
import type { Context } from '../context.ts';
import { readSettings } from '../settings/index.ts';
import { type Confirmation, readConfirmations, readSetup, type SetupRow } from './store.ts';

export type ConnectionFact = {
  readonly connectionId: string;
  readonly kind: ConnectionKind;
  readonly side: Side;
  readonly name: string;
  readonly state: string;
  readonly reason: string | null;
  /** When it was last read to the end; null: never. */
  readonly readAt: Temporal.Instant | null;
  readonly isReading: boolean;
  readonly counts: Readonly<Record<string, number>>;
};

type Counts<State extends string> = Readonly<Partial<Record<State, number>>>;

/** Everything that the steps and their gates are counted from, as it stands in the database now. */
export type SetupFacts = {
  readonly state: SetupState;
  readonly choices: SetupChoices | undefined;
  readonly chosen: { readonly by: string; readonly at: Temporal.Instant } | undefined;
  readonly readiness: Confirmation | undefined;
  readonly withoutEvidence: Confirmation | undefined;
  readonly connections: readonly ConnectionFact[];
  readonly customers: { readonly all: number; readonly ready: number; readonly access: Counts<AccessState> };
  /** Customers whose account is mapped in every system that was chosen and that they need, and how many mappings are in each state. */
  readonly accounts: { readonly mapped: number; readonly states: Counts<MappingState> };
  readonly products: { readonly states: Counts<MappingState> };
  readonly settingsVersion: number;
  /** What the hosts of the chosen systems said last, as it was kept. */
  readonly network: unknown;
  readonly finished: { readonly by: string; readonly at: Temporal.Instant; readonly jobIds: readonly string[] } | undefined;
};

export async function readFacts(context: Context): Promise<SetupFacts> {
  const connections = await listConnections(context);
  return inScope(context.db, everything, async (tx) => {
    const row = await readSetup(tx);
    const confirmations = await readConfirmations(tx);
    return {
      ...ofRow(row),
      readiness: confirmations.find(({ subject }) => subject === 'readiness'),
      withoutEvidence: confirmations.find(({ subject }) => subject === 'withoutTenantEvidence'),
      connections: await withReading(tx, connections),
      customers: await countCustomers(tx),
      accounts: await countAccounts(tx, row.choices),
      products: { states: await countProducts(tx) },
      settingsVersion: (await readSettings(tx)).version,
    };
  });
}

const ofRow = (row: SetupRow): Pick<SetupFacts, 'state' | 'choices' | 'chosen' | 'network' | 'finished'> => ({
  state: row.state,
  network: row.network,
  choices: row.choices,
  chosen: row.chosenBy === null || row.chosenAt === null ? undefined : { by: row.chosenBy, at: row.chosenAt },
  finished:
    row.finishedBy === null || row.finishedAt === null ? undefined : { by: row.finishedBy, at: row.finishedAt, jobIds: row.firstJobs },
});

async function withReading(tx: Tx, connections: readonly ConnectionRecord[]): Promise<ConnectionFact[]> {
  const { rows } = await sql<{ connection_id: string }>`
    select distinct input ->> 'connectionId' as connection_id from job
    where kind = 'sync' and state in ('queued', 'running', 'paused') and input ->> 'reach' = 'full'`.execute(tx);
  const reading = new Set(rows.map((row) => row.connection_id));
  return connections.map(({ connectionId, kind, side, name, state, reason, lastSuccessAt, counts }) => ({
    connectionId,
    kind: kind as ConnectionKind, // both written from the same schemas
    side: side as Side,
    name,
    state,
    reason,
    readAt: lastSuccessAt,
    isReading: reading.has(connectionId),
    counts,
  }));
}

async function countCustomers(tx: Tx): Promise<SetupFacts['customers']> {
  const { rows } = await sql<{ access: AccessState; n: number; ready: number }>`
    select access_state as access, count(*)::int as n, (count(*) filter (where ${isReady}))::int as ready
    from customer where retired_at is null group by access_state`.execute(tx);
  return {
    all: rows.reduce((sum, { n }) => sum + n, 0),
    ready: rows.reduce((sum, { ready }) => sum + ready, 0),
    access: Object.fromEntries(rows.map(({ access, n }) => [access, n])),
  };
}

/** Ready as the list of customers says it: active access, and not left out deliberately (src/features/customers/readiness.ts). */
const isReady = sql<boolean>`access_state = 'active' and psa_state <> 'ignored'`;

async function countAccounts(tx: Tx, choices: SetupChoices | undefined): Promise<SetupFacts['accounts']> {
  const wanted = choices === undefined ? ['distributor', 'psa'] : sidesOf(choices).filter((side) => side !== 'microsoft');
  const { rows } = await sql<{ state: MappingState; n: number }>`
    select mapping.state, count(*)::int as n from account_mapping mapping
    join customer on customer.customer_id = mapping.customer_id and customer.retired_at is null group by mapping.state`.execute(tx);
  const { rows: whole } = await sql<{ n: number }>`
    select count(*)::int as n from (
      select mapping.customer_id from account_mapping mapping
      join customer on customer.customer_id = mapping.customer_id and customer.retired_at is null
      join connection on connection.connection_id = mapping.connection_id
      left join customer_mapping whole on whole.customer_id = mapping.customer_id
      where mapping.state = 'mapped' and connection.side = any(${wanted}::text[]) and connection.side = any(coalesce(whole.needs, ${wanted}::text[]))
      group by mapping.customer_id, whole.needs
      having count(distinct connection.side) = cardinality(array(
        select unnest(${wanted}::text[]) intersect select unnest(coalesce(whole.needs, ${wanted}::text[]))))
    ) as complete`.execute(tx);
  return { mapped: whole[0]?.n ?? 0, states: Object.fromEntries(rows.map(({ state, n }) => [state, n])) };
}

async function countProducts(tx: Tx): Promise<Counts<MappingState>> {
  const { rows } = await sql<{ state: MappingState; n: number }>`
    select state, count(*)::int as n from product_mapping where subscriptions > 0 or decided_by is not null group by state`.execute(tx);
  return Object.fromEntries(rows.map(({ state, n }) => [state, n]));
}
