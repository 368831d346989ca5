import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Decimal, printDecimal } from '../../../src/lib/decimal.ts';
import { pc } from '../../proof/asks.ts';
import { later, legacy, turn } from '../../proof/stage.ts';
import { aSandbox, type TestSandbox } from '../../testing.ts';
import { azurePlanProduct } from '../../usage/running.ts';
import type { Subscription } from '../../world/types.ts';

type Body = Readonly<Record<string, unknown>>;
type Items = { readonly items: readonly Body[]; readonly continuationToken?: string; readonly totalCount: number };

const account = 'pc-3';
let box: TestSandbox;
let plan: Subscription;

beforeAll(async () => {
  box = await aSandbox();
  box.sandbox.world.clock.stop();
  const found = box.sandbox.world.tables.subscriptions.by('accountId', account).find((row) => row.productId === azurePlanProduct);
  if (found === undefined) throw new Error('Nobody has an Azure plan');
  plan = found;
});
afterAll(async () => box.sandbox.close());
afterEach(() => turn(box, 'usage', { lagHours: null, utilizationNotReady: null }));

const get = async (path: string, owner = account): Promise<Body> => {
  const answer = await pc(box, path, { account: owner });
  if (answer.status !== 200) throw new Error(`${String(answer.status)} ${answer.text}`);
  return answer.body as Body;
};
const list = async (path: string, owner = account): Promise<Items> => (await get(path, owner)) as Body & Items;
const customer = () => `/customers/${plan.customerId}`;
const subscription = () => `${customer()}/subscriptions/${plan.id}`;
const sum = (rows: readonly Body[], member: string): string =>
  printDecimal(rows.reduce((total, row) => total.plus(String(row[member])), new Decimal(0)));
const near = (left: unknown, right: unknown): void => {
  expect(Number(left)).toBeCloseTo(Number(right), 6);
};

describe('spending on Azure', () => {
  it('adds up from meters and resources to the plan, the customer and the partner', async () => {
    const total = (await get(`${subscription()}/usagesummary`))['totalCost'];
    expect(Number(total)).toBeGreaterThan(0);
    near(sum((await list(`${subscription()}/meterusagerecords`)).items, 'totalCost'), total);
    near(sum((await list(`${subscription()}/resourceusagerecords`)).items, 'totalCost'), total);
    near(
      sum((await list(`${customer()}/subscriptions/usagerecords`)).items, 'totalCost'),
      (await get(`${customer()}/usagesummary`))['totalCost'],
    );
    const customers = await list('/customers/usagerecords');
    const partner = await get('/usagesummary');
    expect(partner['customersWithUsageBasedSubscription']).toBe(customers.items.length);
    near(sum(customers.items, 'totalCost'), partner['totalCost']);
  });

  it('is the sum of the unbilled daily lines', async () => {
    const { items } = await list(
      '/invoices/unbilled/lineitems?provider=onetime&currencycode=usd&period=current&invoicelineitemtype=usagelineitems',
    );
    near(
      sum(
        items.filter((row) => row['subscriptionId'] === plan.id),
        'billingPreTaxTotal',
      ),
      (await get(`${subscription()}/usagesummary`))['totalCost'],
    );
  });

  it('counts customers over their budget and on their way to it', async () => {
    const total = Number((await get(`${customer()}/usagesummary`))['totalCost']);
    const budget = (amount: number) => pc(box, `${customer()}/usagebudget`, { method: 'PATCH', body: { amount }, account });
    await budget(Math.floor(total) - 1);
    expect(await get('/usagesummary')).toMatchObject({ customersOverBudget: 1, customersTrendingOver: 0 });
    await budget(Math.ceil(total) + 1);
    expect(await get('/usagesummary')).toMatchObject({ customersOverBudget: 0, customersTrendingOver: 1 });
    await budget(Math.ceil(total) * 10);
    expect(await get('/usagesummary')).toMatchObject({ customersOverBudget: 0, customersTrendingOver: 0 });
    const records = await list('/customers/usagerecords');
    expect(records.items.find((row) => row['id'] === plan.customerId)).toMatchObject({ budget: { amount: Math.ceil(total) * 10 } });
  });

  it('grows by a day when the day before yesterday has arrived, and stops the day after the Azure subscriptions do', async () => {
    const lines = async (): Promise<readonly Body[]> =>
      (
        await list('/invoices/unbilled/lineitems?provider=onetime&currencycode=usd&period=current&invoicelineitemtype=usagelineitems')
      ).items.filter((row) => row['subscriptionId'] === plan.id);
    const days = async () => [...new Set((await lines()).map((row) => String(row['usageDate']).slice(0, 10)))].sort().at(-1);
    expect(await days()).toBe('2026-11-19');
    await later(box, 'P1D');
    expect(await days()).toBe('2026-11-20');
    await turn(box, 'usage', { lagHours: 0 });
    expect(await days()).toBe('2026-11-21');
    for (const { id } of (await list(`${subscription()}/azureEntitlements`)).items) {
      const body = { cancellationReason: 'compromise' };
      expect((await pc(box, `${subscription()}/azureEntitlements/${String(id)}/cancel`, { method: 'POST', body, account })).status).toBe(
        200,
      );
    }
    await later(box, 'P4D');
    expect(await days()).toBe('2026-11-22');
  });

  it('is nothing for a customer without Azure, and refused for a subscription that is none', async () => {
    const seats = box.sandbox.world.tables.subscriptions.by('accountId', account).find((row) => row.productId !== azurePlanProduct);
    if (seats === undefined) throw new Error('The provider sells no seats');
    expect((await pc(box, `/customers/${seats.customerId}/subscriptions/${seats.id}/meterusagerecords`, { account })).body).toMatchObject({
      code: 800011,
    });
    expect((await pc(box, `${customer()}/subscriptions/00000000-0000-4000-8000-000000000000/usagesummary`, { account })).status).toBe(404);
    expect((await pc(box, subscription().replace('/subscriptions', '/usagesummary/x'), { account })).status).toBe(404);
    expect((await pc(box, `${subscription()}/usagesummary`, { account: 'pc-1' })).status).toBe(403);
  });
});

