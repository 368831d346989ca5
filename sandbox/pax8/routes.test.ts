import { beforeEach, describe, expect, test } from 'vitest';
import { ask, caller, credentials, ids, smallWorld } from './small-world.ts';

let world: ReturnType<typeof smallWorld>;
let call: Awaited<ReturnType<typeof caller>>;
beforeEach(async () => {
  world = smallWorld();
  call = await caller(world);
});

describe('signing in', () => {
  test('good credentials give a bearer token for a day', async () => {
    const answer = await ask(world, 'POST', '/token', { body: credentials });

    expect(answer.status).toBe(200);
    expect(answer.json).toMatchObject({ expires_in: 86_400, token_type: 'Bearer' });
  });

  test.each([{ client_secret: 'wrong' }, { client_id: 'nobody' }, { audience: 'https://elsewhere.example' }])(
    '%j is refused in the OAuth form',
    async (over) => {
      const answer = await ask(world, 'POST', '/token', { body: { ...credentials, ...over } });

      expect(answer.status).toBe(401);
      expect(answer.json).toEqual({ error: 'access_denied', error_description: 'Unauthorized' });
    },
  );

  test('the body must be JSON and the grant client credentials', async () => {
    expect((await ask(world, 'POST', '/token', { rawBody: 'grant_type=client_credentials' })).status).toBe(400);
    expect((await ask(world, 'POST', '/token', { body: { ...credentials, grant_type: 'password' } })).status).toBe(400);
  });

  test('without a token, or with one of yesterday, the API answers 401 in its own form', async () => {
    const older = smallWorld();
    const yesterday = await caller(older);
    older.clock.step(86_400_000);

    for (const answer of [await ask(older, 'GET', '/companies'), await yesterday('GET', '/companies')]) {
      expect(answer.status).toBe(401);
      expect(answer.json).toMatchObject({ type: 'UNAUTHORIZED', status: 401, instance: '/v1/companies', details: [] });
    }
  });

  test('a token for the usage API does not open this one, the older audience does', async () => {
    expect((await (await caller(world, { audience: 'api://usage' }))('GET', '/companies')).status).toBe(403);
    expect((await (await caller(world, { audience: 'api://p8p.client' }))('GET', '/companies')).status).toBe(200);
  });

  test('a key made by a lesser user sees empty lists and nothing by id', async () => {
    const lesser = await caller(world, { client_id: 'client-2', client_secret: 'secret-2' });

    for (const path of ['/companies', '/subscriptions', '/products', '/orders']) {
      const answer = await lesser('GET', path);
      expect([answer.status, answer.json]).toEqual([200, { content: [], page: { size: 10, totalElements: 0, totalPages: 0, number: 0 } }]);
    }
    expect((await lesser('GET', `/subscriptions/${ids.yearly}`)).status).toBe(404);
  });
});

