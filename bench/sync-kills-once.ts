import { openProcess } from '../src/app.ts';
import { readConfig } from '../src/config.ts';
import { runSync } from '../src/features/sync/index.ts';
import { createLog } from '../src/platform/log.ts';
import { aJob } from '../test/support/watched-job.ts';

// The process that is killed: reads an account whole, with the client, the pace and the record of raw answers of an installation. Called again
// for the same job, it goes on where the one before was. Arguments: data folder, address of the sandbox, connection, job.
const [dataDir = '', sandboxUrl = '', connectionId = '', jobId = ''] = process.argv.slice(2);
const config = readConfig({ env: { CONCORD_DATA_DIR: dataDir }, cwd: '/' });
const running = await openProcess({ config, log: createLog({ level: 'error' }), sandbox: { url: sandboxUrl, offsetMs: () => 0 } });
process.stdout.write('begun\n');
await runSync(running.context, { connectionId, reach: 'full' }, aJob(jobId));
process.stdout.write('ended\n');
await running.close();
