import { afterAll, beforeAll, expect, test } from 'vitest';
import { aSandbox, type TestSandbox } from '../testing.ts';
import { haloInstance } from '../world/estate/other-psas.ts';

type Row = Readonly<Record<string, unknown>>;
type Answer = { readonly status: number; readonly body: unknown };

let box: TestSandbox;
let bearer = '';
const host = 'northwind.halopsa.com';

beforeAll(async () => {
  box = await aSandbox({ scale: 20 });
  await box.send('POST', 'clock', { stop: true });
  bearer = await signIn({});
});
afterAll(() => box.sandbox.close());

async function signIn(over: Readonly<Record<string, string>>): Promise<string> {
  const { clientId, clientSecret } = haloInstance(7);
  const form = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret, scope: 'all', ...over };
  const answer = await fetch(`${box.url}/${host}/auth/token?tenant=northwind`, { method: 'POST', body: new URLSearchParams(form) });
  const body = (await answer.json()) as Row;
  expect(answer.status).toBe(200);
  return String(body['access_token']);
}

async function ask(method: string, path: string, body?: unknown, as = bearer): Promise<Answer> {
  const answer = await fetch(`${box.url}/${host}/api${path}`, {
    method,
    headers: { authorization: `Bearer ${as}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  return { status: answer.status, body: text === '' ? undefined : (JSON.parse(text) as unknown) };
}

const rows = (answer: Answer, plural: string): readonly Row[] => (answer.body as Readonly<Record<string, readonly Row[]>>)[plural] ?? [];
const row = (answer: Answer): Row => answer.body as Row;

async function someLines(): Promise<readonly Row[]> {
  const list = await ask('GET', '/RecurringInvoice?includelines=true');
  return rows(list, 'invoices').flatMap((header) => header['lines'] as readonly Row[]);
}

test('the tenant says where to sign in; a wrong secret is refused as OAuth does', async () => {
  const found = await fetch(`${box.url}/${host}/api/authinfo`);
  const wrong = await fetch(`${box.url}/${host}/auth/token?tenant=northwind`, {
    method: 'POST',
    body: new URLSearchParams({ grant_type: 'client_credentials', client_id: 'x', client_secret: 'y' }),
  });

  expect(await found.json()).toEqual({ auth_url: `${box.url}/${host}/auth`, tenant_id: 'northwind' });
  expect([wrong.status, ((await wrong.json()) as Row)['error']]).toEqual([400, 'invalid_client']);
  expect((await ask('GET', '/Client', undefined, 'nonsense')).status).toBe(401);
});

test('a scope that does not allow it is 403', async () => {
  const reader = await signIn({ scope: 'read:customers' });

  expect((await ask('GET', '/Client', undefined, reader)).status).toBe(200);
  expect((await ask('POST', '/Client', [{ name: 'x' }], reader)).status).toBe(403);
  expect((await ask('GET', '/Item', undefined, reader)).status).toBe(403);
});

test('pages part the clients; without pageinate the list is whole', async () => {
  const all = await ask('GET', '/Client?includeazuretenants=true');
  const pages = await Promise.all([1, 2, 3].map((page) => ask('GET', `/Client?pageinate=true&page_size=8&page_no=${page}`)));

  expect(row(all)['record_count']).toBe(20);
  expect(row(pages[2] ?? all)).toMatchObject({ page_no: 3, page_size: 8, record_count: 20 });
  expect(pages.flatMap((page) => rows(page, 'clients').map((client) => client['id']))).toEqual(
    rows(all, 'clients').map((client) => client['id']),
  );
  expect(rows(all, 'clients')[0]?.['azure_tenants']).toHaveLength(1);
  expect(rows(pages[0] ?? all, 'clients')[0]).not.toHaveProperty('azure_tenants');
});

test('lines are missing without includedetails', async () => {
  const [header] = rows(await ask('GET', '/RecurringInvoice'), 'invoices');
  const id = String(header?.['id']);

  expect(header).not.toHaveProperty('lines');
  expect(row(await ask('GET', `/RecurringInvoice/${id}`))).not.toHaveProperty('lines');
  expect(row(await ask('GET', `/RecurringInvoice/${id}?includedetails=true`))['lines']).not.toHaveLength(0);
});

test('updatelines changes only what it sends and passes over what it does not know', async () => {
  const line = (await someLines()).find((one) => (one['quantity_licences'] as readonly unknown[]).length === 0);
  const { id, ihid, unit_price } = line ?? {};

  const answer = await ask('POST', '/RecurringInvoice/updatelines', [{ id, ihid, qty_order: 30, qtyorder: 31 }]);
  const after = (await someLines()).find((one) => one['id'] === id);

  expect(answer.status).toBe(201);
  expect(after).toMatchObject({ qty_order: 30, unit_price, net_amount: Number((30 * Number(unit_price)).toFixed(2)) });
  expect(after).not.toHaveProperty('qtyorder');
  expect(
    (
      await ask('POST', '/RecurringInvoice/updatelines', [
        { id, qty_order: 5 },
        { id: 999999, qty_order: 1 },
      ])
    ).status,
  ).toBe(404);
  expect((await someLines()).find((one) => one['id'] === id)?.['qty_order']).toBe(30);
});

test('a line that follows a licence gets its number back in the night', async () => {
  const counted = (await someLines()).find((one) => (one['quantity_licences'] as readonly unknown[]).length > 0);
  const { id, ihid, qty_order } = counted ?? {};
  await ask('POST', '/RecurringInvoice/updatelines', [{ id, ihid, qty_order: Number(qty_order) + 7 }]);
  const written = (await someLines()).find((one) => one['id'] === id)?.['qty_order'];

  await box.send('POST', 'clock', { step: 86_400 });
  bearer = await signIn({});
  const after = (await someLines()).find((one) => one['id'] === id)?.['qty_order'];

  expect([written, after]).toEqual([Number(qty_order) + 7, qty_order]);
});

test('a price of an item flows into its lines only when the item says so', async () => {
  const [line] = await someLines();
  const item = Number(line?.['_itemid']);
  const priceOf = async () => (await someLines()).find((one) => one['id'] === line?.['id'])?.['unit_price'];
  await ask('POST', '/Item', [{ id: item, recurringprice: 99.5 }]);
  const still = await priceOf();
  await ask('POST', '/Item', [{ id: item, update_recurring_invoice_price: true, recurringprice: 98.25 }]);

  expect(still).toBe(line?.['unit_price']);
  expect(await priceOf()).toBe(98.25);
});

test('an element without an id is made, several are answered as a list, a refusal changes nothing', async () => {
  const before = row(await ask('GET', '/Client'))['record_count'];
  const made = await ask('POST', '/Client', [{ name: 'One' }, { name: 'Two' }]);
  const refused = await ask('POST', '/Client', [{ name: 'Three' }, { name: '' }]);
  const [client] = made.body as readonly Row[];
  const header = await ask('POST', '/RecurringInvoice', [{ client_id: client?.['id'], lines: [{ _itemid: 5, qty_order: 3 }] }]);
  const added = await ask('POST', '/RecurringInvoice/Lines', [{ ihid: row(header)['id'], _itemid: 6, qty_order: 4 }]);

  expect([made.status, refused.status]).toEqual([201, 400]);
  expect(row(await ask('GET', '/Client'))['record_count']).toBe(Number(before) + 2);
  expect(row(header)['lines']).toMatchObject([{ qty_order: 3, _itemid: 5 }]);
  expect(row(added)).toMatchObject({ qty_order: 4, ihid: row(header)['id'] });
  expect((await ask('POST', '/Client', { name: 'no list' })).status).toBe(400);
});

test('processing makes the invoice now and moves the date on', async () => {
  const [header] = rows(await ask('GET', '/RecurringInvoice'), 'invoices');
  const made = await ask('POST', '/RecurringInvoice/process', [header?.['id']]);
  const [invoice] = made.body as readonly Row[];
  const after = row(await ask('GET', `/RecurringInvoice/${String(header?.['id'])}`));

  expect(invoice).toMatchObject({ client_id: header?.['client_id'], recurring_invoice_id: header?.['id'] });
  expect([header?.['nextcreationdate'], after['nextcreationdate']]).toEqual(['2026-12-01T00:00:00', '2027-01-01T00:00:00']);
  expect(row(await ask('GET', `/Invoice/${String(invoice?.['id'])}?includedetails=true`))['lines']).not.toHaveLength(0);
});

test('too many calls are 429 with a time to wait', async () => {
  await box.send('POST', 'throttling', { factor: 0.01 });
  const answers = await Promise.all(Array.from({ length: 8 }, () => ask('GET', '/Currency')));
  await box.send('POST', 'throttling', { factor: 1 });

  expect(answers.map((one) => one.status)).toContain(429);
});
