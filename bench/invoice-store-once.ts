import { createReadStream, createWriteStream, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { finished } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { sql } from 'kysely';
import type { Context } from '../src/features/context.ts';
import { importInvoice, listVersions, readLines } from '../src/features/invoices/index.ts';
import { csvRecord } from '../src/lib/csv.ts';
import { Seeded } from '../src/lib/seeded.ts';
import { openDatabase } from '../src/platform/db/connect.ts';
import { aContext } from '../test/support/context.ts';
import { openBenchDatabase } from './a-database.ts';

// One run in a process of its own: the invoice of a generated folder into the store, or its lines as rows by COPY with an index on the
// subscription. Both durable. Prints what it took.
const [estate = '', side = 'store'] = process.argv.slice(2);
const lookUps = 400;
const { folder, connection, owner, close } = await openBenchDatabase();

const blobs = path.join(estate, 'microsoft', 'p0', 'recon');
const parts = readdirSync(blobs)
  .filter((name) => name.startsWith('part-'))
  .map((name) => path.join(blobs, name));
const header = JSON.parse(readFileSync(path.join(estate, 'microsoft', 'p0', 'invoice.json'), 'utf8')) as {
  readonly id: string;
  readonly totalCharges: number;
  readonly lineCount: number;
  readonly partnerTenantId: string;
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
  return times.sort((a, b) => a - b);
}

async function store(): Promise<object> {
  const app = openDatabase({ connection, role: 'app', max: 8 });
  const { context } = aContext(app.db, { blobFolder: path.join(folder, 'blobs') });
  const connectionId = context.ids();
  const settings = {
    kind: 'partnerCenter',
    cloud: 'global',
    partnerType: 'directBill',
    tenantId: header.partnerTenantId,
    clientId: 'bench',
  };
  await sql`insert into connection (connection_id, kind, side, name, state, settings, identity, created_at, changed_at)
    values (${connectionId}, 'partnerCenter', 'microsoft', 'Bench', 'connected', ${JSON.stringify(settings)}, ${header.partnerTenantId}, now(), now())`.execute(
    owner.db,
  );
  const [subscriptions, customers, products] = [new Set<string>(), new Set<string>(), new Set<string>()];
  for (const part of parts)
    for await (const line of linesOf(part)) {
      const text = (name: string): string => new RegExp(`"${name}":"([^"]*)"`).exec(line)?.[1] ?? '';
      subscriptions.add(text('SubscriptionId'));
      customers.add(text('CustomerId'));
      products.add(`${text('ProductId')} ${text('SkuId')}`);
    }
  // Customers and products are known, as after a sync.
  for (const tenant of customers)
    await owner.db.insertInto('customer_identity').values({ cloud: 'global', tenant_id: tenant, customer_id: context.ids() }).execute();
  for (const product of products) {
    const [productId = '', skuId = ''] = product.split(' ');
    await sql`insert into product_mapping (mapping_id, connection_id, product_id, sku_id, term, frequency, product_name, state, evidence, candidates, changed_at)
      values (${context.ids()}, ${connectionId}, ${productId}, ${skuId}, 'P1Y', 'monthly', '', 'unmapped', '[]', '[]', now())`.execute(
      owner.db,
    );
  }
  let invoiceId = '';
  const before = process.cpuUsage();
  const taken = await seconds(async () => {
    const outcome = await importInvoice(context, {
      connectionId,
      kind: 'reconciliation',
      source: 'cli',
      header: { number: header.id, period: '2026-07', currency: 'EUR', total: String(header.totalCharges), lines: header.lineCount },
      files: parts.map((part) => ({ name: path.basename(part), open: () => createReadStream(part, { highWaterMark: 1 << 18 }) })),
    });
    if (outcome.status !== 'imported' || outcome.state !== 'published') throw new Error(JSON.stringify(outcome));
    ({ invoiceId } = outcome);
  });
  const { user, system } = process.cpuUsage(before);
  const times = await lookUp(context, invoiceId, [...subscriptions]);
  const [version] = await listVersions(context, invoiceId);
  const kept = version?.files.reduce((sum, file) => sum + file.keptBytes, 0) ?? 0;
  await app.close();
  return {
    seconds: taken,
    cpuSeconds: Number(((user + system) / 1e6).toFixed(2)),
    bytesALine: Number((kept / header.lineCount).toFixed(1)),
    p50Ms: Number((times[Math.floor(lookUps * 0.5)] ?? 0).toFixed(1)),
    p99Ms: Number((times[Math.floor(lookUps * 0.99)] ?? 0).toFixed(1)),
  };
}

async function copy(): Promise<object> {
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
  return { seconds: taken, bytesALine: Number((Number(rows[0]?.bytes) / header.lineCount).toFixed(1)) };
}

const measured = side === 'store' ? await store() : await copy();
process.stdout.write(`${JSON.stringify({ ...measured, peakMiB: Math.round(process.resourceUsage().maxRSS / 1024) })}\n`);
await close();
