import type { TestSandbox } from '../../testing.ts';
import { type Answered, type Ask, ask, shown, taken, textAt } from '../asks.ts';
import type { Case } from '../case.ts';

const [host, xvantageHost] = ['api.cloud.im/marketplace/us', 'api.ingrammicro.com'];

type Account = {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly subscriptionKey: string;
  readonly xvantage: { readonly clientId: string; readonly clientSecret: string; readonly customerNumber: string };
};

async function account(box: TestSandbox): Promise<Account> {
  const { body } = await box.get('credentials');
  // What the control API tells of the marketplace has these members.
  const { distributors } = body as { readonly distributors: readonly ({ readonly kind: string } & Account)[] };
  const found = distributors.find(({ kind }) => kind === 'ingram');
  if (found === undefined) throw new Error('There is no marketplace here');
  return found;
}

const tokenSent = { marketplace: 'us' };

async function signIn(box: TestSandbox): Promise<Answered> {
  const { clientId, clientSecret, subscriptionKey } = await account(box);
  const authorization = `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`;
  return ask(box, `${host}/token`, {
    method: 'POST',
    headers: { authorization, 'x-subscription-key': subscriptionKey },
    body: tokenSent,
  });
}

async function ingram(box: TestSandbox, path: string, call: Ask = {}): Promise<Answered> {
  const authorization = `Bearer ${textAt((await signIn(box)).body, 'token')}`;
  const { subscriptionKey } = await account(box);
  return ask(box, `${host}${path}`, { ...call, headers: { authorization, 'x-subscription-key': subscriptionKey } });
}

const post = (box: TestSandbox, path: string, body: unknown): Promise<Answered> => ingram(box, path, { method: 'POST', body });

async function xvantage(box: TestSandbox, path: string): Promise<Answered> {
  const { clientId, clientSecret, customerNumber } = (await account(box)).xvantage;
  const asked = new URLSearchParams({ grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret });
  const token = await ask(box, `${xvantageHost}/oauth/oauth20/token?${asked.toString()}`);
  return ask(box, `${xvantageHost}/resellers${path}`, {
    headers: {
      authorization: `Bearer ${textAt(token.body, 'access_token')}`,
      'im-customernumber': customerNumber,
      'im-countrycode': 'US',
      'im-correlationid': 'proof',
    },
  });
}

const reads = (path: string) => async (box: TestSandbox) => shown(await ingram(box, path));

/** One row of a list by its id. */
const readsFirst = (list: string) => async (box: TestSandbox) =>
  shown(await ingram(box, `${list}/${textAt((await ingram(box, list)).body, 'data', 0, 'id')}`));

const first = async (box: TestSandbox, list: string, ...path: readonly (string | number)[]): Promise<string> =>
  textAt((await ingram(box, list)).body, 'data', 0, ...path);

const newcomer = {
  externalId: 'FAB-1',
  name: 'Fabrikam Bikes',
  address: {
    streetAddress: '48 Liberty Lane',
    addressExtension: 'Suite 2',
    postalCode: '80210',
    city: 'Denver',
    state: 'CO',
    countryCode: 'US',
  },
  contactPersons: [
    {
      type: 'admin',
      firstName: 'Ada',
      lastName: 'Marsh',
      email: 'ada.marsh@fabrikam-bikes.example',
      phoneNumber: '1#303#5550100#',
      login: 'ada.marsh@fabrikam-bikes.example',
      password: 'a-long-password',
    },
  ],
  language: 'en',
  taxRegId: '11-2233445',
};

/** A customer that has a tenant at Microsoft, with the parameters that say so. */
async function atMicrosoft(box: TestSandbox) {
  const { body } = await ingram(box, `/subscriptions/${await first(box, '/subscriptions', 'id')}`);
  const told = (body as { readonly orderParameters: readonly { readonly name: string; readonly value: string }[] }).orderParameters;
  const value = (name: string): string => told.find((one) => one.name === name)?.value ?? '';
  return {
    customerId: textAt(body, 'customerId'),
    subscriptionId: textAt(body, 'id'),
    domain: value('microsoft_domain'),
    tenantId: value('microsoft_tenant_id'),
  };
}

