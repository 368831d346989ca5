import pg from 'pg';
import { Fault, type FaultKind, isAppError } from '../../lib/errors.ts';
import { sqlState } from './explain-database.ts';

/** The oldest PostgreSQL that has all that we use. */
const oldest = 15;

/** Where a given database is, in words that hold no password. */
type Place = { readonly at: string; readonly user: string; readonly database: string };

/**
 * Connects once to a database that somebody gave us, before anything else is tried: what is wrong is said with the place, the reason and
 * the next step.
 */
export async function reachDatabase(url: string, withinMs = 10_000): Promise<void> {
  const client = clientOf(url, withinMs);
  const place = placeOf(client);
  client.on('error', () => undefined); // reported by the call that fails; without a listener it would end the process
  try {
    await client.connect();
    const { rows } = await client.query<{ number: string; name: string }>(
      `select current_setting('server_version_num') as number, current_setting('server_version') as name`,
    );
    refuseOld(Number(rows[0]?.number), rows[0]?.name ?? '', place);
  } catch (error) {
    throw isAppError(error) ? error : explainReach(error, place, withinMs);
  } finally {
    await client.end().catch(() => undefined);
  }
}

export function refuseOld(versionNumber: number, name: string, { at }: Pick<Place, 'at'>): void {
  if (versionNumber >= oldest * 10_000) return;
  throw new Fault('database_too_old', 'needs_operator', `The database at ${at} is PostgreSQL ${name}; Concord needs ${oldest} or newer`, {
    hint: 'Give CONCORD_DATABASE_URL of a newer server. Nothing was changed.',
  });
}

/** The driver's own fault names the address, and with it the password: it is not kept as the cause. */
function clientOf(url: string, withinMs: number): pg.Client {
  try {
    return new pg.Client({ connectionString: url, connectionTimeoutMillis: withinMs, application_name: 'concord start' });
  } catch {
    throw new Fault('database_url_invalid', 'needs_operator', 'CONCORD_DATABASE_URL is not an address that can be read', {
      hint: 'Write postgres://user:password@host:port/database. In the password / is %2F, # is %23, @ is %40, : is %3A and % is %25.',
    });
  }
}

const placeOf = ({ host, port, user = '', database = '' }: pg.Client): Place => ({
  at: host.startsWith('/') ? host : `${host.includes(':') ? `[${host}]` : host}:${port}`,
  user,
  database,
});

type Told = { readonly code?: string; readonly kind?: FaultKind; readonly message: string; readonly hint: string };

const known: Readonly<Record<string, (place: Place) => Told>> = {
  ECONNREFUSED: ({ at }) => ({ message: `Nothing answers at ${at}: the connection was refused`, hint: startIt }),
  ENOENT: ({ at }) => ({ message: `There is no database socket in ${at}`, hint: startIt }),
  ECONNRESET: ({ at }) => ({ message: `${at} took the connection and closed it again`, hint: isItPostgres }),
  ENOTFOUND: ({ at }) => ({ message: `The name in ${at} is not known to the name service`, hint: checkHost }),
  EAI_AGAIN: ({ at }) => ({ message: `The name service does not answer for ${at}`, hint: 'Check the network and DNS of this machine.' }),
  EHOSTUNREACH: ({ at }) => ({ message: `There is no way through the network to ${at}`, hint: checkHost }),
  ENETUNREACH: ({ at }) => ({ message: `There is no way through the network to ${at}`, hint: checkHost }),
  '57P03': ({ at }) => ({ message: `The database at ${at} is starting or stopping just now`, hint: 'Start Concord again in a moment.' }),
  '53300': ({ at }) => ({
    message: `The database at ${at} has no connection left`,
    hint: 'Close other connections, or raise max_connections there.',
  }),
  '28P01': ({ at, user }) => ({
    ...refusedByIt,
    message: `The database at ${at} does not accept the password of the user ${user}`,
    hint: 'Correct user and password in CONCORD_DATABASE_URL. In a password / is %2F, # is %23, @ is %40, : is %3A and % is %25.',
  }),
  '28000': ({ at, user, database }) => ({
    ...refusedByIt,
    message: `The database at ${at} does not let the user ${user} into ${database} from this machine`,
    hint: 'Check that the user exists and may log in, and that pg_hba.conf there allows this machine, with TLS if it asks for that.',
  }),
  '3D000': ({ at, database }) => ({
    ...refusedByIt,
    message: `The server at ${at} has no database ${database}`,
    hint: `Create it there (create database "${database}"), or correct the end of CONCORD_DATABASE_URL.`,
  }),
  '42501': ({ at, user, database }) => ({
    ...refusedByIt,
    message: `The user ${user} may not connect to ${database} at ${at}`,
    hint: `As an administrator there: grant connect on database "${database}" to "${user}".`,
  }),
};

const refusedByIt = { code: 'database_refused', kind: 'needs_operator' } as const;
const checkHost = 'Check host and port in CONCORD_DATABASE_URL, and the network between here and there.';
const startIt = 'Start the database, or correct host and port in CONCORD_DATABASE_URL.';
const isItPostgres = 'Check that PostgreSQL listens on that port, and whether it asks for TLS (sslmode=require).';

export function explainReach(error: unknown, place: Place, withinMs: number): Fault {
  const code = sqlState(error) ?? '';
  const told = known[code]?.(place) ?? byWords(error, place, withinMs);
  return new Fault(
    told.code ?? 'database_unreachable',
    told.kind ?? 'retryable',
    told.message,
    { hint: told.hint, ...(code !== '' && { sqlState: code }) },
    error,
  );
}

/** The driver has no code for these. */
function byWords(error: unknown, place: Place, withinMs: number): Told {
  const words = error instanceof Error ? error.message : '';
  const { at, user } = place;
  if (/timeout/i.test(words) || sqlState(error) === 'ETIMEDOUT')
    return { message: `${at} does not answer within ${withinMs / 1_000} seconds`, hint: `${checkHost} A firewall may swallow the call.` };
  if (words.includes('client password must be a'))
    return { ...refusedByIt, message: `The database at ${at} asks for a password of ${user}`, hint: 'Put it into CONCORD_DATABASE_URL.' };
  if (words.includes('does not support SSL'))
    return { ...refusedByIt, message: `The database at ${at} offers no TLS, but the address asks for it`, hint: 'Switch TLS on there.' };
  if (/certificate|altnames|CERT/.test(`${words} ${sqlState(error) ?? ''}`))
    return {
      ...refusedByIt,
      message: `The certificate of the database at ${at} was not accepted`,
      hint: 'Give its authority with sslrootcert=FILE in CONCORD_DATABASE_URL.',
    };
  if (words.includes('terminated')) return { message: `${at} took the connection and closed it again`, hint: isItPostgres };
  return { message: `No connection to the database at ${at}`, hint: checkHost };
}
