import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, describe, expect, test } from 'vitest';
import { aContext } from '../../../test/support/context.ts';
import { aDatabase } from '../../../test/support/database.ts';
import { aJob } from '../../../test/support/watched-job.ts';
import { aWorldOfRemotes } from '../../../test/support/world-of-remotes.ts';
import { must } from '../../lib/must.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import { addConnection } from '../connections/index.ts';
import { listSyncProblems, listSyncRuns, runSync } from './index.ts';

// What Microsoft and Pax8 charge, price and assign, from the sandbox into the picture: the whole way, once.
const { db } = await aDatabase();
const remotes = await aWorldOfRemotes({ scale: 10 });
const blobFolder = mkdtempSync(join(tmpdir(), 'concord-charges-'));
const { context, clock } = aContext(db, { openRemote: remotes.another(), startsAt: new Date().toISOString(), blobFolder });
afterAll(async () => {
  await remotes.close();
  rmSync(blobFolder, { recursive: true, force: true });
});
await remotes.control('switches/billingExport', { notStartedSeconds: 0, runningSeconds: 0, retryAfterSeconds: 1 });

const add = async (settings: Parameters<typeof addConnection>[1]['settings'], secrets: object): Promise<string> => {
  const outcome = await addConnection(context, { name: settings.kind, settings, secrets });
  if (outcome.status !== 'added') throw new Error(outcome.because);
  return outcome.connection.connectionId;
};
const [account] = remotes.credentials.partnerAccounts;
const { tenantId, clientId, clientSecret, refreshToken } = must(account, 'a partner account');
const microsoft = await add(
  { kind: 'partnerCenter', cloud: 'global', partnerType: 'directBill', tenantId, clientId },
  { clientSecret, refreshToken },
);
const [distributor] = remotes.credentials.distributors;
const pax8 = await add(
  { kind: 'pax8', baseUrl: must(distributor, 'Pax8').baseUrl, clientId: must(distributor, 'Pax8').clientId },
  { clientSecret: must(distributor, 'Pax8').clientSecret },
);

let jobs = 0;
const run = async (connectionId: string, reach: 'full' | 'billing') => {
  await clock.advance(60_000);
  jobs += 1;
  return runSync(context, { connectionId, reach }, aJob(`00000000-0000-7000-8000-00000000000${jobs}`));
};
const rows = <Row>(text: ReturnType<typeof sql<Row>>): Promise<Row[]> =>
  inScope(db, everything, async (tx) => (await text.execute(tx)).rows);
const kindsOf = async (connectionId: string) => {
  const last = must(
    (await listSyncRuns(context, connectionId)).find(({ reach }) => reach === 'billing'),
    'a run',
  );
  return { state: last.state, kinds: new Map(last.kinds.map((kind) => [kind.kind, kind])) };
};

// Sold the day before the first reading, so that there is usage of a whole day.
const [company] = await (async () => {
  const answer = await fetch(`${remotes.url}/_control/truth/distributorCompanies`);
  return ((await answer.json()) as { rows: { id: string }[] }).rows;
})();
await remotes.control('act', { action: 'distributor.sellUsage', company: must(company, 'a company').id });
await remotes.control('clock', { step: 'P2D' });
await clock.advance(2 * 86_400_000);

await run(microsoft, 'full');
await run(pax8, 'full');
await run(microsoft, 'billing');
await run(pax8, 'billing');