const seats = { mpn: 'CFQ7TTC0LCHC:0002', quantity: 2 };

async function newCommerce(box: TestSandbox) {
  const { customerId, domain, tenantId } = await atMicrosoft(box);
  const parameters = [
    { name: 'tenant_preference', value: 'existing' },
    { name: 'microsoft_domain', value: domain },
    { name: 'microsoft_tenant_id', value: tenantId },
    { name: 'partner_on_record_attestation_accepted', structured_value: { attestation_accepted: true } },
    { name: 'mca_acceptance', value: 'true' },
    { name: 'agreement_date', value: '11-20-2026' },
    { name: 'first_name_agreement', value: 'Ada' },
    { name: 'last_name_agreement', value: 'Marsh' },
    { name: 'email_address_agreement', value: 'ada.marsh@fabrikam-bikes.example' },
  ];
  return { type: 'sales', customerId, subscriptionPeriod: { type: 'year', duration: 1 }, products: [{ ...seats, parameters }] };
}

async function sales(box: TestSandbox) {
  const products = [
    { mpn: 'CFQ7TTC0LCHC:0002', quantity: '2.0' },
    { mpn: 'CFQ7TTC0LDPB:0001', quantity: '1.0', parameters: [{ name: 'domain', value: 'fabrikam-bikes' }] },
  ];
  return { type: 'sales', customerId: (await atMicrosoft(box)).customerId, poNumber: 'PO-1', products };
}

const amount = { currency: 'USD', amount: '20.00' };
const month = { type: 'month', duration: 1 };

/** An order with all that the marketplace's document lets a line carry; it comes again with the order. */
async function wholeOrder(box: TestSandbox) {
  const { customerId, subscriptionId, domain } = await atMicrosoft(box);
  const parties = [{ sellerId: 1_000_003, buyerId: 1_000_005 }];
  return {
    type: 'sales',
    customerId,
    poNumber: 'PO-2',
    subscriptionId,
    targetSubscriptionId: subscriptionId,
    migrationDate: '2026-12-01',
    migrationProgram: 'count_migration_billing_period',
    scheduledOn: 'renewal',
    upgradeStartType: 'from_old_start_date',
    alignExpirationDate: { alignmentType: 'CO_TERM_ON_SUBSCRIPTION', subscriptionId: Number(subscriptionId) },
    placementType: 'MOVE',
    vendorBillingSettings: { vendorBillingPeriod: month },
    products: [
      {
        ...seats,
        newMPN: seats.mpn,
        newId: 'new-1',
        newProductId: 'new-1',
        type: 'MOVE',
        specialPrice: { ...amount, priceTiers: [] },
        specialCost: amount,
        specialProviderCost: amount,
        deals: { freezePrices: true, agreements: [] },
        subscriptionId,
        targetSubscriptionId: subscriptionId,
        parameters: [{ name: 'domain', value: domain }],
        tcvs: parties,
        newSubscription: { id: Number(subscriptionId), coterming: false, type: 'NEW' },
        margins: { priceModel: 'MSRP', totalRate: { original: '15', new: '10' }, rates: [], attributes: [] },
        vendorRatedExtendedCost: amount,
        vendorDiscounts: [{ sellerId: '1000003', buyerId: '1000005' }],
        vendorAlreadyAccountedTcvs: [{ sellerId: '1000003', buyerId: '1000005' }],
      },
    ],
  };
}

async function placed(box: TestSandbox, order: unknown): Promise<Answered> {
  const answer = await post(box, '/orders', order);
  await box.send('POST', 'clock', { step: 60 });
  return answer;
}

async function checked(box: TestSandbox) {
  const { customerId } = await atMicrosoft(box);
  const id = await first(box, `/products?mpn=${encodeURIComponent(seats.mpn)}`, 'id');
  const one = {
    ...seats,
    id,
    vendor: 'Microsoft',
    billingPeriod: month,
    subscriptionPeriod: { type: 'year', duration: 1 },
    draftRequestId: '7d2b0a8e-0d57-4f0c-9d55-2b7a0d6f1c11',
    parameters: [{ name: 'domain', value: 'fabrikam-bikes' }],
  };
  const sent = { customerId, type: 'sales', products: [one] };
  return { sent, answer: await post(box, '/validation/parameters', sent) };
}

