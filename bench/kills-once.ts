import path from 'node:path';
import { bringExport } from '../src/features/billing/bring.ts';
import { publishedFiles } from '../src/features/reconciliation/period/published-files.ts';
import { runPeriod } from '../src/features/reconciliation/period/run-period.ts';
import { idOf } from '../src/model/ids.ts';
import { openDatabase } from '../src/platform/db/connect.ts';
import type { Connection } from '../src/platform/db/keeper.ts';
import { aContext } from '../test/support/context.ts';
import { comparedAt, invoicesOf, monthOf } from './stored-month.ts';

// The process that is killed: brings the month's exports into the store and compares the month, as a worker would. Called again, it does what is
// left: an export whose eTag was kept is not read again. Says on lines of their own when it begins and when it is done, each with the processor seconds it has used so far.
const [estate = '', folder = '', connection = '', seed = '1'] = process.argv.slice(2);
const app = openDatabase({ connection: JSON.parse(connection) as Connection, role: 'app', max: 8 }); // written by kills.ts
const { context } = aContext(app.db, { startsAt: comparedAt, blobFolder: path.join(folder, 'blobs'), seed: Number(seed) });
const job = {
  jobId: idOf('job', context.ids()),
  signal: new AbortController().signal,
  progress: () => Promise.resolve(),
  item: () => Promise.resolve(),
};
const say = (what: 'begun' | 'ended'): void => {
  const { user, system } = process.cpuUsage();
  process.stdout.write(`${JSON.stringify({ [what]: (user + system) / 1e6 })}\n`);
};

say('begun');
const { signal } = job;
for (const { connectionId, kind = 'reconciliation', header, manifestEtag: eTag = '', files } of invoicesOf(estate)) {
  const of = { context, connectionId, kind, key: eTag, header: { number: header?.number ?? '', period: monthOf(estate) } };
  await bringExport(of, () => Promise.resolve({ eTag, files }), signal);
}
await runPeriod(context, publishedFiles, { period: monthOf(estate), connectionIds: undefined }, job);
say('ended');
await app.close();
