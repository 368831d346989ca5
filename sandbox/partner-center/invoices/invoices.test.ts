import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Answer, appOnly, type Opened, openSandbox } from '../open-sandbox.ts';

let box: Opened;
beforeAll(async () => {
  const first = await openSandbox();
  // The account that buys at Microsoft directly.
  if (first.account.partnerType === 'directBill') box = first;
  else {
    await first.close();
    box = await openSandbox(1);
  }
});
afterAll(() => box.close());

type Link = { readonly uri: string; readonly headers: readonly { readonly key: string; readonly value: string }[] };
type Listed = {
  readonly totalCount: number;
  readonly items: readonly Record<string, unknown>[];
  readonly continuationToken?: string;
  readonly links: { readonly next?: Link };
};
const listed = (answer: Answer): Listed => {
  expect(answer.status).toBe(200);
  return answer.body as Listed;
};
const invoices = async (): Promise<Listed> => listed(await box.ask('/v1/invoices'));
const lastOneTime = async (): Promise<Record<string, unknown>> => {
  const found = (await invoices()).items.findLast((item) => item['invoiceType'] === 'OneTime');
  if (found === undefined) throw new Error('No invoice');
  return found;
};

describe('invoices', () => {
  test('twelve closed months are listed, each with its total, and older recurring ones', async () => {
    const { items } = await invoices();
    const oneTime = items.filter((item) => item['invoiceType'] === 'OneTime');
    expect(oneTime).toHaveLength(12);
    for (const item of oneTime) {
      expect(item['id']).toMatch(/^G\d{9}$/);
      expect(Number(item['totalCharges'])).toBeGreaterThan(0);
      expect(new Date(String(item['invoiceDate'])).getUTCDate()).toBeGreaterThanOrEqual(6);
      expect(new Date(String(item['invoiceDate'])).getUTCDate()).toBeLessThanOrEqual(8);
    }
    expect(items.filter((item) => item['invoiceType'] === 'Recurring').map((item) => String(item['id']).slice(0, 4))).toEqual([
      'D020',
      'D020',
      'D020',
    ]);
  });

  test('the lines of every invoice add up to its total, page by page', async () => {
    for (const invoice of (await invoices()).items.filter((item) => item['invoiceType'] === 'OneTime').slice(-3)) {
      let cents = 0;
      let pages = 0;
      let path = `/v1/invoices/${String(invoice['id'])}/lineitems?provider=onetime&invoicelineitemtype=billinglineitems&currencycode=USD&size=7`;
      let headers: Record<string, string> = {};
      for (;;) {
        const page = listed(await box.ask(path, { headers }));
        pages += 1;
        for (const line of page.items) cents += Math.round(Number(line['totalForCustomer']) * 100);
        const { next } = page.links;
        if (next === undefined) break;
        expect(next.headers).toEqual([{ key: 'MS-ContinuationToken', value: page.continuationToken }]);
        path = `/v1${next.uri}`;
        headers = { 'MS-ContinuationToken': page.continuationToken ?? '' };
      }
      expect(pages).toBeGreaterThan(1);
      expect(cents).toBe(Math.round(Number(invoice['totalCharges']) * 100));
    }
  });

  test('by id: billing period, PDF, and only for a person', async () => {
    const { id } = await lastOneTime();
    const answer = await box.ask(`/v1/invoices/OneTime-${String(id)}`);
    expect(answer.body).toMatchObject({ id, billingPeriodStartDate: '2026-10-01T00:00:00Z', billingPeriodEndDate: '2026-10-31T00:00:00Z' });
    expect((await box.ask(`/v1/invoices/${String(id)}`, { token: box.token(appOnly) })).status).toBe(403);
    const pdf = await fetch(`${box.url}/api.partnercenter.microsoft.com/v1/invoices/${String(id)}/documents/statement`, {
      headers: { authorization: `Bearer ${box.token()}` },
    });
    expect(pdf.headers.get('content-disposition')).toBe(`attachment; filename=Invoice_${String(id)}.pdf`);
    expect(
      Buffer.from(await pdf.arrayBuffer())
        .subarray(0, 5)
        .toString(),
    ).toBe('%PDF-');
  });

  test('unknown, foreign and malformed requests are refused in the documented form', async () => {
    expect(await box.ask('/v1/invoices/G999999999')).toMatchObject({ status: 404, body: { code: 1000 } });
    const { id } = await lastOneTime();
    for (const query of [
      'provider=wrong&invoicelineitemtype=billinglineitems',
      'provider=onetime',
      'provider=onetime&invoicelineitemtype=billinglineitems&size=x',
      'provider=onetime&invoicelineitemtype=billinglineitems&seekOperation=Next',
    ])
      expect(await box.ask(`/v1/invoices/${String(id)}/lineitems?${query}`), query).toMatchObject({ status: 400, body: { code: 800002 } });
    expect(await box.ask('/v1/invoices?filter=%7B')).toMatchObject({ status: 400 });
    expect(await box.ask('/v1/invoices/unbilled/lineitems?provider=onetime&invoicelineitemtype=billinglineitems')).toMatchObject({
      status: 400,
    });
  });

  test('the date filter takes a range', async () => {
    const part = (operator: string, value: string) => ({ Field: 'InvoiceDate', Operator: operator, Value: value });
    const filter = {
      LeftFilter: part('greater_than_or_equals', '2026-10-01'),
      RightFilter: part('less_than_or_equals', '2026-11-30'),
      Operator: 'and',
    };
    expect(listed(await box.ask(`/v1/invoices?filter=${encodeURIComponent(JSON.stringify(filter))}`)).items).toHaveLength(2);
  });

  test('what is bought today is unbilled today, and billed next month', async () => {
    const subscription = box.lay({
      quantity: 7,
      unitPrice: '3.00',
      effectiveStartAt: '2026-11-21T10:00:00Z',
      createdAt: '2026-11-21T10:00:00Z',
      billingCycleEndAt: '2026-12-20T23:59:59Z',
      commitmentEndAt: '2027-11-20T23:59:59Z',
    });
    const path = '/v1/invoices/unbilled/lineitems?provider=onetime&invoicelineitemtype=billinglineitems&currencycode=usd&period=current';
    const own = listed(await box.ask(path)).items.filter((line) => line['subscriptionId'] === subscription.id);
    expect(own).toMatchObject([
      {
        chargeType: 'new',
        quantity: '7',
        totalForCustomer: '21',
        invoiceNumber: '',
        chargeStartDate: '2026-11-21T00:00:00Z',
        chargeEndDate: '2026-12-20T00:00:00Z',
      },
    ]);
    expect(JSON.parse(String(own[0]?.['referenceId']))).toMatchObject({ v: '2.0' });
  });

  test('legacy invoices have seat, meter and daily lines', async () => {
    const old = (await invoices()).items.find((item) => item['invoiceType'] === 'Recurring');
    const ask = async (provider: string, type: string): Promise<Listed> =>
      listed(await box.ask(`/v1/invoices/${String(old?.['id'])}/lineitems/${provider}/${type}?size=2&offset=0`));
    const [seats, meters, days] = [
      await ask('Office', 'BillingLineItems'),
      await ask('Azure', 'BillingLineItems'),
      await ask('Azure', 'UsageLineItems'),
    ];
    expect(meters.links.next?.uri).toContain('offset=2');
    expect(days.items[0]).toHaveProperty('usageDate');
    const meter = listed(
      await box.ask(`/v1/invoices/${String(old?.['id'])}/lineitems?provider=azure&invoicelineitemtype=billinglineitems`),
    ).items;
    const sum = [...seats.items.map((line) => line['totalForCustomer']), ...meter.map((line) => line['postTaxTotal'])].reduce(
      (total: number, one) => total + Math.round(Number(one) * 100),
      0,
    );
    expect(sum).toBe(Math.round(Number(old?.['totalCharges']) * 100));
  });
});

