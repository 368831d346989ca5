import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { gunzipSync } from 'node:zlib';
import { afterAll, expect, test } from 'vitest';
import { handle } from '../../../../../test/support/compared-estate.ts';
import { aContext } from '../../../../../test/support/context.ts';
import { aDatabase } from '../../../../../test/support/database.ts';
import { distributorConnection, generateEstate, storeEstate } from '../../../../../test/support/generated-estate.ts';
import { csvRecord } from '../../../../lib/csv.ts';
import { must } from '../../../../lib/must.ts';
import { chargesOf, invoicesOf, itemLines } from '../../../../model/distributor-file/charges.ts';
import { readTable } from '../../../../model/distributor-file/parse.ts';
import { nobody } from '../../../../model/ids.ts';
import { everything, inScope } from '../../../../platform/db/transaction.ts';
import { importInvoice } from '../../../invoices/index.ts';
import { parseDay } from '../../files/days.ts';
import { listRuns } from '../../index.ts';
import { publishedFiles } from '../published-files.ts';
import { runPeriod } from '../run-period.ts';
import { loadSeatsTold } from './load-seats-told.ts';

const { db, owner } = await aDatabase();
const scratch = await mkdtemp(path.join(tmpdir(), 'concord-supplier-'));
afterAll(() => rm(scratch, { recursive: true, force: true }));
const { context } = aContext(db, { startsAt: '2026-07-31T22:00:00Z', blobFolder: path.join(scratch, 'blobs') });

const estate = path.join(scratch, 'estate');
await generateEstate(estate, { customers: 80, lines: 6000, errorRate: 0, customerErrorRate: 0, distributorShare: 0.6, seed: 3 });
await storeEstate(db, estate, ['own'], context.clock.now());
await owner.db
  .updateTable('account')
  .set({ created_at: Temporal.Instant.from('2026-01-01T00:00:00Z') })
  .execute();
await owner.db.updateTable('distributor_subscription').set({ starts_on: '2026-01-01' }).execute();

const sides = (finding: unknown) => {
  const { subject, microsoft, distributor } = finding as Readonly<Record<string, unknown>>; // kept by settlePeriod
  return { subject, microsoft, distributor };
};
type WireItem = { quantity: number; cost: number; costTotal: number } & Readonly<
  Record<'companyId' | 'subscriptionId' | 'productId' | 'type' | 'startPeriod' | 'endPeriod' | 'currencyCode' | 'term', string>
>;
const wire = gunzipSync(await readFile(path.join(estate, 'distributor/invoice-items.jsonl.gz')))
  .toString()
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as WireItem); // the generator's

const bring = (number: string, items: readonly WireItem[], status = 'Unpaid') =>
  importInvoice(context, {
    connectionId: distributorConnection,
    kind: 'distributorInvoice',
    source: 'sync',
    header: { number, period: '2026-07', status },
    files: [
      {
        name: `${number}.json`,
        open: () => Readable.from([Buffer.from(items.map((item) => `${JSON.stringify(item)}\n`).join(''))]),
      },
    ],
  });

const stateOf = async (number: string) =>
  (await owner.db.selectFrom('provider_invoice').select('state').where('number', '=', number).executeTakeFirst())?.state;

const compareJuly = () => runPeriod(context, publishedFiles, { period: '2026-07', connectionIds: undefined }, handle());

const standing = () =>
  owner.db
    .selectFrom('difference')
    .select(['kind', 'impact', 'currency', 'cause', 'customer_id', 'invoice', 'finding'])
    .where('period', '=', '2026-07')
    .where('state', '=', 'open')
    .where('kind', 'like', '%_distributor')
    .orderBy('kind')
    .orderBy('cause')
    .execute();

const monthly = wire.filter(({ term, cost }) => term === 'Monthly' && cost > 0);
const [more, dearer, twice, fewer, stranger] = monthly;
const wrong = wire.flatMap((item) => {
  if (item === more) return [{ ...item, quantity: item.quantity + 3 }];
  if (item === dearer) return [{ ...item, cost: item.cost + 1 }];
  if (item === twice) return [item, item];
  if (item === stranger) return [item, { ...item, subscriptionId: 'nobody-knows' }];
  return item === fewer ? [] : [item];
});

