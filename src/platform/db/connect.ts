import { Kysely, PostgresDialect, type Transaction } from 'kysely';
import pg from 'pg';
import { explainDatabase } from './explain-database.ts';
import type { Connection } from './keeper.ts';
import { nameStatements } from './named-statements.ts';
import type { Tables } from './tables.ts';
import { wrap } from './wrap-client.ts';

/** Runs statements: the pool, or a transaction (which is a `Db` too). */
export type Db = Kysely<Tables>;
/** Inside a transaction. */
export type Tx = Transaction<Tables>;

/** `owner` migrates; `app` does everything else: it owns nothing and row level security binds it (SEC-02). */
export type Role = 'owner' | 'app';
export const appRole = 'concord_app';

/** What any driver needs to connect in the same role. */
export type DriverSettings = {
  application_name: string;
  options: string;
  connectionTimeoutMillis: number;
  max: number;
  connectionString?: string;
  host?: string;
  port?: number;
  user?: string;
  password?: string;
  database?: string;
};

export type Database = {
  readonly db: Db;
  /** One connection of the pool for what kysely cannot do: COPY, LISTEN, session locks. Given back when `work` ends. */
  withClient<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T>;
  /** Settings for another driver's pool (the queue) to the same database in the same role. */
  readonly settings: DriverSettings;
  close(): Promise<void>;
};

export type OpenOptions = {
  readonly connection: Connection;
  readonly role: Role;
  /** Connections at most; 10 unless given. */
  readonly max?: number;
  /** Milliseconds after which the server cancels a statement (57014), also one that waits for a lock; none unless given. */
  readonly statementMs?: number;
};

/**
 * Opens a pool. Columns arrive as: timestamptz `Temporal.Instant`; date, numeric, int8, timestamp, interval text (`2026-01-31`, `12.50`);
 * json parsed. Parameters may be Temporal values and Decimals. Faults of the server that a person can act on come as `Fault`.
 */
export function openDatabase({ connection, role, max = 10, statementMs }: OpenOptions): Database {
  const settings = poolSettings(connection, role, max, statementMs);
  const pool = new pg.Pool({ ...settings, pipeline: true, keepAlive: true, idleTimeoutMillis: 60_000, types: { getTypeParser } });
  // An idle connection that the server ends is replaced by the pool at the next use; without a listener it would end the process.
  pool.on('error', () => undefined);
  // The pool listens to idle connections only. One that is in use tells its user by the failing statement; between two statements nobody listens.
  pool.on('connect', (client) => client.on('error', () => undefined));
  const statements = nameStatements();
  const db = new Kysely<Tables>({
    dialect: new PostgresDialect({
      pool: { connect: async () => wrap(await connectTo(pool), statements), end: () => Promise.resolve(), options: pool.options },
    }),
  });
  return {
    db,
    settings,
    withClient: async (work) => {
      const client = await connectTo(pool);
      let broken: Error | undefined;
      try {
        return await work(client);
      } catch (error) {
        broken = error instanceof Error ? error : new Error('Work on a connection failed', { cause: error });
        throw error;
      } finally {
        client.release(broken); // a connection whose work failed may be in the middle of a COPY: not used again
      }
    },
    // kysely ends only a pool that it has used itself; so the pool is ended here.
    close: async () => {
      await db.destroy();
      await pool.end();
    },
  };
}

function poolSettings(connection: Connection, role: Role, max: number, statementMs: number | undefined): DriverSettings {
  const common = { max, application_name: `concord ${role}`, connectionTimeoutMillis: 10_000 };
  const session = ['-c timezone=UTC', ...(statementMs === undefined ? [] : [`-c statement_timeout=${statementMs}`])];
  if ('url' in connection) {
    // A given database has one account; as the application it gives up its rights for the whole session.
    const options = [...session, ...(role === 'app' ? [`-c role=${appRole}`] : [])].join(' ');
    return { ...common, connectionString: connection.url, options };
  }
  return { ...common, ...connection, user: role === 'app' ? appRole : connection.user, options: session.join(' ') };
}

async function connectTo(pool: pg.Pool): Promise<pg.PoolClient> {
  try {
    return await pool.connect();
  } catch (error) {
    throw explainDatabase(error);
  }
}

const asText = (text: string): string => text;
const asInstant = (text: string): Temporal.Instant => Temporal.Instant.from(text);
// By the type's number in PostgreSQL's catalogue: date, timestamp, timestamptz, interval.
const ownParsers = new Map<number, (text: string) => unknown>([
  [1082, asText],
  [1114, asText],
  [1184, asInstant],
  [1186, asText],
]);

const getTypeParser: typeof pg.types.getTypeParser = (oid: Parameters<typeof pg.types.getTypeParser>[0]) =>
  ownParsers.get(oid) ?? (pg.types.getTypeParser(oid) as (text: string) => unknown);
