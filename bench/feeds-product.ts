import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { allRoutes } from '../src/api/routes.ts';
import { buildServer } from '../src/api/server.ts';
import { openProcess } from '../src/app.ts';
import { writeCliFile } from '../src/cli/owner.ts';
import { readConfig } from '../src/config.ts';
import { listConnections } from '../src/features/connections/index.ts';
import type { SampleAccount } from '../src/features/context.ts';
import { actOnRegistration } from '../src/features/feeds/index.ts';
import { ensureWorkspace, setUpSandbox } from '../src/features/installation/index.ts';
import { createLog } from '../src/platform/log.ts';
import { chores } from '../src/worker/chores.ts';
import { runChores } from '../src/worker/schedule.ts';

// Server and worker of the product in a process of their own, wired as `concord start` wires them, on a sandbox that runs elsewhere.
// It takes the account's webhook registration, which a person on this machine would do.
// Arguments: data folder, address of the sandbox, port, accounts as JSON. Says "ready" to its parent; ends when the parent lets go.
const [dataDir = '', sandboxUrl = '', port = '', accounts = '[]'] = process.argv.slice(2);
const config = readConfig({ env: { CONCORD_DATA_DIR: dataDir, CONCORD_PORT: port }, cwd: '/' });
const running = await openProcess({ config, log: createLog({ level: 'error' }), sandbox: { url: sandboxUrl, offsetMs: () => 0 } });
const { context } = running;
const url = `http://127.0.0.1:${port}`;
await ensureWorkspace(context, 'trial');
await setUpSandbox(context, JSON.parse(accounts) as SampleAccount[]); // written by feeds-system.ts
const server = await buildServer({
  context,
  mounted: allRoutes(() => []),
  baseUrl: () => url,
  health: { ready: () => Promise.resolve([]), metrics: () => Promise.resolve('') },
  browserApp: { folder: join(dataDir, 'no-browser-app') },
});
await server.listen({ port: Number(port), host: '127.0.0.1' });
await writeCliFile(context, dataDir, url, sandboxUrl);
const [connection] = await listConnections(context);
if (connection === undefined) throw new Error('Nothing is connected');
const registered = await actOnRegistration(context, {
  connectionId: connection.connectionId,
  act: 'register',
  reason: 'The benchmark',
  baseUrl: url,
  seenHost: null,
  handOn: false,
});
if (registered.status !== 'done') throw new Error(`Not registered: ${registered.because}`);
await running.queue.work({ atOnce: 4 });
const stopping = new AbortController();
const background = runChores(context, chores(context, randomBytes(6).toString('hex'), 'http://127.0.0.1'), stopping.signal);
process.send?.('ready');
process.on('disconnect', () => {
  stopping.abort(new Error('The benchmark is over'));
  void server
    .close()
    .then(() => background)
    .then(() => running.close())
    .then(() => process.exit(0));
});
