import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { aContext } from '../../../test/support/context.ts';
import { aDatabase } from '../../../test/support/database.ts';
import { aChargeLine, aFile, jsonLines } from '../../../test/support/invoice-files.ts';
import { keepPartnerAccount, partnerAccountId } from '../../../test/support/partner-account.ts';
import { dueMonth } from './expected.ts';
import { expectInvoices, importInvoice } from './index.ts';

const { db, owner } = await aDatabase();
const folder = mkdtempSync(path.join(tmpdir(), 'concord-expected-'));
const { context, clock } = aContext(db, { blobFolder: folder, startsAt: '2026-11-20T08:00:00Z' });
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const connectionId = partnerAccountId;
await keepPartnerAccount(context);

const bring = async (number: string, period: string, currency: string): Promise<void> => {
  const line = aChargeLine(1, { InvoiceNumber: number, Currency: currency });
  const outcome = await importInvoice(context, {
    connectionId,
    kind: 'reconciliation',
    source: 'sync',
    header: { number, period, currency },
    files: [aFile(`${number}.json.gz`, jsonLines([line]))],
  });
  expect(outcome.status).toBe('imported');
};
const look = () => expectInvoices(context, { connectionId, provider: 'microsoft' });
const all = async () =>
  (
    await owner.db
      .selectFrom('provider_invoice')
      .select(['number', 'period', 'currency', 'state'])
      .orderBy('period')
      .orderBy('currency')
      .execute()
  ).map(({ number, period, currency, state }) => `${period} ${currency} ${number || '-'} ${state}`);

test.each([
  ['microsoft', '2026-12-05', '2026-10'],
  ['microsoft', '2026-12-06', '2026-11'],
  ['distributor', '2026-12-04', '2026-11'],
  ['distributor', '2026-12-05', '2026-12'],
  ['microsoft', '2027-01-07', '2026-12'],
] as const)('an invoice of a %s is due by the calendar: on %s that of %s', (provider, today, month) => {
  expect(dueMonth(provider, Temporal.PlainDate.from(today)).toString()).toBe(month);
});

test('who never had an invoice is owed none', async () => {
  await look();
  expect(await all()).toEqual([]);
});

test('an invoice that is due and not there is shown as expected, in each currency; when it comes it is that one', async () => {
  await bring('G1', '2026-10', 'EUR');
  await bring('G2', '2026-10', 'USD');
  await look();
  expect(await all()).toEqual(['2026-10 EUR G1 complete', '2026-10 USD G2 complete']);

  await clock.advance(17 * 24 * 3_600_000); // to 7 December
  await look();
  await look();
  const due = await owner.db
    .selectFrom('provider_invoice')
    .select('invoice_id')
    .where('state', '=', 'expected')
    .orderBy('currency')
    .execute();
  expect((await all()).slice(2)).toEqual(['2026-11 EUR - expected', '2026-11 USD - expected']);

  await bring('G3', '2026-11', 'USD');
  expect((await all()).slice(2)).toEqual(['2026-11 EUR - expected', '2026-11 USD G3 complete']);
  const came = await owner.db.selectFrom('provider_invoice').select('invoice_id').where('number', '=', 'G3').executeTakeFirst();
  expect(came?.invoice_id).toBe(due[1]?.invoice_id);
});

test('one that does not come in two months is expected no more', async () => {
  await clock.advance(62 * 24 * 3_600_000); // to 7 February
  await look();
  expect((await all()).filter((each) => each.includes('expected'))).toEqual([]);
});
