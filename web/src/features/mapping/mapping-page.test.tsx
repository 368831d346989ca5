import { afterEach, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { listConnections } from '#contract/connections.ts';
import {
  decideAccountMapping,
  decideProductMapping,
  getMappingCounts,
  listCustomerMappings,
  listMappingTargets,
  listProductMappings,
} from '#contract/mapping.ts';
import { changeAccountKinds, listAccountKinds, listMappingRules, removeMappingRule } from '#contract/mapping-rules.ts';
import {
  addAccountLink,
  decideMappings,
  importMappings,
  listMappingOverlaps,
  listMappingVersions,
  lookAtMappings,
  previewMappingDecision,
  previewMappingImport,
  removeAccountLink,
  undoMappings,
} from '#contract/mapping-work.ts';
import { getMe } from '#contract/sign-in.ts';
import { listSubscriptions } from '#contract/subscriptions.ts';
import type { Permission } from '#model/person.ts';
import { axeViolations } from '../../test/axe.ts';
import { type FakeApi, installFakeApi, pageOf, Refused } from '../../test/fake-api.ts';
import { aConnection } from '../../test/make.ts';
import { renderPage } from '../../test/render.tsx';
import { MappingPage } from './mapping-page.tsx';
import type { AccountRow, ProductRow } from './queries.ts';
import { aCandidate, anAccount, aProduct, aSubscription, aSuggestion, customerOf } from './samples.ts';
import { isStrong } from './work-tools.tsx';

let api: FakeApi | undefined;
afterEach(() => {
  api?.uninstall();
});

const writes: Permission[] = ['mapping:read', 'mapping:write'];

/** Keeps what is decided, as the server does. */
function serverWith(
  accounts: readonly AccountRow[],
  products: readonly ProductRow[] = [],
  permissions = writes,
  /** No decision is answered before it. */
  answersFrom: Promise<unknown> = Promise.resolve(),
): FakeApi {
  const server = installFakeApi();
  const rows = [...accounts];
  server.on(getMe, {
    id: 'per_01JD0000000000000000000001',
    name: 'Ben',
    email: 'ben@example.com',
    role: 'owner',
    permissions,
    csrf: 'token',
    provedAt: null,
    hasPassword: true,
    sandbox: true,
    organisation: null,
    customer: null,
  });
  server.on(listConnections, { data: [] });
  server.on(listCustomerMappings, ({ query }) => {
    const states = query['state']?.split(',');
    const q = query['q']?.toLowerCase() ?? '';
    const found = rows.filter((row) => (states === undefined || states.includes(row.state)) && row.customerName.toLowerCase().includes(q));
    return pageOf(found.map((row) => customerOf(row)));
  });
  server.on(listProductMappings, ({ query }) => {
    const states = query['state']?.split(',');
    return pageOf(products.filter((row) => states === undefined || states.includes(row.state)));
  });
  const byState = (some: readonly AccountRow[]) =>
    Object.fromEntries([...Map.groupBy(some, (row) => row.state)].map(([state, its]) => [state, its.length]));
  server.on(getMappingCounts, () => ({
    accounts: byState(rows),
    products: { unmapped: products.length },
    waiting: {
      accounts: byState(rows.filter(({ state }) => !['mapped', 'ignored'].includes(state))),
      products: { unmapped: products.length },
    },
    accountStakes: null,
    productStakes: { unmapped: [{ amount: '4310', currency: 'USD' }] },
  }));
  server.on(decideAccountMapping, async ({ params, body }) => {
    await answersFrom;
    const index = rows.findIndex((row) => row.id === params['id']);
    const row = rows[index];
    if (row === undefined) return new Refused('not_found');
    const target = body.decision === 'map' ? body.targetId : row.candidates[0]?.targetId;
    const changed: Record<typeof body.decision, Partial<AccountRow>> = {
      map: { state: 'mapped', accountId: target ?? null, accountName: 'Chosen', decidedBy: 'Ben' },
      accept: { state: 'mapped', accountId: target ?? null, accountName: row.candidates[0]?.name ?? null, decidedBy: 'Ben' },
      ignore: { state: 'ignored', reason: body.decision === 'ignore' ? body.reason : null, decidedBy: 'Ben' },
      absent: { state: 'ignored', isAbsent: true, decidedBy: 'Ben' },
      reject: { state: 'unmapped', candidates: [], evidence: [], rejected: body.decision === 'reject' ? [body.targetId] : [] },
      unmap: { state: 'unmapped', accountId: null, accountName: null },
      undo: accounts[index] ?? {},
    };
    const next = { ...row, ...changed[body.decision] };
    rows[index] = next;
    return next;
  });
  return server;
}

const open = (at = '/mapping/accounts', more: Parameters<typeof renderPage>[1] = {}) => renderPage(<MappingPage />, { at, ...more });
const decisions = () => api?.seen(decideAccountMapping).map(({ body }) => body);

/** J enters the list. */
async function firstRow(): Promise<void> {
  await userEvent.keyboard('j');
  await expect.poll(() => document.activeElement?.getAttribute('data-row')).not.toBeNull();
}

test('what needs a decision comes first; mapped ones are behind their tab with their number', async () => {
  api = serverWith([anAccount(), anAccount({ state: 'mapped', customerName: 'Adatum', accountName: 'Adatum' })]);
  const { address } = await open();

  await expect.element(page.getByText('Contoso Ltd')).toBeVisible();
  expect(page.getByText('Adatum').elements()).toEqual([]);
  await page.getByRole('tab', { name: 'Mapped 1' }).click();

  await expect.element(page.getByText('Adatum').first()).toBeVisible();
  expect(address()).toContain('tab=mapped');
  expect(document.title).toBe('Account mapping – Mapping – Concord');
});

test('a suggestion shows confidence as a word with its evidence, and A accepts it', async () => {
  const row = aSuggestion();
  api = serverWith([row]);
  await open('/mapping/accounts?tab=suggested');

  await expect.element(page.getByText('Strong', { exact: true })).toBeVisible();
  await expect.element(page.getByText('same domain contoso.com')).toBeVisible();
  await firstRow();
  await userEvent.keyboard('a');

  await expect.poll(decisions).toEqual([{ decision: 'accept' }]);
  await expect.element(page.getByText('No suggestions wait')).toBeVisible();
});

test('after a decision the next row has the focus, so that the keys go on', async () => {
  const rows = [aSuggestion({ customerName: 'First' }), aSuggestion({ customerName: 'Second' }), aSuggestion({ customerName: 'Third' })];
  api = serverWith(rows);
  await open('/mapping/accounts?tab=suggested');
  await expect.element(page.getByText('Third')).toBeVisible();

  await firstRow();
  await userEvent.keyboard('a');

  await expect.poll(() => document.activeElement?.getAttribute('data-row')).toBe(rows[1]?.customerId);
});

test('keys that come quicker than the server are not lost, and the same row twice is once', async () => {
  const rows = [aSuggestion({ customerName: 'First' }), aSuggestion({ customerName: 'Second' }), aSuggestion({ customerName: 'Third' })];
  const typed = Promise.withResolvers<undefined>();
  api = serverWith(rows, [], writes, typed.promise);
  await open('/mapping/accounts?tab=suggested');
  await expect.element(page.getByText('Third')).toBeVisible();

  await firstRow();
  await userEvent.keyboard('aaja');
  typed.resolve(undefined);

  await expect.element(page.getByText('Third')).toBeVisible();
  await expect.poll(() => api?.seen(decideAccountMapping).map(({ params }) => params['id'])).toEqual([rows[0]?.id, rows[1]?.id]);
});

test('a conflict is never guessed: each candidate has a button and a number key', async () => {
  const candidates = [
    aCandidate({ name: 'Litware Holding' }),
    aCandidate({ name: 'Litware NL', targetId: 'acc_01JD0000000000000000000002' }),
  ];
  api = serverWith([anAccount({ state: 'conflict', candidates, evidence: ['several equal candidates'] })]);
  await open('/mapping/accounts?tab=conflicts');
  await expect.element(page.getByRole('button', { name: '1 Litware Holding' })).toBeVisible();
  expect(page.getByRole('button', { name: /^Accept/ }).elements()).toEqual([]);

  await firstRow();
  await userEvent.keyboard('a2');

  await expect.poll(decisions).toEqual([{ decision: 'map', targetId: 'acc_01JD0000000000000000000002' }]);
});

test('E searches another target on the server while one types', async () => {
  api = serverWith([anAccount()]);
  api.on(listMappingTargets, ({ query }) => ({
    data: query['q'] === 'adat' ? [{ id: 'acc_01JD0000000000000000000009', name: 'Adatum GmbH', detail: 'adatum.de · 12' }] : [],
    hidden: 2,
  }));
  await open();
  await expect.element(page.getByText('Contoso Ltd')).toBeVisible();

  await firstRow();
  await userEvent.keyboard('e');
  await expect.element(page.getByRole('combobox', { name: 'Search a target for Contoso Ltd' })).toHaveFocus();
  await userEvent.keyboard('adat');
  await page.getByRole('option', { name: /Adatum GmbH/ }).click();

  await expect.poll(decisions).toEqual([{ decision: 'map', targetId: 'acc_01JD0000000000000000000009' }]);
  expect(api.seen(listMappingTargets).at(-1)?.query).toMatchObject({ kind: 'account', connectionId: 'con_01JD0000000000000000000002' });
});

test('Esc leaves the search without a change', async () => {
  api = serverWith([anAccount()]);
  api.on(listMappingTargets, { data: [], hidden: 0 });
  await open();
  await expect.element(page.getByText('Contoso Ltd')).toBeVisible();

  await firstRow();
  await userEvent.keyboard('e');
  await expect.element(page.getByRole('combobox', { name: /Search a target/ })).toHaveFocus();
  await userEvent.keyboard('{Escape}');

  await expect.element(page.getByText('Nothing suggested')).toBeVisible();
  expect(decisions()).toEqual([]);
});

test('excluding asks for a reason, and may end on a day', async () => {
  api = serverWith([anAccount()]);
  await open();
  await expect.element(page.getByText('Contoso Ltd')).toBeVisible();

  await firstRow();
  await userEvent.keyboard('x');
  await page.getByRole('button', { name: 'Exclude', exact: true }).click();
  await expect.element(page.getByText('Say why, so that others need not ask.')).toBeVisible();
  await page.getByRole('textbox', { name: 'Reason' }).fill('Our own tenant');
  await page.getByLabelText('Until (optional)').fill('2027-01-31');
  await page.getByRole('dialog').getByRole('button', { name: 'Exclude', exact: true }).click();

  await expect.poll(decisions).toEqual([{ decision: 'ignore', reason: 'Our own tenant', until: '2027-01-31' }]);
});

test('U takes a mapping away, Ctrl Z brings it back', async () => {
  api = serverWith([
    anAccount({ state: 'mapped', accountId: 'acc_01JD0000000000000000000001', accountName: 'Contoso Limited', decidedBy: 'Ana' }),
  ]);
  await open('/mapping/accounts?tab=all');
  await expect.element(page.getByText('by Ana')).toBeVisible();

  await firstRow();
  await userEvent.keyboard('u');
  await expect.element(page.getByText('Unmapped Contoso Ltd.')).toBeVisible();
  await userEvent.keyboard('{Control>}z{/Control}');

  await expect.poll(decisions).toEqual([{ decision: 'unmap' }, { decision: 'undo' }]);
  await expect.element(page.getByText('Contoso Limited')).toBeVisible();
});

test('strong suggestions are accepted together after a look at some, and undone together', async () => {
  const weak = aCandidate({ tier: 'possible', name: 'Maybe' });
  const rows = [
    aSuggestion({ customerName: 'One' }),
    aSuggestion({ customerName: 'Two' }),
    aSuggestion({ customerName: 'Weak', candidates: [weak] }),
  ];
  api = serverWith(rows);
  await open('/mapping/accounts?tab=suggested');

  api.on(lookAtMappings, {
    count: 31,
    samples: [{ name: 'One', target: 'Contoso Limited', evidence: ['same domain contoso.com'] }],
  });
  api.on(decideMappings, { batchId: 'mbt_01JD0000000000000000000001', decided: 31, refused: 0 });
  api.on(undoMappings, { undone: 31 });

  await page.getByRole('button', { name: 'Accept all strong…' }).click();
  await expect.element(page.getByText('One is Contoso Limited (same domain contoso.com)')).toBeVisible();
  await page.getByRole('button', { name: 'Map 31' }).click();
  await expect.element(page.getByText('Changed 31 mappings.')).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();

  await expect.element(page.getByText('Undone: 31 mappings.')).toBeVisible();
  expect(api.seen(decideMappings).map(({ body }) => body)).toEqual([
    { kind: 'account', selection: { filter: { state: ['suggested'], strong: true } }, decision: { decision: 'accept' } },
  ]);
  expect(api.seen(undoMappings)[0]?.params).toEqual({ id: 'mbt_01JD0000000000000000000001' });
});

test('products show their term in words, what depends on them, and are decided on their own route', async () => {
  const row = aProduct({ state: 'suggested', candidates: [aCandidate({ targetId: '310', name: 'M365 BP monthly', how: 'sku' })] });
  api = serverWith([], [row]);
  api.on(decideProductMapping, { ...row, state: 'mapped', serviceId: '310', serviceName: 'M365 BP monthly' });
  await open('/mapping/products?tab=suggested');

  await expect.element(page.getByText(/1 year, billed monthly · Commercial · CFQ7TTC0LCHC:0002/)).toBeVisible();
  await expect.element(page.getByText('12 subscriptions, 310 seats')).toBeVisible();
  await page.getByRole('button', { name: 'Accept Microsoft 365 Business Premium' }).click();

  await expect.poll(() => api?.seen(decideProductMapping)[0]?.body).toEqual({ decision: 'accept' });
  expect(document.title).toBe('Product mapping – Mapping – Concord');
});

test('the tabs lead from accounts to products', async () => {
  api = serverWith([anAccount()], [aProduct()]);
  const { address } = await open();

  await page.getByRole('tab', { name: 'Products' }).click();

  await expect.poll(address).toBe('/mapping/products');
});

test('somebody was faster: the refusal is shown and the list is read again', async () => {
  api = serverWith([aSuggestion()]);
  api.on(decideAccountMapping, new Refused('conflict', 'Nothing is suggested here that could be accepted.'));
  await open('/mapping/accounts?tab=suggested');
  await expect.element(page.getByText('Contoso Ltd')).toBeVisible();
  const before = api.seen(listCustomerMappings).length;

  await page.getByRole('button', { name: 'Accept Contoso Ltd' }).click();

  await expect.element(page.getByText('That does not fit any more')).toBeVisible();
  expect(api.seen(listCustomerMappings).length).toBeGreaterThan(before);
});

test('a target that is gone says what to do', async () => {
  api = serverWith([aSuggestion()]);
  api.on(
    decideAccountMapping,
    new Refused('mapping_target_missing', 'It does not exist any more.', { remediation: { text: 'Choose another one.' } }),
  );
  await open('/mapping/accounts?tab=suggested');

  await page.getByRole('button', { name: 'Accept Contoso Ltd' }).click();

  await expect.element(page.getByText(/Choose another one/)).toBeVisible();
});

test('who may only look is told so, and keys and buttons do nothing', async () => {
  api = serverWith([aSuggestion()], [], ['mapping:read']);
  await open('/mapping/accounts?tab=suggested');
  await expect.element(page.getByText(/You can look\. Ask an owner for "mapping:write"/)).toBeVisible();

  await firstRow();
  await userEvent.keyboard('aexu');

  await expect.element(page.getByRole('button', { name: 'Accept Contoso Ltd' })).toHaveAttribute('aria-disabled', 'true');
  expect(decisions()).toEqual([]);
  expect(document.querySelector('[role=dialog]')).toBeNull();
});

test('a list that cannot be read says why; a missing right names itself', async () => {
  api = serverWith([]);
  api.on(listCustomerMappings, new Refused('forbidden', 'You need "mapping:read".'));

  await open();

  await expect.element(page.getByText(/You need "mapping:read"/)).toBeVisible();
  await expect.element(page.getByRole('button', { name: 'Try again' })).toBeVisible();
});

test('nothing left to map leads on to the suggestions that wait', async () => {
  api = serverWith([aSuggestion()]);
  const { address } = await open();

  await expect.element(page.getByText('Nothing left to map')).toBeVisible();
  await page.getByRole('link', { name: 'Look at 1 suggested' }).click();

  await expect.poll(address).toBe('/mapping/accounts?tab=suggested');
});

test('a filter that leaves nothing can be cleared', async () => {
  api = serverWith([anAccount()]);
  const { address } = await open('/mapping/accounts?q=zzz');

  await expect.element(page.getByText('No customers match these filters')).toBeVisible();
  await page.getByRole('button', { name: 'Clear filters' }).last().click();

  await expect.poll(address).toBe('/mapping/accounts');
});

test('a row opens its history, and shows what a choice would do before it is made', async () => {
  const row = aSuggestion({
    others: [anAccount({ connectionName: 'ConnectWise', side: 'psa', state: 'mapped', accountName: 'Contoso PSA' })],
  });
  api = serverWith([row]);
  api.on(listMappingVersions, {
    data: [
      { from: '2026-11-20T09:00:00Z', to: null, state: 'ignored', targetName: null, how: null, decidedBy: 'Ana', reason: 'Own tenant' },
    ],
  });
  api.on(previewMappingDecision, {
    looked: 1,
    customers: 1,
    before: { open: 3, money: [{ amount: '110', currency: 'USD' }] },
    after: { open: 1, money: [] },
    opened: 0,
    gone: 2,
    months: [],
  });
  await open('/mapping/accounts?tab=suggested');
  await expect.element(page.getByText('ConnectWise: Contoso PSA')).toBeVisible();
  await firstRow();
  await userEvent.keyboard('{Enter}');

  await expect.element(page.getByText('Own tenant')).toBeVisible();
  await page.getByRole('dialog').getByRole('button', { name: 'Contoso Limited' }).click();
  await expect
    .element(page.getByText(/3 differences \(.*110.*\) open now, 1 difference then: 0 new, 2 gone\. Nothing was changed\./))
    .toBeVisible();
  expect(api.seen(previewMappingDecision).map(({ body }) => body)).toEqual([{ decision: 'map', targetId: row.candidates[0]?.targetId }]);
  expect(decisions()).toEqual([]);
});

test('a spreadsheet is looked at before it is imported: bad lines are named, good ones are one step', async () => {
  api = serverWith([anAccount()]);
  api.on(previewMappingImport, {
    changes: [
      { line: 2, mappingId: 'map_01JD0000000000000000000009', what: 'Contoso Ltd', from: 'unmapped', to: 'mapped: Contoso Limited' },
    ],
    unchanged: 4,
    problems: [{ line: 3, column: 'account_id', sentence: '99 does not exist in Pax8.' }],
    token: 'seen',
  });
  api.on(importMappings, { batchId: 'mbt_01JD0000000000000000000002', decided: 1, refused: 0 });
  await open();
  await page.getByRole('button', { name: 'Spreadsheet…' }).click();
  await userEvent.upload(page.getByLabelText('CSV file'), new File(['id,state,account_id'], 'accounts.csv', { type: 'text/csv' }));

  await expect.element(page.getByText('99 does not exist in Pax8.')).toBeVisible();
  await expect.element(page.getByText('1 change, 4 unchanged, 1 line that cannot be taken')).toBeVisible();
  await page.getByRole('button', { name: 'Import 1 change' }).click();

  await expect.element(page.getByText('Changed 1 mapping.')).toBeVisible();
  expect(api.seen(importMappings)[0]?.body).toEqual({ kind: 'account', csv: 'id,state,account_id', token: 'seen' });
});

test('products tell who supplies them, and are narrowed to one distributor', async () => {
  const supplier = { id: 'con_01JD0000000000000000000002', name: 'Pax8' };
  api = serverWith(
    [],
    [aProduct({ productName: 'Business Premium', promotionId: 'SPRING', distributors: [supplier] }), aProduct({ productName: 'Visio' })],
  );
  api.on(listConnections, { data: [aConnection({ ...supplier, kind: 'pax8', side: 'distributor' })] });
  const { address } = await open('/mapping/products');

  const row = page.getByRole('row').filter({ hasText: 'Business Premium' });
  await expect.element(row.getByText('Pax8')).toBeVisible();
  await expect.element(row.getByText(/promotion SPRING/)).toBeVisible();
  await page.getByRole('combobox', { name: 'Distributor' }).click();
  await page.getByRole('option', { name: 'Pax8' }).click();
  await expect.poll(address).toBe(`/mapping/products?distributorId=${supplier.id}`);
  await expect.poll(() => api?.seen(listProductMappings).at(-1)?.query['distributorId']).toBe(supplier.id);
});

test('a kind that nobody bills is unticked, and the accounts are matched again', async () => {
  api = serverWith([anAccount()]);
  const kinds = [
    { name: 'Client', accounts: 58, isBilled: true },
    { name: 'Prospect', accounts: 2, isBilled: true },
    { name: 'vendor', accounts: 0, isBilled: false },
  ];
  api.on(listAccountKinds, { kinds, version: 3 });
  api.on(changeAccountKinds, { kinds, version: 4 });
  await open();
  await page.getByRole('button', { name: 'Kinds…' }).click();
  await page.getByRole('checkbox', { name: 'Prospect, 2 accounts' }).click();
  await page.getByRole('button', { name: 'Save' }).click();

  await expect.poll(() => api?.seen(changeAccountKinds)[0]?.body).toEqual({ notBilled: ['Prospect', 'vendor'], version: 3 });
});

test('rules stand in their order with what they say, and one that is removed maps nothing any more', async () => {
  api = serverWith([], [aProduct()]);
  api.on(listMappingRules, {
    data: [
      {
        id: 'rul_01JD0000000000000000000001',
        connectionId: 'con_01JD0000000000000000000003',
        place: 1,
        name: 'Premium by year',
        productHas: 'Premium',
        productId: null,
        skuId: null,
        term: 'P1Y',
        frequency: null,
        segment: 'Education',
        promotionId: null,
        except: [],
        serviceId: '101',
        serviceName: 'Cloud A',
        createdBy: 'Ana',
        createdAt: '2026-11-20T09:00:00Z',
        version: 1,
      },
    ],
  });
  api.on(removeMappingRule, undefined);
  await open('/mapping/products');
  await page.getByRole('button', { name: 'Rules…' }).click();

  await expect.element(page.getByText('Premium, P1Y, Education')).toBeVisible();
  await expect.element(page.getByText('Cloud A')).toBeVisible();
  await page.getByRole('button', { name: 'Remove Premium by year' }).click();

  await expect.poll(() => api?.seen(removeMappingRule).map(({ params }) => params)).toEqual([{ id: 'rul_01JD0000000000000000000001' }]);
});

test('several rows are assigned to one account in one step, and left out in one step with a reason', async () => {
  const rows = [
    aSuggestion({ customerName: 'Adatum', stakes: [{ amount: '12.5', currency: 'USD' }] }),
    anAccount({ customerName: 'Litware', stakes: [{ amount: '30', currency: 'USD' }] }),
  ];
  api = serverWith(rows);
  api.on(decideMappings, { batchId: 'mba_01JD0000000000000000000001', decided: 2, refused: 0 });
  api.on(listMappingTargets, { data: [{ id: 'acc_01JD0000000000000000000009', name: 'Holding', detail: '' }], hidden: 0 });
  await open('/mapping/accounts?tab=all');
  await expect.element(page.getByText('Adatum')).toBeVisible();

  await firstRow();
  await userEvent.keyboard(' j ');
  const bar = page.getByRole('region', { name: 'Selection' });
  await expect.element(bar.getByText('2 customers selected')).toBeVisible();
  await expect.element(bar.getByText('USD 42.50 a month')).toBeVisible();
  await expect.element(bar.getByRole('button', { name: 'Accept 1 of 2' })).toBeVisible();

  await bar.getByRole('button', { name: 'Assign to…' }).click();
  await page.getByRole('button', { name: 'Assign 2' }).click();
  await expect.element(page.getByText('Choose the account first.')).toBeVisible();
  await page.getByRole('combobox', { name: 'Search the account' }).click();
  await page.getByRole('option', { name: 'Holding' }).click();
  await page.getByRole('button', { name: 'Assign 2' }).click();
  await expect
    .poll(() => api?.seen(decideMappings).at(-1)?.body)
    .toEqual({
      kind: 'account',
      selection: { ids: rows.map(({ id }) => id) },
      decision: { decision: 'map', targetId: 'acc_01JD0000000000000000000009' },
    });
  await expect.element(bar).not.toBeInTheDocument();

  await page.getByRole('checkbox', { name: 'Select all loaded rows' }).click();
  await bar.getByRole('button', { name: 'Exclude…' }).click();
  await page.getByRole('textbox', { name: 'Reason' }).fill('Billed elsewhere');
  await page.getByRole('button', { name: 'Exclude', exact: true }).click();
  await expect.poll(() => api?.seen(decideMappings).at(-1)?.body.decision).toEqual({ decision: 'ignore', reason: 'Billed elsewhere' });
});

test('a further account is added with what is billed there, and taken away again', async () => {
  const first = anAccount({ state: 'mapped', accountName: 'Contoso', side: 'psa', connectionName: 'ConnectWise' });
  const further = anAccount({
    ...first,
    id: 'map_01JD0000000000000000000077',
    accountName: 'Contoso Labs',
    isExtra: true,
    covers: ['s-1'],
  });
  api = serverWith([{ ...first, others: [further] }]);
  api.on(listMappingVersions, { data: [] });
  api.on(listMappingTargets, { data: [{ id: 'acc_01JD0000000000000000000009', name: 'Contoso Works', detail: '' }], hidden: 0 });
  api.on(listSubscriptions, pageOf([aSubscription({ remoteId: 'S-1', offerName: 'Taken' }), aSubscription({ remoteId: 'S-2' })]));
  api.on(addAccountLink, further);
  api.on(removeAccountLink, undefined);
  await open('/mapping/accounts?tab=mapped');
  await page.getByText('Contoso Ltd').click();

  await page.getByRole('button', { name: 'Take Contoso Labs away' }).click();
  await expect.poll(() => api?.seen(removeAccountLink).map(({ params }) => params)).toEqual([{ id: further.id }]);

  await page.getByRole('button', { name: 'Add a further account in ConnectWise' }).click();
  const form = page.getByRole('form', { name: 'Further account in ConnectWise' });
  await form.getByRole('combobox').click();
  await page.getByRole('option', { name: 'Contoso Works' }).click();
  await form.getByRole('checkbox', { name: /Business Premium/ }).click();
  expect(form.getByText('Taken').elements()).toEqual([]);
  await form.getByRole('textbox', { name: 'Reason' }).fill('Its workshop pays itself');
  await form.getByRole('button', { name: 'Add the account' }).click();
  await expect
    .poll(() => api?.seen(addAccountLink).at(-1)?.body)
    .toEqual({ targetId: 'acc_01JD0000000000000000000009', covers: ['S-2'], reason: 'Its workshop pays itself' });
});

test('what is billed in two accounts is shown with its money', async () => {
  api = serverWith([anAccount()]);
  const money = (amount: string) => ({ amount, currency: 'USD' });
  api.on(listMappingOverlaps, {
    data: [
      {
        customerId: 'cus_01JD0000000000000000000001',
        customerName: 'Contoso Ltd',
        what: 'subscription',
        name: 'Business Premium',
        accounts: [
          { name: 'Contoso', quantity: '25', money: money('550') },
          { name: 'Contoso Labs', quantity: '5', money: money('110') },
        ],
      },
    ],
  });
  await open();
  await page.getByRole('button', { name: 'Overlaps…' }).click();

  await expect.element(page.getByText('Contoso Labs: 5, USD 110.00')).toBeVisible();
});

test('only strong, exact and certain suggestions are taken together', () => {
  expect(isStrong(aSuggestion())).toBe(true);
  expect(isStrong(aSuggestion({ candidates: [aCandidate({ tier: 'possible' })] }))).toBe(false);
  expect(isStrong(anAccount({ state: 'conflict', candidates: [aCandidate()] }))).toBe(false);
});

/** Cards are measured after they are drawn; until then they may lie on each other. */
function rowsOverlap(): boolean {
  const boxes = [...document.querySelectorAll('[data-row]')].map((row) => row.getBoundingClientRect()).sort((a, b) => a.top - b.top);
  return boxes.some((box, at) => box.bottom > (boxes[at + 1]?.top ?? Infinity) + 1);
}

test.each([
  ['light', 1280],
  ['dark', 1280],
  ['light', 390],
  ['dark', 390],
] as const)('rows, an empty tab and an error are accessible and fit, %s at %i px', async (theme, width) => {
  const candidates = [aCandidate(), aCandidate({ name: 'Contoso NL', targetId: 'acc_01JD0000000000000000000002' })];
  api = serverWith([
    anAccount(),
    aSuggestion(),
    anAccount({ state: 'conflict', candidates }),
    anAccount({ state: 'ignored', reason: 'Own tenant' }),
  ]);
  await open('/mapping/accounts?tab=all', { theme, width });
  await expect.element(page.getByText('Own tenant')).toBeVisible();
  await expect.poll(rowsOverlap).toBe(false);
  expect(await axeViolations()).toEqual([]);
  expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(width);

  await open('/mapping/accounts?tab=mapped', { theme, width });
  await expect.element(page.getByText('Nothing is mapped yet')).toBeVisible();
  expect(await axeViolations()).toEqual([]);

  api.on(listCustomerMappings, new Refused('internal'));
  await open('/mapping/accounts?tab=all', { theme, width });
  await expect.element(page.getByRole('button', { name: 'Try again' })).toBeVisible();
  expect(await axeViolations()).toEqual([]);
});

test('a mapping is corrected since a day: looked at first, with the months that are compared again', async () => {
  api = serverWith([anAccount({ state: 'mapped', accountId: 'acc_01JD0000000000000000000009', accountName: 'Contoso Sales' })]);
  api.on(listSubscriptions, pageOf([]));
  api.on(listMappingVersions, { data: [] });
  const none = { open: 0, money: [] };
  api.on(previewMappingDecision, {
    looked: 1,
    customers: 1,
    before: none,
    after: none,
    opened: 0,
    gone: 0,
    months: ['2026-09', '2026-10'],
  });
  await open('/mapping/accounts?tab=mapped');
  await page.getByText('Contoso Ltd').click();
  await page.getByLabelText('Counts since').fill('2026-09-01');
  await page.getByRole('button', { name: 'Contoso Sales' }).click();
  await expect.element(page.getByText(/Compared again: 2026-09, 2026-10/)).toBeVisible();
  await page.getByRole('button', { name: /^Map it since/ }).click();

  await expect
    .poll(() => api?.seen(decideAccountMapping)[0]?.body)
    .toEqual({ decision: 'map', targetId: 'acc_01JD0000000000000000000009', since: '2026-09-01' });
});
