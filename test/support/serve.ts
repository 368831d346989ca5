import type { Health } from '../../src/api/health.ts';
import { allRoutes } from '../../src/api/routes.ts';
import { buildServer } from '../../src/api/server.ts';
import type { OpenRemote } from '../../src/connectors/ports.ts';
import type { Context } from '../../src/features/context.ts';
import { openDatabase } from '../../src/platform/db/connect.ts';
import { type Ask, ask } from './ask.ts';
import { aContext } from './context.ts';
import { aDatabase, type TestDatabase } from './database.ts';
import { aFolder } from './folder.ts';
import { whenDone } from './when-done.ts';

export type ServeOptions = {
  readonly openRemote?: OpenRemote;
  readonly health?: Health;
  readonly browserFolder?: string;
  /** As seen from outside; the port is the real one otherwise. */
  readonly baseUrl?: string;
  readonly uploadBytes?: number;
  /** For files that ask more than one address may; the limit itself has its test at the door. */
  readonly changesAMinute?: number;
  /** Milliseconds that a statement of a request may take; then requests have one connection of their own. */
  readonly statementMs?: number;
  readonly change?: (context: Context) => Context;
};

/** The database as requests have it: with a time limit for each statement, where there is one. */
function forRequests({ app, connection }: TestDatabase, statementMs: number | undefined) {
  if (statementMs === undefined) return app;
  const limited = openDatabase({ connection, role: 'app', max: 1, statementMs });
  whenDone(() => limited.close());
  return limited;
}

/** Our HTTP entrance on a free port, on a database of its own. Gone when the test or the file is done. */
export async function aServer(options: ServeOptions = {}) {
  const database = await aDatabase();
  const made = aContext(database.db, { ...(options.openRemote && { openRemote: options.openRemote }) });
  const context = options.change?.(made.context) ?? made.context;
  const folder = aFolder();
  let url = '';
  const requests = forRequests(database, options.statementMs);
  const server = await buildServer({
    context: requests === database.app ? context : { ...context, db: requests.db },
    mounted: allRoutes(() => []),
    baseUrl: () => options.baseUrl ?? url,
    health: options.health ?? { ready: () => Promise.resolve([]), metrics: () => Promise.resolve('') },
    browserApp: { folder: options.browserFolder ?? folder },
    ...(options.uploadBytes !== undefined && { uploadBytes: options.uploadBytes }),
    ...(options.changesAMinute !== undefined && { changesAMinute: options.changesAMinute }),
  });
  url = await server.listen({ port: 0, host: '127.0.0.1' });
  whenDone(async () => {
    server.server.closeAllConnections(); // every answer was read; what is left is only kept alive
    await server.close();
  });
  return {
    ...made,
    context,
    database,
    /** The pool of requests. */
    requests,
    url,
    server,
    /** A path below /api/v1. */
    call: (method: string, path: string, more: Ask = {}) => ask(`${url}/api/v1${path}`, method, more),
    /** A path of the site. */
    open: (path: string, more: Ask = {}) => ask(`${url}${path}`, 'GET', more),
  };
}

export type TestServer = Awaited<ReturnType<typeof aServer>>;
