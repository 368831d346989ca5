import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { anEstate, compareAll, customerId, marketplaceId, psaId, standing } from '../../../test/support/compared-estate.ts';
import { aContext } from '../../../test/support/context.ts';
import { aDatabase } from '../../../test/support/database.ts';
import { aLine, aSubscription, guid } from '../../../test/support/records.ts';
import { aWritablePsa } from '../../../test/support/writable-psa.ts';
import { Decimal } from '../../lib/decimal.ts';
import { must } from '../../lib/must.ts';
import { openStates } from '../../model/difference.ts';
import { ownReseller } from '../../model/ids.ts';
import { getOverview, search } from '../overview/index.ts';
import { decideDifference, findDifference, listDifferences, listRuns, reconcileCustomer } from './index.ts';

const { db, owner } = await aDatabase();
const psa = aWritablePsa();
const { context, clock } = aContext(db, { openRemote: () => psa });

await anEstate(context, psa, [
  { n: 1, subscriptions: [aSubscription(1, { seats: 25 })], lines: [aLine(1, { quantity: '20' })] },
  { n: 2 },
  { n: 3, lines: [] },
  { n: 4, subscriptions: [aSubscription(4, { status: 'cancelled' })] },
  { n: 5, access: 'expired' },
  { n: 6, mapped: false, lines: [] },
]);

/** The promise of the Overview: its sum is the sum of the open differences, to the last digit. */
async function expectTotalsToTie(): Promise<void> {
  const { differences, total } = await standing(context);
  const open = differences.filter((each) => (openStates as readonly string[]).includes(each.state));
  const sum = open.reduce((all, each) => all.plus(each.impact), new Decimal(0));
  expect(total.count).toBe(open.length);
  expect(new Decimal(total.amount).eq(sum)).toBe(true);
  const customers = await owner.db.selectFrom('customer').select(['customer_id', 'open_differences', 'at_stake']).execute();
  for (const customer of customers) {
    const own = open.filter((each) => each.customer_id === customer.customer_id);
    expect(customer.open_differences).toBe(own.length);
    expect(new Decimal(customer.at_stake).eq(own.reduce((all, each) => all.plus(each.impact), new Decimal(0)))).toBe(true);
  }
}

const idOfKind = async (kind: string): Promise<string> =>
  must(
    (await standing(context)).differences.find((each) => each.kind === kind),
    kind,
  ).difference_id;

test('a comparison finds what is planted and nothing else, and the totals tie', async () => {
  const end = await compareAll(context);

  expect((await standing(context)).differences.map(({ kind, impact, state }) => `${kind} ${impact} ${state}`)).toEqual([
    'access_expired 0 open',
    'cancelled_still_billed_psa -550 open',
    'missing_in_psa 550 open',
    'quantity_mismatch_psa 110 open',
    'unmapped_customer 0 open',
  ]);
  expect(end).toMatchObject({ result: { customers: 6, found: 5, opened: 5, gone: 0 }, errors: [] });
  await expectTotalsToTie();
});

test('the same again changes nothing: no state, no version, no total', async () => {
  const before = await standing(context);
  await compareAll(context);
  expect(await standing(context)).toEqual(before);
});

test('the overview tells the same, and what needs somebody', async () => {
  const overview = await getOverview(context);

  expect(overview).toMatchObject({
    open: 5,
    monthly: [{ amount: '110', currency: 'USD' }],
    customers: 6,
    writingHeld: false,
    sandbox: true,
  });
  expect(overview.attention.map(({ kind, count }) => `${kind} ${count}`)).toEqual(['differences 5', 'mapping 1', 'access 1']);
  expect(overview.freshness.map(({ name, isStale }) => `${name} ${isStale}`)).toEqual(['ConnectWise false', 'Northwind US false']);
});

test('an accepted difference leaves the sum, and comes back only with other numbers', async () => {
  const id = await idOfKind('quantity_mismatch_psa');
  const { version } = must(await findDifference(context, id), 'the difference');
  const accept = { decision: 'accept', reason: 'agreed with the customer', version } as const;

  expect(await decideDifference(context, id, accept)).toMatchObject({
    outcome: 'decided',
    difference: { state: 'accepted', reason: 'agreed with the customer' },
  });
  expect(await decideDifference(context, id, accept)).toMatchObject({ outcome: 'changedSince', difference: { state: 'accepted' } });
  await compareAll(context);
  expect(await findDifference(context, id)).toMatchObject({ state: 'accepted' });
  await expectTotalsToTie();

  await sql`update psa_line set quantity = 19 where remote_id = '5001'`.execute(owner.db);
  await reconcileCustomer(context, customerId(1));
  expect(await findDifference(context, id)).toMatchObject({ state: 'open', cameBack: true, impact: { amount: '132' } });
  await expectTotalsToTie();
});

test('muted is quiet until its day', async () => {
  const id = await idOfKind('missing_in_psa');
  const { version } = must(await findDifference(context, id), 'the difference');
  expect(await decideDifference(context, id, { decision: 'mute', reason: 'next month', until: '2026-11-23', version })).toMatchObject({
    outcome: 'decided',
  });
  expect(
    await decideDifference(context, id, { decision: 'mute', reason: 'again', until: '2026-12-01', version: version + 1 }),
  ).toMatchObject({ outcome: 'notNow' });

  await compareAll(context);
  expect(await findDifference(context, id)).toMatchObject({ state: 'muted' });
  await clock.advance(2 * 24 * 3_600_000);
  await compareAll(context);
  expect(await findDifference(context, id)).toMatchObject({ state: 'open', mutedUntil: undefined });
  await expectTotalsToTie();
});

