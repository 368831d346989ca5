import type { TestSandbox } from '../../testing.ts';
import { type Answered, type Ask, ask, credentials, shown, taken, textAt } from '../asks.ts';
import type { Case } from '../case.ts';

const host = 'api.pax8.com';

/** The token call with the body of the sample, and its answer. */
async function signIn(box: TestSandbox): Promise<{ readonly sent: unknown; readonly answer: Answered }> {
  const account = (await credentials(box)).distributors.find(({ kind }) => kind === 'pax8');
  const sent = {
    client_id: account?.clientId,
    client_secret: account?.clientSecret,
    audience: 'https://api.pax8.com',
    grant_type: 'client_credentials',
  };
  return { sent, answer: await ask(box, `${host}/v1/token`, { method: 'POST', body: sent }) };
}

async function pax8(box: TestSandbox, path: string, call: Ask = {}): Promise<Answered> {
  const { answer } = await signIn(box);
  const address = path.startsWith('/api/') ? `${host}${path}` : `${host}/v1${path}`;
  return ask(box, address, { ...call, headers: { authorization: `Bearer ${textAt(answer.body, 'access_token')}` } });
}

const first = async (box: TestSandbox, list: string): Promise<string> => textAt((await pax8(box, list)).body, 'content', 0, 'id');

const withExternalId = (box: TestSandbox): string =>
  box.sandbox.world.tables.distributorCompanies.all().find(({ externalId }) => externalId !== undefined)?.id ?? '';

const company = {
  name: 'Fabrikam Bikes Inc',
  address: { street: '48918 Liberty Lane Ave', city: 'Denver', postalCode: '80210', country: 'US', stateOrProvince: 'Colorado' },
  phone: '123-456-5555',
  website: 'fabrikam-bikes.example',
  externalId: 'A123',
  selfServiceAllowed: false,
  billOnBehalfOfEnabled: false,
  orderApprovalRequired: false,
  contacts: [
    {
      firstName: 'Ada',
      lastName: 'Marsh',
      email: 'ada.marsh@fabrikam-bikes.example',
      phone: '555-555-5555',
      types: [
        { type: 'Admin', primary: true },
        { type: 'Billing', primary: true },
        { type: 'Technical', primary: true },
      ],
    },
  ],
};

/** A line for a product that wants a commitment, with every member of the sample. */
async function orderLine(box: TestSandbox): Promise<Readonly<Record<string, unknown>>> {
  const row = box.sandbox.world.tables.distributorSubscriptions.all().find(({ status }) => status === 'Active');
  const product = box.sandbox.world.tables.distributorProducts.get(row?.productId ?? '');
  const price = product?.prices[0];
  const details = await pax8(box, `/products/${product?.id ?? ''}/provision-details`);
  const keys =
    (details.body as { readonly content?: readonly { readonly key: string; readonly possibleValues?: readonly string[] }[] }).content ?? [];
  return {
    productId: product?.id,
    subscriptionId: row?.id,
    commitmentTermID: price?.commitmentTermId,
    provisionStartDate: '2026-11-21T01:30:00.000-05:00',
    billingTerm: price?.billingTerm,
    parentSubscriptionId: row?.id,
    quantity: 5,
    provisioningDetails: keys.map(({ key, possibleValues = [] }) => ({ key, values: [possibleValues[0] ?? 'fabrikam-bikes'] })),
    lineItemNumber: 1,
    parentLineItemNumber: 1,
  };
}

async function placeOrder(box: TestSandbox): Promise<{ readonly sent: unknown; readonly answer: Answered }> {
  const companyId = box.sandbox.world.tables.distributorSubscriptions.all()[0]?.companyId ?? '';
  const { parentLineItemNumber: _, ...line } = await orderLine(box);
  const sent = { companyId, orderedBy: 'Pax8 Partner', orderedByUserEmail: 'ops@northwind.example', lineItems: [line] };
  return { sent, answer: await pax8(box, '/orders', { method: 'POST', body: sent }) };
}

const reads = (list: string, below: (id: string) => string) => async (box: TestSandbox) =>
  shown(await pax8(box, below(await first(box, list))));

