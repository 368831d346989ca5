import type { Health } from '../../src/api/health.ts';
import { allRoutes } from '../../src/api/routes.ts';
import { buildServer } from '../../src/api/server.ts';
import type { OpenRemote } from '../../src/connectors/ports.ts';
import type { Context } from '../../src/features/context.ts';
import { type Ask, ask } from './ask.ts';
import { aContext } from './context.ts';
import { aDatabase } from './database.ts';
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
  readonly change?: (context: Context) => Context;
};

/** Our HTTP entrance on a free port, on a database of its own. Gone when the test or the file is done. */
export async function aServer(options: ServeOptions = {}) {
  const database = await aDatabase();
  const made = aContext(database.db, { ...(options.openRemote && { openRemote: options.openRemote }) });
  const context = options.change?.(made.context) ?? made.context;
  const folder = aFolder();
  let url = '';
  const server = await buildServer({
    context,
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
    url,
    server,
    /** A path below /api/v1. */
    call: (method: string, path: string, more: Ask = {}) => ask(`${url}/api/v1${path}`, method, more),
    /** A path of the site. */
    open: (path: string, more: Ask = {}) => ask(`${url}${path}`, 'GET', more),
  };
}

export type TestServer = Awaited<ReturnType<typeof aServer>>;
