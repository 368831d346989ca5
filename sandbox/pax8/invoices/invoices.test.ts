import { beforeEach, describe, expect, test } from 'vitest';
import { bookActs } from '../../acts/books.ts';
import { settle } from '../../world/due.ts';
import { caller, ids, smallWorld } from '../small-world.ts';
import { invoicesReady } from './ready.ts';

const agenda = { rows: [], days: [invoicesReady] };

type Page = { content: Record<string, unknown>[]; page: { totalElements: number } };

let world: ReturnType<typeof smallWorld>;
let call: Awaited<ReturnType<typeof caller>>;
beforeEach(async () => {
  world = smallWorld();
  call = await caller(world);
});

const read = async (path: string): Promise<Page> => (await call('GET', path)).json as Page;
const goTo = async (instant: string): Promise<void> => {
  world.clock.step(Date.parse(instant) - world.clock.nowMs());
  settle(world, agenda);
  call = await caller(world);
};

describe('invoices of the distributor', () => {
  test('one for each month, newest first, unpaid until its due day', async () => {
    const { content } = await read('/invoices');

    expect(content[0]).toMatchObject({ invoiceDate: '2026-11-01', dueDate: '2026-11-15', status: 'Paid', balance: 0 });
    expect(content.map((row) => row['invoiceDate'])).toEqual([...content.map((row) => row['invoiceDate'])].sort().reverse());
    await goTo('2026-12-06T00:00:00Z');
    const [newest] = (await read('/invoices')).content;
    expect(newest).toMatchObject({ invoiceDate: '2026-12-01', status: 'Unpaid' });
    expect(newest?.['balance']).toBe(newest?.['total']);
    expect((await read('/invoices?status=Unpaid')).page.totalElements).toBe(1);
  });

  test('appear between the 4th and the 5th, their items from the 5th', async () => {
    await goTo('2026-12-04T11:59:00Z');
    expect((await read('/invoices')).content[0]).toMatchObject({ invoiceDate: '2026-11-01' });
    await goTo('2026-12-04T23:59:59Z');
    const [newest] = (await read('/invoices')).content;
    expect(newest).toMatchObject({ invoiceDate: '2026-12-01' });
    const path = `/invoices/${String(newest?.['id'])}/items`;
    expect((await read(path)).page.totalElements).toBe(0);
    await goTo('2026-12-05T00:00:00Z');
    expect((await read(path)).page.totalElements).toBeGreaterThan(0);
    expect(world.events.filter((event) => event.kind === 'distributor.invoiceReady')).toHaveLength(1);
  });

  test('each total is the sum of its items, cost side', async () => {
    for (const invoice of (await read('/invoices?size=200')).content) {
      const { content } = await read(`/invoices/${String(invoice['id'])}/items?size=200`);
      const sum = content.reduce((total, item) => total + Math.round(Number(item['costTotal']) * 1000), 0);
      expect(sum).toBe(Math.round(Number(invoice['total']) * 1000));
      for (const item of content) expect(item['subTotal']).toBe(item['costTotal']);
    }
  });

  test('seats added inside a month are charged by days, then with the rest', async () => {
    expect((await call('PUT', `/subscriptions/${ids.yearly}`, { body: { quantity: 30 } })).status).toBe(200);
    await goTo('2026-12-06T00:00:00Z');
    const [newest] = (await read('/invoices')).content;
    const items = (await read(`/invoices/${String(newest?.['id'])}/items?size=200`)).content.filter(
      (item) => item['subscriptionId'] === ids.yearly,
    );

    // 10 of 30 days of 22.00 for 5 more seats; then 30 seats for December.
    expect(items).toMatchObject([
      { type: 'prorate', startPeriod: '2026-11-21', endPeriod: '2026-12-01', quantity: 5, cost: 7.33, costTotal: 36.65 },
      { type: 'subscription', startPeriod: '2026-12-01', endPeriod: '2027-01-01', quantity: 30, cost: 22, costTotal: 660 },
    ]);
  });

  test('approved ones never change, whatever comes', async () => {
    const before = await read('/invoices?size=200');

    await call('PUT', `/subscriptions/${ids.yearly}`, { body: { quantity: 40, price: 99 } });
    await call('DELETE', `/subscriptions/${ids.free}`);

    expect(await read('/invoices?size=200')).toEqual(before);
  });

  test('a wrong one becomes Credited and another is readable a day later', async () => {
    const [wrong] = (await read('/invoices')).content;
    const input = { invoiceId: String(wrong?.['id']), subscriptionId: ids.yearly, quantity: 20 };

    expect(bookActs['distributor.creditInvoice']?.(world, input)).toHaveProperty('done');

    expect((await call('GET', `/invoices/${input.invoiceId}`)).json).toMatchObject({
      status: 'Credited',
      total: wrong?.['total'],
      balance: 0,
    });
    await goTo('2026-11-22T10:00:00Z');
    const [another, old] = (await read('/invoices')).content;
    expect(old?.['id']).toBe(input.invoiceId);
    expect(another).toMatchObject({ invoiceDate: '2026-11-01' });
    expect(Number(another?.['total'])).toBeCloseTo(Number(wrong?.['total']) - 5 * 22, 6);
  });

  test('draft items show what is to come, on the price side', async () => {
    const { content } = await read(`/invoices/draftItems?companyId=${ids.company}&size=200`);

    expect(content.find((item) => item['subscriptionId'] === ids.yearly)).toMatchObject({
      startPeriod: '2026-12-01',
      subTotal: 25 * 26.405,
    });
    expect((await call('GET', '/invoices/draftItems?monthOffset=2')).status).toBe(400);
    expect((await call('GET', '/invoices/draftItems?companyId=nobody')).status).toBe(404);
  });

  test('a key without rights sees none', async () => {
    const lesser = await caller(world, { client_id: 'client-2', client_secret: 'secret-2' });

    expect((await lesser('GET', '/invoices')).json).toMatchObject({ content: [], page: { totalElements: 0 } });
    expect((await lesser('GET', '/invoices/draftItems')).json).toMatchObject({ content: [] });
  });
});

describe('usage', () => {
  test('summaries are the sum of their lines, and the month behind is billed in arrears', async () => {
    const sold = bookActs['distributor.sellUsage']?.(world, { company: ids.company });
    const { id } = (sold as { done: { id: string } }).done;
    await goTo('2026-12-06T00:00:00Z');

    const { content } = await read(`/subscriptions/${id}/usage-summaries?size=200`);
    expect(content).toHaveLength(6);
    const [first] = content;
    let retail = 0;
    for (let day = 1; day <= 30; day += 1) {
      const lines = await read(`/usage-summaries/${String(first?.['id'])}/usage-lines?usageDate=2026-11-${String(day).padStart(2, '0')}`);
      retail += lines.content.reduce((sum, line) => sum + Math.round(Number(line['currentCharges']) * 1000), 0);
    }
    expect(retail).toBe(Math.round(Number(first?.['currentCharges']) * 1000));
    expect((await call('GET', `/usage-summaries/${String(first?.['id'])}/usage-lines`)).status).toBe(400);

    const [newest] = (await read('/invoices')).content;
    const items = await read(`/invoices/${String(newest?.['id'])}/items?size=200`);
    expect(items.content.find((item) => item['subscriptionId'] === id)).toMatchObject({
      term: 'Arrears',
      startPeriod: '2026-11-01',
      rateType: 'markup',
    });
    expect((await read(`/subscriptions/${ids.yearly}/usage-summaries`)).content).toEqual([]);
  });
});