test('what is put right elsewhere is gone, and back when it is wrong again', async () => {
  const id = await idOfKind('quantity_mismatch_psa');
  await sql`update psa_line set quantity = 25 where remote_id = '5001'`.execute(owner.db);
  await compareAll(context);
  expect(await findDifference(context, id)).toMatchObject({ state: 'gone' });

  await sql`update psa_line set quantity = 20 where remote_id = '5001'`.execute(owner.db);
  await compareAll(context);
  expect(await findDifference(context, id)).toMatchObject({ state: 'open', cameBack: true });
  await expectTotalsToTie();
});

test('a source that was not read whole takes nothing away, and the run says so', async () => {
  const progress = JSON.stringify({ kinds: [{ kind: 'lines', verdict: 'suspicious', reason: 'farFewer' }] });
  await owner.db.updateTable('sync_run').set({ progress }).where('connection_id', '=', psaId).execute();
  await clock.advance(1_000);
  const before = (await standing(context)).differences.map(({ state }) => state);
  const end = await compareAll(context);

  expect((await standing(context)).differences.map(({ state }) => state)).toEqual(before);
  expect(end.errors).toMatchObject([
    { code: 'source_incomplete', sentence: 'ConnectWise was not read completely: what is missing there was not reported.' },
  ]);
  expect((await listRuns(context))[0]?.sources).toMatchObject([{ name: 'ConnectWise', verdict: 'suspicious' }, { verdict: 'complete' }]);
  const whole = JSON.stringify({ kinds: [{ kind: 'lines', verdict: 'complete', reason: null }] });
  await owner.db.updateTable('sync_run').set({ progress: whole }).where('connection_id', '=', psaId).execute();
});

test('one customer whose subscriptions could not be read hides nothing of the others', async () => {
  await sql`update psa_line set vendor_subscription_id = ${guid(77)} where remote_id = '5002'`.execute(owner.db);
  await sql`update subscription set retired_at = now() where customer_id in (${customerId(2)}, ${customerId(5)})`.execute(owner.db);
  await owner.db
    .insertInto('sync_problem')
    .values({
      problem_id: guid(66),
      connection_id: marketplaceId,
      run_id: guid(65),
      kind: 'subscriptions',
      subject: `Customer 2 (${guid(2)})`,
      code: 'remote_down',
      reason: 'trouble',
      at: clock.now(),
    })
    .execute();
  await compareAll(context);

  const strays = (await standing(context)).differences.filter(({ kind }) => kind === 'missing_in_microsoft');
  expect(strays.map((each) => each.customer_id)).toEqual([customerId(5)]);
  await expectTotalsToTie();
});

test('two comparisons at the same time count once', async () => {
  await Promise.all([compareAll(context), compareAll(context), reconcileCustomer(context, customerId(3))]);
  await expectTotalsToTie();
});

test('lists go forth and back by money and by name, with totals when asked for', async () => {
  const list = { filter: {}, limit: 2, cursor: undefined, count: true } as const;
  const first = await listDifferences(context, { ...list, sort: undefined });
  const next = await listDifferences(context, { ...list, sort: undefined, cursor: must(first.nextCursor, 'a next page') });
  const back = await listDifferences(context, { ...list, sort: undefined, cursor: must(next.previousCursor, 'a previous page') });

  const amounts = [...first.rows, ...next.rows].map(({ impact }) => Math.abs(Number(impact.amount)));
  expect(amounts).toEqual([...amounts].sort((a, b) => b - a));
  expect(back.rows).toEqual(first.rows);
  expect(first.totals).toEqual({ rows: (await standing(context)).differences.length, exact: true });
  const named = await listDifferences(context, { ...list, sort: 'customerName', filter: { q: 'customer 3', state: ['open'] } });
  expect(named.rows.map(({ customerName }) => customerName)).toEqual(['Customer 3']);
  await expect(listDifferences(context, { ...list, sort: 'kind', cursor: must(first.nextCursor, 'a cursor') })).rejects.toMatchObject({
    code: 'invalid_cursor',
  });
});

test('search finds customers, subscriptions and differences by the beginning of a word', async () => {
  expect((await search(context, 'customer 3')).map(({ kind }) => kind)).toEqual(expect.arrayContaining(['customer', 'difference']));
  expect((await search(context, aSubscription(3).remoteId)).map(({ kind }) => kind)).toEqual(['subscription']);
  expect(await search(context, '%')).toEqual([]);
});

test('R8: a customer without anything changes nothing for the others', async () => {
  const before = await standing(context);
  const at = clock.now();
  await owner.db
    .insertInto('customer')
    .values({
      customer_id: guid(899_999),
      reseller_id: ownReseller,
      cloud: 'global',
      tenant_id: guid(99),
      name: 'Nobody yet',
      domain: '',
      seen_at: at,
      created_at: at,
      changed_at: at,
    })
    .execute();
  await compareAll(context);
  expect(await standing(context)).toEqual(before);
});