const marketplaceCases: readonly Case[] = [
  { sample: 'ingram-micro/token.request.json', show: async (box) => taken(tokenSent, await signIn(box)) },
  { sample: 'ingram-micro/token.response.json', show: async (box) => shown(await signIn(box)) },
  {
    sample: 'ingram-micro/customers.create.request.json',
    show: async (box) => taken(newcomer, await post(box, '/customers', newcomer)),
  },
  { sample: 'ingram-micro/products.list.response.json', show: reads('/products?limit=200') },
  { sample: 'ingram-micro/plans.get.response.json', show: readsFirst('/plans') },
  { sample: 'ingram-micro/subscriptions.list.response.json', show: reads('/subscriptions') },
  { sample: 'ingram-micro/subscriptions.get.response.json', show: readsFirst('/subscriptions') },
  {
    sample: 'ingram-micro/subscriptions.update.request.json',
    show: async (box) => {
      const id = await first(box, '/subscriptions', 'id');
      const product = textAt((await ingram(box, `/subscriptions/${id}`)).body, 'products', 0, 'id');
      const mpn = textAt((await ingram(box, `/subscriptions/${id}`)).body, 'products', 0, 'mpn');
      const unit = { ...amount, priceTiers: [] };
      const sent = {
        products: [{ mpn, id: product, unitPrice: unit, unitCost: unit, unitProviderCost: amount }],
        attributes: {},
        renewalStatus: false,
      };
      return taken(sent, await ingram(box, `/subscriptions/${id}`, { method: 'PATCH', body: sent }));
    },
  },
  {
    sample: 'ingram-micro/reports.list.response.json',
    show: async (box) => {
      await post(box, '/reports', { name: 'Daily report', startDate: '2026-10-01', endDate: '2026-10-31', format: 'json' });
      await box.send('POST', 'clock', { step: 60 });
      return shown(await ingram(box, '/reports'));
    },
  },
  {
    sample: 'ingram-micro/validation.parameters.request.json',
    show: async (box) => checked(box).then(({ sent, answer }) => taken(sent, answer)),
  },
  { sample: 'ingram-micro/validation.parameters.response.json', show: async (box) => shown((await checked(box)).answer) },
];

const orderCases: readonly Case[] = [
  {
    sample: 'ingram-micro/orders.create.microsoft-nce.request.json',
    show: async (box) => {
      const sent = await newCommerce(box);
      return taken(sent, await placed(box, sent));
    },
  },
  {
    sample: 'ingram-micro/orders.create.sales.request.json',
    show: async (box) => {
      const sent = await sales(box);
      return taken(sent, await placed(box, sent));
    },
  },
  {
    sample: 'ingram-micro/orders.get.response.json',
    show: async (box) => shown(await ingram(box, `/orders/${textAt((await placed(box, await wholeOrder(box))).body, 'id')}`)),
  },
  { sample: 'ingram-micro/orders.list.response.json', show: reads('/orders?limit=1') },
];

export const ingramCases: readonly Case[] = [
  ...marketplaceCases,
  ...orderCases,
  {
    sample: 'ingram-micro/xvantage.invoices.get.response.json',
    show: async (box) => {
      const number = textAt((await xvantage(box, '/v6/invoices')).body, 'invoices', 0, 'invoiceNumber');
      return shown(await xvantage(box, `/v6.1/invoices/${number}`));
    },
  },
  { sample: 'ingram-micro/xvantage.catalog.subscriptions.response.json', show: async (box) => shown(await xvantage(box, '/v6/catalog')) },
  {
    sample: 'ingram-micro/xvantage.catalog.details.cloud.response.json',
    show: async (box) => {
      const { body } = await xvantage(box, '/v6/catalog');
      return shown(await xvantage(box, `/v6/catalog/details?planId=${textAt(body, 'subscriptionCatalog', 0, 'plans', 0, 'planId')}`));
    },
  },
];