describe('what a partner account charges', () => {
  test('is read beside the books, kind by kind, each with its verdict', async () => {
    const { state, kinds } = await kindsOf(microsoft);

    expect(await listSyncProblems(context)).toEqual([]);
    expect(state).toBe('completed');
    expect([...kinds].map(([kind, { verdict }]) => [kind, verdict])).toEqual([
      ['prices', 'complete'],
      ['invoices', 'complete'],
      ['activity records', 'complete'],
      ['products', 'complete'],
      ['licences', 'complete'],
      ['profiles', 'complete'],
    ]);
    expect([...kinds.values()].map(({ received, failed }) => received > 0 && failed === 0)).toEqual([true, true, true, true, true, true]);
  });

  test('is a published invoice whose lines tie to its header, for Microsoft and for Pax8', async () => {
    const versions = await rows(
      sql<{ provider: string; kind: string; state: string; lines: number }>`
        select provider, provider_invoice.kind, invoice_version.state, invoice_version.lines::int from invoice_version join provider_invoice using (invoice_id) order by 1, 2`,
    );

    expect(new Set(versions.filter(({ kind }) => kind === 'reconciliation').map(({ state }) => state))).toEqual(new Set(['published']));
    expect(new Set(versions.filter(({ provider }) => provider === 'distributor').map(({ state }) => state))).toEqual(
      new Set(['published']),
    );
    expect(versions.every(({ lines }) => lines > 0)).toBe(true);
  });

  test('is also what a metered subscription of Pax8 used so far', async () => {
    const { state, kinds } = await kindsOf(pax8);
    const usage = await rows(
      sql<{ dear: boolean }>`select cost > 0 and price >= cost as dear from distributor_usage where retired_at is null`,
    );

    expect([state, [...kinds.keys()]]).toEqual(['completed', ['prices', 'invoices', 'usage']]);
    expect(usage.length).toBeGreaterThan(0);
    expect(usage.every(({ dear }) => dear)).toBe(true);
  });

  test('is priced by Pax8\u2019s own list, for the products that are bought there and no others', async () => {
    const prices = await rows(
      sql<{ bought: number; priced: number; current: boolean; currency: string }>`
        select (select count(distinct product_remote_id)::int from distributor_subscription
            where retired_at is null and status not in ('cancelled', 'expired')) as bought,
          (select count(distinct product_remote_id)::int from distributor_price) as priced,
          bool_and(ended_at is null and cost > 0 and retail_price > cost) as current, min(currency) || max(currency) as currency
        from distributor_price`,
    );
    const asked = new Set((await remotes.calls('pax8')).map(({ path }) => path).filter((path) => path.endsWith('/pricing')));

    // A metered plan is bought there too, and has no price of a seat.
    expect(prices).toEqual([{ bought: asked.size, priced: asked.size - 1, current: true, currency: 'USDUSD' }]);
  });

  test('comes with the price sheets of three months, each in the form that its rows have', async () => {
    const sheets = await rows(
      sql<{ view: string; month: string; basis: string | null; sha256: string; held: boolean }>`
        select view, month, basis, sha256, rows = (select count(*) from price_row where price_row.sheet_id = price_sheet.sheet_id) as held
        from price_sheet where state = 'kept'`,
    );
    const licences = sheets.filter(({ view }) => view === 'updatedlicensebased');

    expect(new Set(licences.map(({ month }) => month)).size).toBe(3);
    expect(new Set(licences.map(({ basis }) => basis))).toEqual(new Set(['wholeTerm']));
    expect(sheets.every(({ held }) => held)).toBe(true);
    expect(sheets.filter(({ sha256 }) => !context.blobs.has(sha256))).toEqual([]);
  });

  test('comes with licences that belong to subscriptions of the same customer', async () => {
    const [counts] = await rows(
      sql<{ licences: number; owned: number }>`
        select count(*)::int as licences, count(*) filter (where exists (
          select from licence_product join subscription using (product_id, sku_id)
          where provisioning_id = tenant_licence.sku_id and subscription.customer_id = tenant_licence.customer_id))::int as owned
        from tenant_licence`,
    );

    expect(counts?.licences).toBeGreaterThan(0);
    expect(counts?.owned).toBe(counts?.licences);
  });

  test('read again is the same: no version, no sheet and no record is kept twice', async () => {
    const print = () =>
      rows(sql<{ count: number }>`select count(*)::int as count from invoice_version union all select count(*)::int from price_sheet
        union all select count(*)::int from price_row union all select count(*)::int from activity_record
        union all select count(*)::int from tenant_licence
        union all select count(*)::int from distributor_price`);
    const before = await print();

    await run(microsoft, 'billing');
    await run(pax8, 'billing');

    expect(await print()).toEqual(before);
    const { kinds } = await kindsOf(microsoft);
    expect(kinds.get('invoices')?.created).toBe(0);
  });

  test('a change at Microsoft is a record that says what it was, what it is and who did it', async () => {
    const [subscription] = await rows(
      sql<{ remoteId: string; seats: number }>`select remote_id as "remoteId", seats from subscription
        where not is_usage and status = 'active' order by remote_id limit 1`,
    );
    const { remoteId, seats } = must(subscription, 'a subscription');
    await remotes.control('act', { action: 'portal.seats', subscriptionId: remoteId, quantity: seats + 3, force: true });

    await run(microsoft, 'billing');

    expect(
      await rows(
        sql<object>`select operation, quantity_before, quantity_after, who <> '' as named from activity_record
          where subscription_remote_id = ${remoteId} and operation = 'update_subscription'`,
      ),
    ).toEqual([{ operation: 'update_subscription', quantity_before: seats, quantity_after: seats + 3, named: true }]);
  });

  test('a permission that is missing is said, and stops nothing else', async () => {
    await remotes.control('faults', {
      match: { remote: 'prices' },
      do: { status: 403, body: { code: 900308, description: 'No role' } },
    });

    await run(microsoft, 'billing');

    const { state, kinds } = await kindsOf(microsoft);
    expect([state, kinds.get('prices')?.verdict, kinds.get('invoices')?.verdict, kinds.get('licences')?.verdict]).toEqual([
      'partial',
      'partial',
      'complete',
      'complete',
    ]);
    expect((await listSyncProblems(context)).map(({ kind, code }) => [kind, code])).toContainEqual(['prices', 'remote_forbidden']);
    const [connection] = await rows(sql<{ state: string }>`select state from connection where connection_id = ${microsoft}::uuid`);
    expect(connection?.state).toBe('connected');
  });
});
