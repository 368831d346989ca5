import { describe, expect, test } from 'vitest';
import { aContext } from '../../../test/support/context.ts';
import { aDatabase } from '../../../test/support/database.ts';
import { listSubscriptions, type SubscriptionFilter, type SubscriptionRow } from './index.ts';

const { db, owner } = await aDatabase();
const { context } = aContext(db);

/** An estate of 100,000 subscriptions of 12,500 customers, made in the database: skewed like a real one. */
await owner.withClient(async (client) => {
  await client.query(
    `set app.reseller = '*';
    insert into subscription (customer_id, subscription_id, reseller_id, connection_id, remote_id, offer_id, offer_name, product_id, sku_id, term, frequency,
      seats, status, remote_status, is_trial, is_usage, auto_renew, starts_on, ends_on, customer_name, seen_at, created_at, changed_at)
    select ('00000000-0000-7000-8000-' || lpad((n / 8)::text, 12, '0'))::uuid, gen_random_uuid(), '00000000-0000-7000-8000-000000000001',
      ('00000000-0000-7000-9000-' || lpad((n % 2)::text, 12, '0'))::uuid, gen_random_uuid()::text, 'offer',
      (array['Microsoft 365 Business Premium', 'Microsoft 365 E3', 'Exchange Online (Plan 1)', 'Visio Plan 2', 'Power BI Pro', 'Zebra add-on'])[1 + (case when n % 100 = 0 then 5 else n % 5 end)],
      'CFQ7TTC0LCHC', '0002', case when n % 3 = 0 then 'P1M' when n % 997 = 0 then 'P3Y' else 'P1Y' end, case when n % 7 = 0 then 'annual' else 'monthly' end,
      (n * 7919) % 400, case when n % 50 = 0 then 'suspended' when n % 1999 = 0 then 'pending' when n % 9 = 0 then 'cancelled' else 'active' end, '', false, false, true,
      '2026-01-01', case when n % 11 = 0 then null else date '2026-12-01' + n % 700 end,
      initcap(substr(md5((n / 8)::text), 1, 6)) || ' ' || (n / 8), now(), now(), now()
    from generate_series(0, 99999) as n;
    vacuum analyze subscription`.replace(/;\s*vacuum analyze subscription$/, ''),
  );
  await client.query('vacuum analyze subscription');
});

const list = (
  more: { sort?: string; descending?: boolean; cursor?: string; filter?: SubscriptionFilter; limit?: number; count?: boolean } = {},
) =>
  listSubscriptions(context, {
    sort: more.sort ?? 'customerName',
    descending: more.descending ?? false,
    limit: more.limit ?? 50,
    cursor: more.cursor,
    filter: more.filter ?? {},
    count: more.count ?? false,
  });

const sorts = ['customerName', 'offerName', 'seats', 'endsOn', 'status'];
const filters: readonly (readonly [string, SubscriptionFilter])[] = [
  ['nothing', {}],
  ['a common status', { status: ['active'] }],
  ['a rare status', { status: ['pending'] }],
  ['a status that goes with the end', { status: ['cancelled'] }],
  ['a status that nobody has', { status: ['unknown'] }],
  ['a rare status and a rare term', { status: ['pending'], term: ['P3Y'] }],
  ['term and frequency', { term: ['P1M'], frequency: ['annual'] }],
  ['one customer', { customerId: '00000000-0000-7000-8000-000000000777' }],
  ['one connection', { connectionId: '00000000-0000-7000-9000-000000000001', status: ['suspended'] }],
  ['the start of a customer name', { q: 'c4' }],
  ['the start of a frequent offer name', { q: 'micro' }],
  ['letters that nobody has', { q: 'qqqq' }],
  ['a rare offer and a status', { q: 'zebra', status: ['pending'] }],
];

describe('a list of 100,000 subscriptions', () => {
  test.each(sorts.flatMap((sort) => [false, true].map((descending) => ({ sort, descending }))))(
    'by $sort (descending: $descending) leads from its first page to the next and back to the same rows, under any filter',
    async ({ sort, descending }) => {
      for (const [name, filter] of filters) {
        const first = await list({ sort, descending, filter, limit: 20 });
        const ids = first.rows.map((row) => row.subscriptionId);
        expect(first.previousCursor, name).toBeNull();
        if (first.nextCursor === null) continue;

        const next = await list({ sort, descending, filter, limit: 20, cursor: first.nextCursor });
        const back = await list({ sort, descending, filter, limit: 20, cursor: next.previousCursor ?? '' });

        expect(
          next.rows.filter((row) => ids.includes(row.subscriptionId)),
          name,
        ).toEqual([]);
        expect(
          back.rows.map((row) => row.subscriptionId),
          name,
        ).toEqual(ids);
      }
    },
    60_000,
  );

  test('shows every row exactly once when it is paged to its end, and the same backwards', async () => {
    const filter: SubscriptionFilter = { status: ['pending', 'suspended'], term: ['P1M'] };
    const forwards: string[] = [];
    let last = await list({ sort: 'seats', filter, limit: 97 });
    for (;;) {
      forwards.push(...last.rows.map((row) => row.subscriptionId));
      if (last.nextCursor === null) break;
      last = await list({ sort: 'seats', filter, limit: 97, cursor: last.nextCursor });
    }
    const backwards: string[] = last.rows.map((row) => row.subscriptionId).toReversed();
    for (let cursor = last.previousCursor; cursor !== null; ) {
      const page = await list({ sort: 'seats', filter, limit: 97, cursor });
      backwards.push(...page.rows.map((row) => row.subscriptionId).toReversed());
      cursor = page.previousCursor;
    }

    const { total } = await list({ filter, count: true, limit: 1 });
    expect(new Set(forwards).size).toBe(forwards.length);
    expect(total).toEqual({ rows: forwards.length, exact: true });
    expect(backwards.toReversed()).toEqual(forwards);
  });

  test('says "more than 10,000" instead of counting on', async () => {
    expect((await list({ count: true, limit: 1 })).total).toEqual({ rows: 10_000, exact: false });
  });

  test('finds a subscription by the id that Microsoft gave it', async () => {
    const [some] = (await list({ limit: 1 })).rows;

    const found = await list({ filter: { q: some?.remoteId ?? '' } });

    expect(found.rows).toEqual([some]);
  });

  test('sorts names without regard to case, and those without an end last', async () => {
    const names = (await list({ limit: 200 })).rows.map((row: SubscriptionRow) => row.customerName.toLowerCase());
    const ends = (await list({ sort: 'endsOn', descending: true, limit: 1 })).rows.map((row) => row.endsOn);

    expect(names).toEqual(names.toSorted());
    expect(ends).toEqual([null]);
  });

  test('refuses a cursor of another filter', async () => {
    const { nextCursor } = await list();

    await expect(list({ cursor: nextCursor ?? '', filter: { status: ['active'] } })).rejects.toMatchObject({ code: 'invalid_cursor' });
  });

  test('of another reseller is empty', async () => {
    const scope = { reseller: '00000000-0000-7000-8000-00000000beef' };

    expect(
      await listSubscriptions(
        { ...context, scope },
        { sort: 'seats', descending: false, limit: 5, cursor: undefined, filter: {}, count: true },
      ),
    ).toMatchObject({
      rows: [],
      total: { rows: 0, exact: true },
    });
  });
});