describe('utilization of legacy Azure', () => {
  let path: string;
  beforeAll(async () => {
    const row = await legacy(box, { offer: 'MS-AZR-0145P', quantity: 1, daysAgo: 40 });
    path = `/customers/${row.customerId}/subscriptions/${row.id}/utilizations/azure?start_time=2026-11-01T00:00:00%2B00:00&end_time=2026-11-06T00:00:00Z`;
  });

  it('is read page by page without a record twice or missing', async () => {
    const whole = await list(path, 'pc-1');
    expect(whole.totalCount).toBeGreaterThan(10);
    const seen: Body[] = [];
    let token: string | undefined;
    do {
      const headers: Record<string, string> = token === undefined ? {} : { 'ms-continuationtoken': token };
      const { body } = await pc(box, `${path}&size=4${token === undefined ? '' : '&seek_operation=Next'}`, { headers });
      const page = body as Items;
      expect(page.items.length).toBeLessThanOrEqual(4);
      seen.push(...page.items);
      token = page.continuationToken;
    } while (token !== undefined);
    expect(seen).toEqual(whole.items);
  });

  it('adds up to the same by hour and by meter as by day', async () => {
    const quantity = (rows: readonly Body[]) => Number(sum(rows, 'quantity'));
    const days = await list(path, 'pc-1');
    const hours = await list(`${path}&granularity=hourly`, 'pc-1');
    const meters = await list(`${path}&show_details=false`, 'pc-1');
    expect(hours.items.length).toBeGreaterThan(days.items.length);
    expect(quantity(meters.items)).toBeCloseTo(quantity(days.items), 6);
    expect(meters.items[0]).not.toHaveProperty('instanceData');
  });

  it('answers 204 with Retry-After when it is not ready, and 400 for spans that are none', async () => {
    await turn(box, 'usage', { utilizationNotReady: true });
    const waiting = await pc(box, path);
    expect([waiting.status, waiting.headers.get('retry-after')]).toEqual([204, '60']);
    for (const bad of [
      'start_time=x',
      'start_time=2026-11-05&end_time=2026-11-01',
      'start_time=2026-11-05&end_time=2026-11-06&granularity=weekly',
    ])
      expect((await pc(box, path.replace(/start_time.*/, bad))).status).toBe(400);
    expect((await pc(box, `${subscription()}/utilizations/azure?start_time=2026-11-01&end_time=2026-11-02`, { account })).status).toBe(400);
  });
});

describe('service costs', () => {
  it('come to the lines of the last invoice', async () => {
    const costs = await get(`${customer()}/servicecosts/MostRecent`);
    const { items } = await list(`${customer()}/servicecosts/mostrecent/lineitems`);
    expect(items.length).toBeGreaterThan(1);
    expect(costs['pretaxTotal']).toBeCloseTo(Number(sum(items, 'pretaxTotal')), 6);
    expect(costs).toMatchObject({ billingStartDate: '2026-10-01T00:00:00Z', details: [{ invoiceType: 'OneTime' }] });
  });
});
