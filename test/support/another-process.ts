// One more server and worker on a data folder whose system runs already, as a second machine on the same database would be.
// Arguments: data folder, address of the sandbox, port. Prints "ready" when it answers; ends when its input ends.
import { join } from 'node:path';
import { allRoutes } from '../../src/api/routes.ts';
import { buildServer } from '../../src/api/server.ts';
import { openProcess } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { createLog } from '../../src/platform/log.ts';

const [dataDir = '', sandboxUrl = '', port = '0'] = process.argv.slice(2);
const config = readConfig({ env: { CONCORD_DATA_DIR: dataDir, CONCORD_PORT: port }, cwd: '/' });
const running = await openProcess({ config, log: createLog({ level: 'error' }), sandbox: { url: sandboxUrl, offsetMs: () => 0 } });
const url = `http://127.0.0.1:${port}`;
const server = await buildServer({
  context: running.requests,
  mounted: allRoutes(() => []),
  baseUrl: () => url,
  health: { ready: () => Promise.resolve([]), metrics: () => Promise.resolve('') },
  browserApp: { folder: join(dataDir, 'no-browser-app') },
});
await running.queue.work({ atOnce: 4 });
await server.listen({ port: Number(port), host: '127.0.0.1' });
process.stdout.write('ready\n');
process.stdin.on('end', () => {
  void server
    .close()
    .then(() => running.close())
    .then(() => process.exit(0));
});
process.stdin.resume();
