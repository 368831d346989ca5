import { openProcess } from '../src/app.ts';
import { readConfig } from '../src/config.ts';
import { importCustomers, planImport } from '../src/features/customers/import/index.ts';
import { createLog } from '../src/platform/log.ts';
import { aJob } from '../test/support/watched-job.ts';

// One import of all tenants of an account: read, previewed, kept. Arguments: data folder, address of the sandbox, connection. Prints what it took.
const [dataDir = '', sandboxUrl = '', connectionId = ''] = process.argv.slice(2);
const config = readConfig({ env: { CONCORD_DATA_DIR: dataDir }, cwd: '/' });
const running = await openProcess({ config, log: createLog({ level: 'error' }), sandbox: { url: sandboxUrl, offsetMs: () => 0 } });
const startedAt = performance.now();
const planned = await planImport(running.context, { connectionId, tenantIds: undefined, resellers: [] });
if (planned.status !== 'planned') throw new Error(planned.detail);
const plannedAt = performance.now();
const { counts, kept } = await importCustomers(running.context, planned.planId, aJob());
const endedAt = performance.now();
await running.close();
const seconds = (from: number, to: number): number => (to - from) / 1000;
process.stdout.write(JSON.stringify({ preview: seconds(startedAt, plannedAt), keeping: seconds(plannedAt, endedAt), kept, counts }));