describe('companies', () => {
  test('are listed by pages from 0, ten by default', async () => {
    const first = await call('GET', '/companies?size=1&sort=name');

    expect(first.json).toMatchObject({ content: [{ name: 'Adatum' }], page: { size: 1, totalElements: 2, totalPages: 2, number: 0 } });
    expect((await call('GET', '/companies?size=1&page=1&sort=name')).json).toMatchObject({ content: [{ name: 'Contoso' }] });
    expect((await call('GET', '/companies?page=5')).json).toMatchObject({ content: [] });
  });

  test('nothing in them names the tenant, and the date has an offset without a colon', async () => {
    const answer = await call('GET', `/companies/${ids.company}`);

    expect(answer.text).not.toContain(ids.tenant);
    expect(answer.json).toMatchObject({ updatedDate: '2026-08-11T11:33:12.314-0600' });
  });

  test('are filtered by status and place but not by name', async () => {
    expect((await call('GET', '/companies?status=Inactive')).json).toMatchObject({ content: [{ name: 'Adatum' }] });
    expect((await call('GET', '/companies?city=austin&country=US&selfServiceAllowed=false&name=Adatum')).json).toMatchObject({
      page: { totalElements: 2 },
    });
    expect((await call('GET', '/companies?status=Lost')).status).toBe(400);
    expect((await call('GET', '/companies?sort=externalId')).status).toBe(400);
  });

  test('a new one is inactive until it has a primary contact of every type', async () => {
    const made = await call('POST', '/companies', {
      body: {
        name: 'Tailspin',
        phone: '5125550101',
        website: 'tailspin.example',
        address: { street: '2 Main Street', city: 'Waco', postalCode: '76701', country: 'US', stateOrProvince: 'TX' },
        billOnBehalfOfEnabled: false,
        selfServiceAllowed: false,
        orderApprovalRequired: false,
      },
    });
    const { id } = made.json as { id: string };
    expect(made.json).toMatchObject({ status: 'Inactive' });

    const contact = { firstName: 'Ada', lastName: 'Doe', email: 'ada@tailspin.example', phone: '1' };
    const types = (...names: string[]) => names.map((type) => ({ type, primary: true }));
    const added = await call('POST', `/companies/${id}/contacts`, { body: { ...contact, types: types('Admin', 'Billing') } });
    expect((await call('GET', `/companies/${id}`)).json).toMatchObject({ status: 'Inactive' });
    const { id: contactId } = added.json as { id: string };
    await call('PUT', `/companies/${id}/contacts/${contactId}`, { body: { ...contact, types: types('Admin', 'Billing', 'Technical') } });
    expect((await call('GET', `/companies/${id}`)).json).toMatchObject({ status: 'Active' });
    expect((await call('GET', `/companies/${id}/contacts`)).json).toMatchObject({
      content: [{ id: contactId }],
      page: { totalElements: 1 },
    });
    expect((await call('DELETE', `/companies/${id}/contacts/${contactId}`)).status).toBe(204);
    expect((await call('GET', `/companies/${id}/contacts/${contactId}`)).status).toBe(404);
    expect((await call('GET', `/companies/${id}`)).json).toMatchObject({ status: 'Inactive' });
  });

  test('what is missing is named, one detail each', async () => {
    const answer = await call('POST', '/companies', { body: { name: 'X', contacts: [{ email: 'nobody' }] } });

    expect(answer.status).toBe(422);
    const messages = (answer.json as { details: { message: string }[] }).details.map((detail) => detail.message);
    expect(messages).toEqual(expect.arrayContaining(['phone is required', 'address is required', 'email is not an e-mail address']));
  });

  test('a PATCH leaves what it does not name, and status cannot be written', async () => {
    const answer = await call('PATCH', `/companies/${ids.otherCompany}`, {
      body: { externalId: 'C9', status: 'Active', address: { city: 'Waco' } },
    });

    expect(answer.json).toMatchObject({
      externalId: 'C9',
      status: 'Inactive',
      name: 'Adatum',
      address: { city: 'Waco', postalCode: '73301' },
    });
    expect((await call('PATCH', `/companies/${ids.otherCompany}`, { body: { name: 5 } })).status).toBe(422);
  });
});

describe('products', () => {
  test('are found by vendor and by a part of the name', async () => {
    expect((await call('GET', '/products?vendorName=Microsoft')).json).toMatchObject({
      content: [{ id: ids.product }],
      page: { totalElements: 1 },
    });
    expect((await call('GET', '/products?search=backup&sort=vendor')).json).toMatchObject({ content: [{ id: ids.backup }] });
    expect((await call('GET', `/products/${ids.product}`)).json).toHaveProperty('description');
  });

  test('have one price row for each billing term and commitment, exact', async () => {
    const answer = await call('GET', `/products/${ids.product}/pricing?companyId=${ids.company}`);

    expect(answer.json).toMatchObject({
      content: [{}, { billingTerm: 'Monthly', commitmentTerm: '1-Year', commitmentTermInMonths: 12 }, {}],
    });
    expect(answer.text).toContain('"partnerBuyRate":26.4,');
    expect(answer.json).not.toHaveProperty('page');
    expect((await call('GET', `/products/${ids.product}/pricing?companyId=nobody`)).status).toBe(404);
  });

  test('name their commitments once each, and what an order must fill in', async () => {
    const { json } = await call('GET', `/products/${ids.product}/dependencies`);

    expect((json as { commitmentDependencies: { term: string }[] }).commitmentDependencies.map((one) => one.term)).toEqual([
      'Monthly',
      '1-Year',
    ]);
    expect((await call('GET', `/products/${ids.backup}/dependencies`)).json).toMatchObject({ commitmentDependencies: [] });
    const details = (await call('GET', `/products/${ids.product}/provision-details`)).json as { content: { key: string }[] };
    expect(details.content.map((one) => one.key)).toContain('msTenantId');
  });
});

