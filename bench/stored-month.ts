import { createReadStream, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { sql } from 'kysely';
import type { ImportInvoice } from '../src/features/invoices/index.ts';
import { changeSettings } from '../src/features/settings/index.ts';
import { type Db, openDatabase } from '../src/platform/db/connect.ts';
import { aContext } from '../test/support/context.ts';
import { partnerConnection, storeEstate } from '../test/support/generated-estate.ts';
import { type BenchDatabase, openBenchDatabase } from './a-database.ts';

type Meta = { readonly options: { readonly month: string }; readonly exports: readonly { partnerId: string; invoice: string }[] };
const json = (folder: string, name: string): unknown => JSON.parse(readFileSync(path.join(folder, name), 'utf8'));
const metaOf = (estate: string): Meta => json(estate, 'meta.json') as Meta; // written by generate.mjs, as fx.json

/** The first moment behind the generated month, for whom it is still that day in the Americas. */
export const comparedAt = '2026-07-31T22:00:00Z';

export const monthOf = (estate: string): string => metaOf(estate).options.month;

/** The invoices of a generated estate as a sync would bring them: the same files once more are the same import. */
export const invoicesOf = (estate: string): ImportInvoice[] =>
  metaOf(estate).exports.map(({ invoice }, n) => {
    const folder = path.join(estate, 'microsoft', `p${String(n)}`, 'recon');
    const names = readdirSync(folder).filter((name) => name.startsWith('part-'));
    return {
      connectionId: partnerConnection(n),
      kind: 'reconciliation',
      source: 'sync',
      header: { number: invoice, period: monthOf(estate) },
      manifestEtag: invoice,
      files: names.map((name) => ({ name, open: () => createReadStream(path.join(folder, name)) })),
    };
  });

/** A database of its own that holds a generated estate as synced, and no invoice yet. */
export async function storedEstate(estate: string): Promise<BenchDatabase> {
  const kept = await openBenchDatabase();
  const app = openDatabase({ connection: kept.connection, role: 'app', max: 2 });
  const { context } = aContext(app.db, { startsAt: comparedAt });
  const partners = metaOf(estate).exports.map((each) => each.partnerId);
  await storeEstate(app.db, estate, partners, context.clock.now());
  const { taxRatePpm } = json(estate, 'microsoft/fx.json') as { readonly taxRatePpm: Readonly<Record<string, number>> };
  const taxRates = Object.fromEntries(Object.entries(taxRatePpm).map(([country, ppm]) => [country, String(ppm / 10_000)]));
  await changeSettings(context, { version: 0, taxRates });
  await sql.raw('vacuum analyze').execute(kept.owner.db);
  await app.close();
  return kept;
}

/** Writes what the API would serve, in the form that score.mjs reads. */
export async function writeFindings(db: Db, output: string): Promise<void> {
  const { rows } = await sql<object>`
    select kind, c.tenant_id as "customerId", finding #>> '{microsoft,remoteIds,0}' as "subscriptionId", d.invoice,
      (finding ->> 'lineNo')::int as "lineNo", finding #> '{links,psaLineIds}' as "psaIds", round(impact * 100)::int as "impactCents"
    from difference d left join customer c using (customer_id) where state = 'open'`.execute(db);
  writeFileSync(output, rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
}