type Shape = Readonly<Record<string, string>>;
function shapeOf(value: unknown, path = '', found: Record<string, string> = {}): Shape {
  if (Array.isArray(value)) for (const one of value) shapeOf(one, `${path}[]`, found);
  else if (typeof value === 'object' && value !== null)
    for (const [name, one] of Object.entries(value)) shapeOf(one, `${path}.${name}`, found);
  else found[path] = [...new Set([...(found[path]?.split(' ') ?? []), typeof value])].join(' ');
  return found;
}

describe('answers have the shape of the published samples', () => {
  const sample = (name: string): Shape =>
    shapeOf(JSON.parse(readFileSync(new URL(`../fixtures/invoices.${name}.response.json`, import.meta.url), 'utf8')));
  test.each([
    ['get-a-collection-of-invoices', '/v1/invoices'],
    ['get-the-reseller-s-current-account-balance', '/v1/invoices/summary'],
    ['get-invoice-summaries', '/v1/invoices/summaries'],
    ['get-invoice-estimate-links', '/v1/invoices/estimates/links?currencycode=USD'],
    [
      'get-invoice-unbilled-recon-lineitems.2',
      '/v1/invoices/unbilled/lineitems?provider=onetime&invoicelineitemtype=billinglineitems&currencycode=usd&period=current',
    ],
    ['get-invoiceline-items.2', '/v1/invoices/OLD/lineitems?provider=Azure&invoicelineitemtype=BillingLineItems&size=2&offset=0'],
    ['get-invoiceline-items.3', '/v1/invoices/OLD/lineitems?provider=Azure&invoicelineitemtype=UsageLineItems&size=2&offset=0'],
  ])('%s', async (name, path) => {
    const old = (await invoices()).items.find((item) => item['invoiceType'] === 'Recurring');
    const mine = shapeOf(listed(await box.ask(path.replace('OLD', String(old?.['id'])))));
    const wanted = sample(name);
    const strange = ['.items[].attributes/objectType', '.items[].taxReceipts', '.items[].amendments'];
    for (const [field, kinds] of Object.entries(mine)) {
      if (field === '.continuationToken' || field.startsWith('.links.next')) continue;
      expect(wanted, field).toHaveProperty([field]);
      for (const kind of kinds.split(' ')) expect(wanted[field], field).toContain(kind);
    }
    for (const field of Object.keys(wanted))
      if (!strange.some((one) => field.startsWith(one)) && !field.startsWith('.links.next')) expect(mine, field).toHaveProperty([field]);
  });
});
