import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cellsOf } from '../../ledger/a-history.ts';
import { aSandbox, partnerCenterAudience, type TestSandbox } from '../../testing.ts';

let box: TestSandbox;
let bearer = '';
beforeAll(async () => {
  box = await aSandbox();
  box.sandbox.world.clock.stop();
  bearer = await box.bearer('pc-1', partnerCenterAudience);
});
afterAll(() => box.sandbox.close());

type Item = Readonly<Record<string, unknown>>;
type List = {
  readonly totalCount: number;
  readonly items: readonly Item[];
  readonly continuationToken?: string;
  readonly links?: { readonly next?: { readonly uri: string } };
};

async function ask(path: string, headers: Readonly<Record<string, string>> = {}, method = 'GET') {
  const answer = await fetch(`${box.url}/api.partnercenter.microsoft.com/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${bearer}`, ...headers },
  });
  const text = await answer.text();
  return { status: answer.status, body: (text === '' ? undefined : JSON.parse(text)) as unknown };
}

async function listed(path: string, headers: Readonly<Record<string, string>> = {}): Promise<List> {
  const { status, body } = await ask(path, headers);
  expect(status, path).toBe(200);
  return body as List;
}

const invoices = async (): Promise<readonly Item[]> => (await listed('/invoices')).items;
const newest = async (): Promise<string> => String((await invoices()).findLast((one) => one['invoiceType'] === 'OneTime')?.['id']);
const billed = 'provider=onetime&invoicelineitemtype=billinglineitems&currencycode=usd';

/** All pages one after the other. */
async function paged(path: string, size: number): Promise<readonly Item[]> {
  const found: Item[] = [];
  let page = await listed(`${path}&size=${String(size)}`);
  for (;;) {
    expect(page.totalCount).toBe(page.items.length);
    expect(page.items.length).toBeLessThanOrEqual(size);
    found.push(...page.items);
    if (page.links?.next === undefined) return found;
    expect(page.items).toHaveLength(size);
    page = await listed(page.links.next.uri, { 'MS-ContinuationToken': page.continuationToken ?? '' });
  }
}

async function csvOf(accountId: string, id: string): Promise<readonly ReadonlyMap<string, string>[]> {
  const answer = await fetch(`${box.url}/partner.microsoft.com/commerce/billing/invoices/${accountId}/${id}/reconciliation.csv`);
  expect(answer.headers.get('content-type')).toContain('text/csv');
  const [head = '', ...rows] = (await answer.text()).trimEnd().split('\r\n');
  const columns = cellsOf(head);
  return rows.map((row) => new Map(cellsOf(row).map((cell, place) => [columns[place] ?? '', cell])));
}

/** Member of a line, by column of the file where the names are not the same but for letters. */
const renamed: Readonly<Record<string, string>> = { Total: 'totalForCustomer', MPNID: 'mpnId', ResellerMPNID: 'resellerMpnId' };
const memberOf = (line: Item, column: string): unknown => {
  const wanted = (renamed[column] ?? column).toLowerCase();
  return Object.entries(line).find(([name]) => name.toLowerCase() === wanted)?.[1];
};
const american = (text: string): string =>
  text.startsWith('0001') ? '' : `${String(Number(text.slice(5, 7)))}/${String(Number(text.slice(8, 10)))}/${text.slice(0, 4)}`;
const asCell = (column: string, value: unknown): string => {
  if (Array.isArray(value)) return value.length === 0 ? '' : JSON.stringify(value);
  const text = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  return column.endsWith('Date') ? american(text) : text;
};

