import { createReadStream, createWriteStream, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { finished } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { sql } from 'kysely';
import type { Context } from '../src/features/context.ts';
import { importInvoice, listVersions, readLines } from '../src/features/invoices/index.ts';
import { listDifferences } from '../src/features/reconciliation/index.ts';
import { publishedFiles } from '../src/features/reconciliation/period/published-files.ts';
import { runPeriod } from '../src/features/reconciliation/period/run-period.ts';
import { csvRecord } from '../src/lib/csv.ts';
import { Seeded } from '../src/lib/seeded.ts';
import { idOf } from '../src/model/ids.ts';
import { openDatabase } from '../src/platform/db/connect.ts';
import { aContext } from '../test/support/context.ts';
import { openBenchDatabase } from './a-database.ts';
import { bar, quantile } from './bars.ts';
import { comparedAt, invoicesOf, monthOf, storedEstate, writeFindings } from './stored-month.ts';

// One run in a process of its own: the invoice of a generated folder into the store, where its estate is synced, and its month compared; or its
// lines as rows by COPY with an index on the subscription. Both durable. Prints what it took.
const [estate = '', side = 'store', output = ''] = process.argv.slice(2);
const lookUps = 400;
const blobs = path.join(estate, 'microsoft', 'p0', 'recon');
const parts = readdirSync(blobs)
  .filter((name) => name.startsWith('part-'))
  .map((name) => path.join(blobs, name));
const header = JSON.parse(readFileSync(path.join(estate, 'microsoft', 'p0', 'invoice.json'), 'utf8')) as {
  readonly lineCount: number;
}; // written by generate.mjs

const seconds = async (work: () => Promise<unknown>): Promise<number> => {
  const startedAt = performance.now();
  await work();
  return (performance.now() - startedAt) / 1000;
};
const linesOf = (part: string) => createInterface({ input: createReadStream(part).pipe(createGunzip()) });

async function lookUp(context: Context, invoiceId: string, asked: readonly string[]): Promise<number[]> {
  const chance = new Seeded(1);
  const times: number[] = [];
  for (let look = 0; look < lookUps; look += 1) {
    const subscriptionId = asked[chance.int(0, asked.length - 1)] ?? '';
    let found = 0;
    const ms =
      1000 *
      (await seconds(async () => (found = (await readLines(context, invoiceId, { subscriptionId, limit: 200 }))?.lines.length ?? 0)));
    if (found === 0) throw new Error(`No lines of ${subscriptionId}`);
    times.push(ms);
  }
  return times;
}

async function store(): Promise<object> {
  const { folder, connection, owner, close } = await storedEstate(estate);
  const app = openDatabase({ connection, role: 'app', max: 8 });
  const { context } = aContext(app.db, { startsAt: comparedAt, blobFolder: path.join(folder, 'blobs') });
  const job = {
    jobId: idOf('job', context.ids()),
    signal: new AbortController().signal,
    progress: () => Promise.resolve(),
    item: () => Promise.resolve(),
  };
  const before = process.cpuUsage();
  let invoiceId = '';
  let count = 0;
  const importing = await seconds(async () => {
    for (const invoice of invoicesOf(estate)) {
      const outcome = await importInvoice(context, invoice);
      if (outcome.status !== 'imported' || outcome.state !== 'published') throw new Error(JSON.stringify(outcome));
      ({ invoiceId } = outcome);
    }
  });
  const comparing = await seconds(async () => {
    await runPeriod(context, publishedFiles, { period: monthOf(estate), connectionIds: undefined }, job);
    const page = await listDifferences(context, { filter: {}, sort: '-impact', limit: 200, cursor: undefined, count: true });
    count = page.totals?.rows ?? 0;
  });
  const { user, system } = process.cpuUsage(before);
  const subscriptions = new Set<string>();
  for (const part of parts) for await (const line of linesOf(part)) subscriptions.add(/"SubscriptionId":"([^"]*)"/.exec(line)?.[1] ?? '');
  const times = await lookUp(context, invoiceId, [...subscriptions]);
  const [version] = await listVersions(context, invoiceId);
  const kept = version?.files.reduce((sum, file) => sum + file.keptBytes, 0) ?? 0;
  await writeFindings(owner.db, output);
  await app.close();
  await close();
  return {
    seconds: importing + comparing,
    cpuSeconds: Number(((user + system) / 1e6).toFixed(2)),
    importing: Number(importing.toFixed(1)),
    findings: count,
    bytesALine: bar(kept / header.lineCount, 110, 'bytes', 1),
    p50Ms: Number(quantile(times, 0.5).toFixed(1)),
    p99: bar(quantile(times, 0.99), 20, 'ms', 1),
  };
}

async function copy(): Promise<object> {
  const { folder, owner, close } = await openBenchDatabase();
  const csv = path.join(folder, 'lines.csv');
  const out = createWriteStream(csv, { mode: 0o644 });
  let names: string[] = [];
  for (const part of parts)
    for await (const line of linesOf(part)) {
      const record = JSON.parse(line) as Record<string, string | number>; // written by generate.mjs
      if (names.length === 0) names = Object.keys(record);
      if (!out.write(csvRecord(names.map((name) => String(record[name] ?? '')))))
        await new Promise((resolve) => out.once('drain', resolve));
    }
  out.end();
  await finished(out);
  await sql.raw(`create table line (${names.map((name) => `"${name}" text`).join(', ')})`).execute(owner.db);
  const taken = await seconds(async () => {
    await sql.raw(`copy line from '${csv}' with (format csv)`).execute(owner.db);
    await sql.raw('create index on line ("SubscriptionId")').execute(owner.db);
  });
  const { rows } = await sql<{ bytes: string }>`select pg_total_relation_size('line') as bytes`.execute(owner.db);
  await close();
  return { seconds: taken, bytesALine: Number((Number(rows[0]?.bytes) / header.lineCount).toFixed(1)) };
}

const measured = side === 'store' ? await store() : await copy();
process.stdout.write(`${JSON.stringify({ ...measured, peakMiB: Math.round(process.resourceUsage().maxRSS / 1024) })}\n`);