test('an invoice that charges what both sides have shows nothing', async () => {
  expect(await bring('INV-1', wire)).toMatchObject({ state: 'published' });

  await compareJuly();

  expect(wire.length).toBeGreaterThan(100);
  expect(await standing()).toEqual([]);
  const [run] = await listRuns(context, '2026-07');
  expect(run?.invoices).toMatchObject([{ holds: 'items', number: 'INV-1' }]);
  expect(await stateOf('INV-1')).toBe('reconciled');
  expect(run?.control).toMatchObject([{ invoice: 'INV-1', lines: wire.length, ruleSet: 'as charged' }]);
});

test('a wrong invoice is found to the cent: seats, cost, an item twice, an item too few, a stranger', async () => {
  await bring('INV-1', wrong);
  expect(await stateOf('INV-1')).toBe('complete');

  await compareJuly();

  const found = await standing();
  const of = (item: WireItem | undefined): WireItem => must(item, 'a monthly item');
  expect(found.map(({ kind, cause, impact }) => [kind, cause, Number(impact)])).toEqual([
    ['cancelled_still_billed_distributor', 'unknown_subscription', of(stranger).costTotal],
    ['missing_in_distributor', 'cycle_not_charged', -of(fewer).costTotal],
    ['price_mismatch_distributor', 'not_the_listed_cost', of(dearer).quantity],
    ['quantity_mismatch_distributor', 'line_repeated', of(twice).costTotal],
    ['quantity_mismatch_distributor', 'unknown', Math.round(3 * of(more).cost * 100) / 100],
  ]);
  expect(found.every(({ customer_id }) => customer_id !== nobody)).toBe(true);
});

test('the same invoice as a CSV of a distributor that is connected by file shows the same', async () => {
  const found = async () =>
    (await standing()).map(({ kind, cause, impact, currency, finding }) => ({ kind, cause, impact, currency, ...sides(finding) }));
  const before = await found();
  const heading = [
    'Invoice',
    'Customer ID',
    'Subscription ID',
    'Product ID',
    'Line type',
    'Period start',
    'Period end',
    'Qty',
    'Unit cost',
    'Net amount',
    'Currency',
    'Billing term',
  ];
  const lines = wrong.map((item) =>
    csvRecord([
      ...['INV-1', item.companyId, item.subscriptionId, item.productId, item.type, item.startPeriod, item.endPeriod],
      ...[String(item.quantity), String(item.cost), String(item.costTotal), item.currencyCode, item.term],
    ]),
  );
  const table = readTable(Buffer.from([csvRecord(heading), ...lines].join('')), {});
  const [invoice] = invoicesOf(chargesOf(table, { currency: 'USD' }), {});
  const outcome = await importInvoice(context, {
    connectionId: distributorConnection,
    kind: 'distributorInvoice',
    source: 'upload',
    header: { number: 'INV-1', period: '2026-07' },
    files: [{ name: 'july.csv INV-1.jsonl', open: () => Readable.from([Buffer.from(itemLines(must(invoice, 'an invoice')))]) }],
  });

  expect([table.kind, outcome]).toMatchObject(['charges', { state: 'published', isNew: true, lines: wrong.length }]);
  await compareJuly();

  expect(before).toHaveLength(5);
  expect(await found()).toEqual(before);
});

test('what a credited invoice charged is not charged: the one in its place counts alone', async () => {
  await bring('INV-1', wrong, 'Credited');
  await bring('INV-2', wire);

  await compareJuly();

  expect(await standing()).toEqual([]);
});

test('a change after the month tells how many seats it was in it; a log that was read too late tells nothing', async () => {
  const { customer_id, connection_id } = await owner.db
    .selectFrom('subscription')
    .select(['customer_id', 'connection_id'])
    .limit(1)
    .executeTakeFirstOrThrow();
  await owner.db
    .insertInto('activity_record')
    .values({
      ...{ customer_id, connection_id, record_id: 'after the month', reseller_id: nobody, resource_type: 'subscription' },
      ...{ operation: 'update_subscription', outcome: 'Succeeded', subscription_remote_id: 'SUB-1', status_after: 'active' },
      ...{ quantity_before: 20, quantity_after: 25, happened_at: Temporal.Instant.from('2026-08-04T09:00:00Z') },
      ...{ who: 'somebody', details: '{}', seen_at: context.clock.now() },
    })
    .execute();
  const toldSince = (first: string) => inScope(db, everything, (tx) => loadSeatsTold(tx, must(parseDay(first), 'a day')));

  expect((await toldSince('2026-07-01'))?.get('sub-1')).toEqual([20, 25]);
  expect(await toldSince('2026-04-01')).toBeUndefined();
});
