import { ConnectionSecrets } from '../../model/connection.ts';
import type { Context } from '../context.ts';

/** Where an envelope belongs: moved to another row or column it no longer opens. */
const placeOf = (connectionId: string) => ({ table: 'connection', row: connectionId, column: 'secrets' });

/** The secrets of a connection as one envelope; nothing of them can be read from a dump (SEC-40). */
export const sealSecrets = (context: Pick<Context, 'secrets'>, connectionId: string, secrets: ConnectionSecrets): string =>
  context.secrets.seal(JSON.stringify(secrets), placeOf(connectionId));

export const unsealSecrets = (context: Pick<Context, 'secrets'>, connectionId: string, envelope: string | null): ConnectionSecrets =>
  envelope === null ? {} : ConnectionSecrets.parse(JSON.parse(context.secrets.open(envelope, placeOf(connectionId))));

/** Names of what is set, for people: the values never leave. */
export const secretNames = (secrets: ConnectionSecrets): string[] =>
  Object.entries(secrets)
    .filter(([, value]) => value !== undefined)
    .map(([name]) => name)
    .sort();

/** New values over old ones; what is not given stays. */
export const mergeSecrets = (old: ConnectionSecrets, changed: ConnectionSecrets): ConnectionSecrets => ({
  ...old,
  ...Object.fromEntries(Object.entries(changed).filter(([, value]) => value !== undefined)),
});