export const pax8Cases: readonly Case[] = [
  { sample: 'pax8/token.request.json', show: async (box) => signIn(box).then(({ sent, answer }) => taken(sent, answer)) },
  { sample: 'pax8/token.response.json', show: async (box) => shown((await signIn(box)).answer) },
  { sample: 'pax8/companies.list.response.json', show: async (box) => shown(await pax8(box, '/companies')) },
  {
    sample: 'pax8/companies.get.response.json',
    // The sample's company has an external id, which not every one has.
    show: async (box) => shown(await pax8(box, `/companies/${withExternalId(box)}`)),
  },
  {
    sample: 'pax8/companies.create.request.json',
    show: async (box) => taken(company, await pax8(box, '/companies', { method: 'POST', body: company })),
  },
  { sample: 'pax8/products.get.response.json', show: reads('/products', (id) => `/products/${id}`) },
  { sample: 'pax8/products.pricing.response.json', show: reads('/products', (id) => `/products/${id}/pricing`) },
  {
    sample: 'pax8/products.dependencies.response.json',
    // Only an add-on depends on other products.
    show: async (box) => shown(await pax8(box, `/products/${await first(box, '/products?search=Teams Phone')}/dependencies`)),
  },
  { sample: 'pax8/products.provision-details.response.json', show: reads('/products', (id) => `/products/${id}/provision-details`) },
  { sample: 'pax8/subscriptions.list.response.json', show: async (box) => shown(await pax8(box, '/subscriptions')) },
  { sample: 'pax8/subscriptions.get.response.json', show: reads('/subscriptions', (id) => `/subscriptions/${id}`) },
  {
    sample: 'pax8/error.422.response.json',
    show: async (box) => shown(await pax8(box, `/subscriptions/${await first(box, '/subscriptions')}`, { method: 'PUT', body: {} }), 422),
  },
  {
    sample: 'pax8/subscriptions.history.response.json',
    show: async (box) => {
      const id = await first(box, '/subscriptions');
      const quantity = Number(textAt((await pax8(box, `/subscriptions/${id}`)).body, 'quantity'));
      await pax8(box, `/subscriptions/${id}`, { method: 'PUT', body: { quantity: quantity + 1 } });
      return shown(await pax8(box, `/subscriptions/${id}/history`));
    },
  },
  { sample: 'pax8/orders.create.request.json', show: async (box) => placeOrder(box).then(({ sent, answer }) => taken(sent, answer)) },
  {
    sample: 'pax8/orders.get.response.json',
    show: async (box) => shown(await pax8(box, `/orders/${textAt((await placeOrder(box)).answer.body, 'id')}`)),
  },
  { sample: 'pax8/invoices.list.response.json', show: async (box) => shown(await pax8(box, '/invoices')) },
  { sample: 'pax8/invoices.items.response.json', show: reads('/invoices', (id) => `/invoices/${id}/items`) },
  {
    sample: 'pax8/usage-summaries.list.response.json',
    show: async (box) => {
      const company = box.sandbox.world.tables.distributorCompanies.all()[0]?.id;
      const sold = (await box.send('POST', 'act', { action: 'distributor.sellUsage', company })).body;
      await box.send('POST', 'clock', { step: 'P3D' });
      return shown(await pax8(box, `/subscriptions/${textAt(sold, 'id')}/usage-summaries`));
    },
  },
  {
    sample: 'pax8/webhooks.topic-definitions.response.json',
    show: async (box) => shown(await pax8(box, '/api/v2/webhooks/topic-definitions')),
  },
  {
    sample: 'pax8/webhooks.create.request.json',
    show: async (box) => {
      const sent = {
        displayName: 'Concord',
        url: 'https://receiver.example/pax8',
        authorization: 'a-static-secret',
        active: true,
        contactEmail: 'ops@northwind.example',
        errorThreshold: 3,
        integrationId: '00000000-0000-0000-0000-000000000001',
        webhookTopics: [{ topic: 'SUBSCRIPTION', filters: [{ action: 'CREATE', conditions: [] }] }],
      };
      return taken(sent, await pax8(box, '/api/v2/webhooks', { method: 'POST', body: sent }));
    },
  },
];