describe('two ways of asking agree', () => {
  test('an invoice of the list and the same asked by its id', async () => {
    for (const item of await invoices()) {
      const { body } = await ask(`/invoices/${String(item['id'])}`);
      const { billingPeriodStartDate: start, billingPeriodEndDate: end, ...same } = body as Item;
      expect(same).toEqual(item);
      expect(String(start) < String(end)).toBe(true);
    }
  });

  test('pages of the list and the whole of it', async () => {
    const all = await invoices();
    for (const size of [1, 4, all.length, all.length + 1]) {
      const pages: Item[] = [];
      for (let offset = 0; offset < all.length; offset += size)
        pages.push(...(await listed(`/invoices?size=${String(size)}&offset=${String(offset)}`)).items);
      expect(pages).toEqual(all);
    }
  });

  test('the balance and the invoices that are not paid', async () => {
    const owed = (await invoices()).reduce((sum, one) => sum + Number(one['totalCharges']) - Number(one['paidAmount']), 0);
    const { body } = await ask('/invoices/summary');
    const summary = body as Item & { readonly details: readonly { readonly summary: Item }[] };
    expect(Number(summary['balanceAmount'])).toBeCloseTo(owed, 2);
    expect(summary.details.reduce((sum, one) => sum + Number(one.summary['balanceAmount']), 0)).toBeCloseTo(owed, 2);
    expect((await listed('/invoices/summaries')).items).toContainEqual(summary);
  });

  test('lines in pages of any size and all at once', async () => {
    const path = `/invoices/${await newest()}/lineitems?${billed}`;
    const all = (await listed(path)).items;
    expect(all.length).toBeGreaterThan(20);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 2 * all.length }), async (size) => {
        expect(await paged(path, size)).toEqual(all);
      }),
      { numRuns: 6, examples: [[all.length], [all.length - 1]] },
    );
  });

  test.each(['pc-1', 'pc-3', 'pc-4'])('every cell of the portal file and the line of the API: %s', async (accountId) => {
    bearer = await box.bearer(accountId, partnerCenterAudience);
    for (const invoice of (await invoices()).filter((one) => one['invoiceType'] === 'OneTime').slice(-3)) {
      const id = String(invoice['id']);
      const rows = await csvOf(accountId, id);
      const lines = (await listed(`/invoices/OneTime-${id}/lineitems?${billed}`)).items;
      expect(rows).toHaveLength(lines.length);
      for (const [place, row] of rows.entries()) {
        const line = lines[place] ?? {};
        const mine = [...row.keys()].map((column) => [column, asCell(column, memberOf(line, column))]);
        // The API leaves creditReasonCode out where there is none.
        expect(mine).toEqual([...row].map(([column, cell]) => [column, cell]));
      }
      const cents = rows.reduce((sum, row) => sum + Math.round(Number(row.get('Total')) * 100), 0);
      expect(cents).toBe(Math.round(Number(invoice['totalCharges']) * 100));
    }
    bearer = await box.bearer('pc-1', partnerCenterAudience);
  });

  test('the older form of the address and the query', async () => {
    const id = await newest();
    const query = await listed(`/invoices/${id}/lineitems?${billed}&size=5`);
    const path = await listed(`/invoices/${id}/lineitems/OneTime/BillingLineItems?size=5`);
    expect(path.items).toEqual(query.items);
  });
});

const condition = { Field: 'InvoiceDate', Operator: 'greater_than', Value: '2026-10-01' };
const joined = (operator: string): string =>
  encodeURIComponent(JSON.stringify({ LeftFilter: condition, RightFilter: condition, Operator: operator }));

describe('hostile asks change nothing and get a documented answer', () => {
  test.each([
    ['/invoices/%00', 404],
    ['/invoices/G1/lineitems?provider=onetime&invoicelineitemtype=billinglineitems', 404],
    ['/invoices?size=-1', 400],
    ['/invoices?size=1e3', 400],
    ['/invoices?offset=x', 400],
    ['/invoices?filter=[]', 400],
    ['/invoices?filter=%7B%22Field%22%3A%22InvoiceDate%22%2C%22Operator%22%3A%22like%22%2C%22Value%22%3A%222026-10-01%22%7D', 400],
    [`/invoices?filter=${joined('or')}`, 400],
    [`/invoices?filter=${joined('')}`, 400],
    ['/invoices/estimates/links', 400],
    ['/invoices/estimates/links?currencycode=dollars', 400],
    [`/invoices/unbilled/lineitems?${billed}&period=next`, 400],
    [`/invoices/unbilled/lineitems?${billed}&size=many`, 400],
    ['/invoices/unbilled/lineitems?provider=office&invoicelineitemtype=billinglineitems&currencycode=usd', 400],
    ['/invoices/G1/receipts/1/documents/statement', 404],
    ['/invoices/G1/documents/statement', 404],
  ])('%s: %i', async (path, status) => {
    const before = box.sandbox.world.events.length;
    const answer = await ask(path);
    expect(answer.status).toBe(status);
    const { code, description, source } = answer.body as Item;
    expect([typeof code, typeof description, typeof source]).toEqual(['number', 'string', 'string']);
    expect(box.sandbox.world.events).toHaveLength(before);
  });

  test("another partner's invoice is not there", async () => {
    const own = bearer;
    const id = await newest();
    bearer = await box.bearer('pc-2', partnerCenterAudience);
    try {
      expect((await ask(`/invoices/${id}`)).status).toBe(404);
      expect((await ask(`/invoices/${id}/lineitems?${billed}`)).status).toBe(404);
      expect((await listed('/invoices')).items).toEqual([]);
    } finally {
      bearer = own;
    }
  });

  test('a token of one invoice is none of another, and one that was changed is none at all', async () => {
    const ids = (await invoices()).filter((one) => one['invoiceType'] === 'OneTime').map((one) => String(one['id']));
    const first = await listed(`/invoices/${ids[0] ?? ''}/lineitems?${billed}&size=2`);
    const next = `/lineitems?${billed}&size=2&seekOperation=Next`;
    const token = first.continuationToken ?? '';
    expect((await ask(`/invoices/${ids[0] ?? ''}${next}`, { 'MS-ContinuationToken': token })).status).toBe(200);
    expect((await ask(`/invoices/${ids[1] ?? ''}${next}`, { 'MS-ContinuationToken': token })).status).toBe(400);
    expect((await ask(`/invoices/${ids[0] ?? ''}${next}`, { 'MS-ContinuationToken': `${token}x` })).status).toBe(400);
  });

  test('nobody writes invoices', async () => {
    const id = await newest();
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
      const { status } = await ask(`/invoices/${id}`, {}, method);
      expect([404, 405], method).toContain(status);
    }
  });
});
