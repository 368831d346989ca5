import path from 'node:path';
import { createInterface } from 'node:readline';
import { sql } from 'kysely';
import { importInvoice } from '../src/features/invoices/index.ts';
import { listDifferences } from '../src/features/reconciliation/index.ts';
import { publishedFiles } from '../src/features/reconciliation/period/published-files.ts';
import { runPeriod } from '../src/features/reconciliation/period/run-period.ts';
import { idOf } from '../src/model/ids.ts';
import { openDatabase } from '../src/platform/db/connect.ts';
import { aContext } from '../test/support/context.ts';
import { comparedAt, invoicesOf, monthOf, storedEstate, writeFindings } from './stored-month.ts';

// A process of its own, as the worker is one: keeps a database with the estate and the published invoices of a generated folder, and compares the
// month once for each line of input. It stops the database and removes its folder when its input ends.
const [estate = '', output = ''] = process.argv.slice(2);

const seconds = async (work: () => Promise<unknown>): Promise<number> => {
  const startedAt = performance.now();
  await work();
  return (performance.now() - startedAt) / 1000;
};

const startedAt = performance.now();
const { folder, connection, owner, close } = await storedEstate(estate);
const storing = (performance.now() - startedAt) / 1000;
const app = openDatabase({ connection, role: 'app', max: 8 });
const { context } = aContext(app.db, { startsAt: comparedAt, blobFolder: path.join(folder, 'blobs') });
const period = monthOf(estate);
const importing = await seconds(async () => {
  for (const invoice of invoicesOf(estate)) await importInvoice(context, invoice);
});
await sql.raw('vacuum analyze').execute(owner.db);
process.stdout.write(`${JSON.stringify({ ready: true, storing, importing })}\n`);

const job = {
  jobId: idOf('job', context.ids()),
  signal: new AbortController().signal,
  progress: () => Promise.resolve(),
  item: () => Promise.resolve(),
};

/** Of this process and its threads; the database is a process of its own. */
const cpuSeconds = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

for await (const _ of createInterface({ input: process.stdin })) {
  await sql`truncate difference, reconciliation_run, charged_month`.execute(owner.db);
  await sql`delete from overview_total`.execute(owner.db);
  let rows = 0;
  const before = cpuSeconds();
  const taken = await seconds(async () => {
    await runPeriod(context, publishedFiles, { period, connectionIds: undefined }, job);
    const page = await listDifferences(context, { filter: {}, sort: '-impact', limit: 200, cursor: undefined, count: true });
    rows = page.totals?.rows ?? 0;
  });
  await writeFindings(owner.db, output);
  process.stdout.write(
    `${JSON.stringify({ seconds: taken, cpuSeconds: cpuSeconds() - before, findings: rows, peakMiB: Math.round(process.resourceUsage().maxRSS / 1024) })}\n`,
  );
}
await app.close();
await close();