describe('orders', () => {
  const item = { lineItemNumber: 1, productId: ids.product, quantity: 3, billingTerm: 'Monthly', commitmentTermID: ids.commitment };
  const order = (over: object, query = '') =>
    call('POST', `/orders${query}`, { body: { companyId: ids.company, lineItems: [{ ...item, ...over }] } });

  test('a mock order is checked and makes nothing', async () => {
    const before = world.events.length;

    expect((await order({}, '?isMock=true')).status).toBe(200);
    expect(world.events).toHaveLength(before);
    expect((await call('GET', '/orders')).json).toMatchObject({ page: { totalElements: 0 } });
  });

  test('a real one makes a subscription that waits for provisioning', async () => {
    const made = (await order({})).json as { id: string; lineItems: { subscriptionId: string }[] };

    expect((await call('GET', `/orders/${made.id}`)).json).toEqual(made);
    expect((await call('GET', `/orders?companyId=${ids.company}`)).json).toMatchObject({ content: [{ id: made.id }] });
    expect((await call('GET', `/subscriptions/${made.lineItems[0]?.subscriptionId ?? ''}`)).json).toMatchObject({
      status: 'PendingAutomated',
      vendorSubscriptionId: '',
      quantity: 3,
      partnerCost: 22,
      commitmentTerm: { term: '1-Year', endDate: '2027-11-20T00:00:00Z' },
    });
  });

  test.each([
    [{ quantity: 0 }, 'quantity'],
    [{ productId: 'nothing' }, 'productId'],
    [{ commitmentTermID: undefined }, 'commitmentTermId is required'],
    [{ billingTerm: '3-Year' }, 'do not fit a price'],
    [{ provisioningDetails: [{ key: 'msCustExists', values: ['perhaps'] }] }, 'possible values'],
  ])('%j is refused, mock or not', async (over, reason) => {
    const answer = await order(over, '?isMock=true');

    expect(answer.status).toBe(422);
    expect(answer.text).toContain(reason);
  });

  test('an inactive company cannot order', async () => {
    const answer = await call('POST', '/orders', { body: { companyId: ids.otherCompany, lineItems: [item] } });

    expect(answer.text).toContain('The company is not active');
  });
});

test('what is not there answers 404 in the error form', async () => {
  expect((await call('GET', '/quotes')).json).toMatchObject({ type: 'NOT_FOUND', status: 404 });
  expect((await call('DELETE', '/companies')).status).toBe(405);
  expect((await call('GET', '/companies/none')).json).toMatchObject({ message: 'Company none not found', details: [] });
});

test('more than the allowed calls a minute answer 429', async () => {
  const busy = smallWorld();
  const hurried = await caller(busy);
  busy.apply({
    kind: 'control.switched',
    actor: { kind: 'control', name: 'test' },
    cause: 'test',
    changes: [{ table: 'switches', key: 'throttling', row: { id: 'throttling', value: { enabled: true, factor: 0.001 } } }],
  });

  expect((await hurried('GET', '/companies')).status).toBe(200);
  const refused = await hurried('GET', '/companies');
  expect([refused.status, refused.headers['retry-after']]).toEqual([429, '60']);
  expect(refused.json).toMatchObject({ type: 'TOO_MANY_REQUESTS', status: 429 });
});
