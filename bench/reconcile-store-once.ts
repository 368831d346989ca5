import { chmodSync, createReadStream, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { sql } from 'kysely';
import { importInvoice } from '../src/features/invoices/index.ts';
import { listDifferences } from '../src/features/reconciliation/index.ts';
import { publishedFiles } from '../src/features/reconciliation/period/published-files.ts';
import { runPeriod } from '../src/features/reconciliation/period/run-period.ts';
import { changeSettings } from '../src/features/settings/index.ts';
import { idOf } from '../src/model/ids.ts';
import { openDatabase } from '../src/platform/db/connect.ts';
import { keepDatabase } from '../src/platform/db/keeper.ts';
import { migrate } from '../src/platform/db/migrate.ts';
import { prepareQueue } from '../src/platform/queue/schema.ts';
import { aContext } from '../test/support/context.ts';
import { partnerConnection, storeEstate } from '../test/support/generated-estate.ts';

// A process of its own, as the worker is one: keeps a database with the estate and the published invoices of a generated folder, and compares the
// month once for each line of input. It stops the database and removes its folder when its input ends.
const [estate = '', output = ''] = process.argv.slice(2);
const folder = mkdtempSync(path.join(tmpdir(), 'concord-bench-'));
chmodSync(folder, 0o711); // when root runs us, the database runs as `nobody` and must be able to pass
const keeper = await keepDatabase({ dataDir: path.join(folder, 'data') });
const owner = openDatabase({ connection: keeper.connection, role: 'owner', max: 2 });
await migrate(owner);
await prepareQueue(owner);
const app = openDatabase({ connection: keeper.connection, role: 'app', max: 8 });
type Meta = { readonly options: { readonly month: string }; readonly exports: readonly { partnerId: string; invoice: string }[] };
const json = (name: string): unknown => JSON.parse(readFileSync(path.join(estate, name), 'utf8'));
const meta = json('meta.json') as Meta; // written by generate.mjs, as fx.json
const { context } = aContext(app.db, { startsAt: '2026-07-31T22:00:00Z', blobFolder: path.join(folder, 'blobs') });
const seconds = async (work: () => Promise<unknown>): Promise<number> => {
  const startedAt = performance.now();
  await work();
  return (performance.now() - startedAt) / 1000;
};

const storing = await seconds(() =>
  storeEstate(
    app.db,
    estate,
    meta.exports.map((each) => each.partnerId),
    context.clock.now(),
  ),
);
const { taxRatePpm } = json('microsoft/fx.json') as { readonly taxRatePpm: Readonly<Record<string, number>> };
const taxRates = Object.fromEntries(Object.entries(taxRatePpm).map(([country, ppm]) => [country, String(ppm / 10_000)]));
await changeSettings(context, { version: 0, taxRates });
const importing = await seconds(async () => {
  for (const [n, { invoice }] of meta.exports.entries()) {
    const blobs = path.join(estate, 'microsoft', `p${n}`, 'recon');
    const names = readdirSync(blobs).filter((name) => name.startsWith('part-'));
    const files = names.map((name) => ({ name, open: () => createReadStream(path.join(blobs, name)) }));
    const header = { number: invoice, period: meta.options.month };
    await importInvoice(context, { connectionId: partnerConnection(n), kind: 'reconciliation', source: 'sync', header, files });
  }
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

/** What the API would serve, in the form that score.mjs reads. */
async function writeFindings(): Promise<void> {
  const { rows } = await sql<object>`
    select kind, c.tenant_id as "customerId", finding #>> '{microsoft,remoteIds,0}' as "subscriptionId", d.invoice,
      (finding ->> 'lineNo')::int as "lineNo", finding #> '{links,psaLineIds}' as "psaIds", round(impact * 100)::int as "impactCents"
    from difference d left join customer c using (customer_id) where state = 'open'`.execute(owner.db);
  writeFileSync(output, rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
}

for await (const _ of createInterface({ input: process.stdin })) {
  await sql`truncate difference, reconciliation_run, charged_month`.execute(owner.db);
  await sql`delete from overview_total`.execute(owner.db);
  let rows = 0;
  const before = cpuSeconds();
  const taken = await seconds(async () => {
    await runPeriod(context, publishedFiles, { period: meta.options.month, connectionIds: undefined }, job);
    const page = await listDifferences(context, { filter: {}, sort: '-impact', limit: 200, cursor: undefined, count: true });
    rows = page.totals?.rows ?? 0;
  });
  await writeFindings();
  process.stdout.write(
    `${JSON.stringify({ seconds: taken, cpuSeconds: cpuSeconds() - before, findings: rows, peakMiB: Math.round(process.resourceUsage().maxRSS / 1024) })}\n`,
  );
}
await app.close();
await owner.close();
await keeper.stop();
rmSync(folder, { recursive: true, force: true });
