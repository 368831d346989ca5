import type { TestSandbox } from '../../testing.ts';
import { type Answered, type Ask, ask, shown, taken, textAt } from '../asks.ts';
import type { Case, Shown } from '../case.ts';

const host = 'ion.tdsynnex.com';

type Account = { readonly accountId: string; readonly refreshToken: string };

async function account(box: TestSandbox): Promise<Account> {
  const { body } = await box.get('credentials');
  // What the control API tells of Ion has these members.
  const found = (body as { readonly distributors: readonly ({ readonly kind: string } & Account)[] }).distributors;
  return found.find(({ kind }) => kind === 'streamOneIon') ?? { accountId: '', refreshToken: '' };
}

const exchange = async (box: TestSandbox, refreshToken: string): Promise<Answered> =>
  ask(box, `${host}/oauth/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ grant_type: 'refresh_token', refresh_token: refreshToken }).toString(),
  });

const signedIn = new WeakMap<TestSandbox, Promise<Answered>>();

/** The one exchange of the account's first refresh token: it is spent then. */
function signIn(box: TestSandbox): Promise<Answered> {
  const found = signedIn.get(box) ?? account(box).then(({ refreshToken }) => exchange(box, refreshToken));
  signedIn.set(box, found);
  return found;
}

/** Below `/api/v3`; `{a}` stands for the account. */
async function ion(box: TestSandbox, path: string, call: Ask = {}): Promise<Answered> {
  const bearer = textAt((await signIn(box)).body, 'access_token');
  const { accountId } = await account(box);
  const address = `${host}/api/v3${path.replace('{a}', `accounts/${accountId}`)}`;
  return ask(box, address, { ...call, headers: { authorization: `Bearer ${bearer}` } });
}

const reads = (path: string) => async (box: TestSandbox) => shown(await ion(box, path));

/** A member of an answer, for samples that show a part of it. */
function partOf(answer: Answered, ...path: readonly (string | number)[]): Shown {
  let at: unknown = shown(answer);
  // Each step names a member of what came.
  for (const step of ['body', ...path]) at = (at as Readonly<Record<string, unknown>> | undefined)?.[String(step)];
  return { body: at };
}

const post = (box: TestSandbox, path: string, body: unknown): Promise<Answered> => ion(box, path, { method: 'POST', body });

/** The first plan of the catalogue by its ids, and its part number. */
async function plan(box: TestSandbox) {
  const { body } = await ion(box, '/{a}/products?pageSize=1');
  const at = (...path: readonly (string | number)[]): string => textAt(body, 'products', 0, ...path);
  return {
    ids: { productId: at('id'), skuId: at('definition', 'skus', 0, 'id'), planId: at('definition', 'skus', 0, 'plans', 0, 'id') },
    partNumber: at('definition', 'skus', 0, 'plans', 0, 'productId'),
  };
}

const someCustomer = async (box: TestSandbox): Promise<string> =>
  textAt((await ion(box, '/{a}/customers?pageSize=1')).body, 'customers', 0, 'id');

const domain = [{ name: 'domainName', value: 'fabrikam-ion.onmicrosoft.com' }];

/** The first product on which add-ons stand: the ids of its plan, and of its first add-on's. */
async function withAddOn(box: TestSandbox) {
  const { body } = await ion(box, '/{a}/products?pageSize=100');
  const { products } = body as { readonly products: readonly { readonly definition: { readonly addOns: readonly unknown[] } }[] };
  const index = products.findIndex(({ definition }) => definition.addOns.length > 0);
  const at = (...path: readonly (string | number)[]): string => textAt(body, 'products', index, ...path);
  return {
    ids: { productId: at('id'), skuId: at('definition', 'skus', 0, 'id'), planId: at('definition', 'skus', 0, 'plans', 0, 'id') },
    addOn: { addOnId: at('definition', 'addOns', 0, 'id'), planId: at('definition', 'addOns', 0, 'plans', 0, 'id') },
  };
}

async function order(box: TestSandbox) {
  const { ids, addOn } = await withAddOn(box);
  const customer = await someCustomer(box);
  const { body } = await ion(box, `/{a}/subscriptions?customerId=${customer}`);
  const sent = {
    referenceId: 'intent-1',
    displayName: 'Two seats more',
    orderItems: [
      {
        ...ids,
        referenceId: 'intent-1-1',
        action: 'CREATE',
        resourceId: textAt(body, 'items', 0, 'subscriptionId'),
        quantity: 2,
        endCustomerPO: 'PO-1',
        resellerPO: 'PO-2',
        addOns: [{ id: 'a-1', ...addOn, action: 'CREATE', quantity: 1 }],
        attributes: domain,
      },
    ],
  };
  return { sent, answer: await post(box, `/{a}/customers/${customer}/orders`, sent) };
}

/** What an order with one line is refused with. */
const refusedOrder = (line: (ids: Readonly<Record<string, string>>) => unknown) => async (box: TestSandbox) => {
  const { ids } = await plan(box);
  return shown(await post(box, `/{a}/customers/${await someCustomer(box)}/orders`, { orderItems: [line(ids)] }), 400);
};

/** A cart that is checked out: its order has the members of carts. */
async function boughtByCart(box: TestSandbox): Promise<void> {
  const customer = await someCustomer(box);
  const cart = textAt((await post(box, `/customers/${customer}/carts`, cartSent)).body, 'name');
  const { partNumber } = await plan(box);
  const item = textAt((await post(box, `/${cart}/cartItems`, { planName: partNumber, quantity: 2 })).body, 'name');
  await post(box, `/${cart}:checkout`, { provisionData: [{ cartItemId: item.split('/').at(-1), attributes: domain }] });
  await box.send('POST', 'clock', { step: 60 });
}

const cartSent = {
  cartDisplayName: 'November',
  userName: 'Test User',
  payment: { paymentType: 'OFFLINE', creditCardName: '' },
  status: 'OPEN',
  currencyCode: 'USD',
};

const newcomer = {
  customerOrganization: 'Fabrikam Bikes',
  customerAddress: { street: '48 Liberty Lane', suite: '2', city: 'Denver', state: 'CO', zip: '80210', country: 'US' },
  customerName: 'Ada Marsh',
  customerEmail: 'ada.marsh@fabrikam-bikes.example',
  customerTitle: 'Ms',
  customerPhone: '5550100',
  languageCode: 'EN',
};

const priced = async (box: TestSandbox) => {
  const { partNumber } = await plan(box);
  const sent = { externalProductWithProvider: [{ provider: 'AZURE', externalProducts: [partNumber] }], priceBookCustomerId: 1 };
  return { sent, answer: await post(box, '/{a}/products:pricing', sent) };
};

const tokenCases: readonly Case[] = [
  { sample: 'td-synnex/oauth.token.response.json', show: async (box) => shown(await signIn(box)) },
  {
    sample: 'td-synnex/oauth.token.400.response.json',
    show: async (box) => shown(await signIn(box).then(() => exchange(box, 'spent')), 400),
  },
];

const customerCases: readonly Case[] = [
  {
    sample: 'td-synnex/customers.list.response.json',
    show: async (box) => partOf(await ion(box, '/{a}/customers?pageSize=50'), 'customers'),
  },
  {
    sample: 'td-synnex/customers.create.request.json',
    show: async (box) => taken(newcomer, await post(box, '/{a}/customers', newcomer)),
  },
  {
    sample: 'td-synnex/cloud-profiles.response.json',
    show: async (box) => shown(await ion(box, `/{a}/customers/${await someCustomer(box)}/cloudProfiles`)),
  },
  {
    sample: 'td-synnex/error.customer-not-found-in-ccp-error.response.json',
    show: async (box) => shown(await ion(box, '/{a}/customers/999', { method: 'PUT', body: newcomer }), 404),
  },
  {
    sample: 'td-synnex/error.org-name-not-present-error.response.json',
    show: async (box) => shown(await post(box, '/{a}/customers', { ...newcomer, customerOrganization: '' }), 400),
  },
  {
    sample: 'td-synnex/error.page-size-and-page-token-not-present-error.response.json',
    show: async (box) => shown(await ion(box, '/{a}/customers'), 400),
  },
  {
    sample: 'td-synnex/error.primary-contact-email-exists-error.response.json',
    show: async (box) => shown(await post(box, '/{a}/customers', newcomer), 412),
  },
];

const productCases: readonly Case[] = [
  { sample: 'td-synnex/products.list.item.json', show: async (box) => partOf(await ion(box, '/{a}/products?pageSize=10'), 'products', 0) },
  { sample: 'td-synnex/products.pricing.request.json', show: async (box) => priced(box).then(({ sent, answer }) => taken(sent, answer)) },
  { sample: 'td-synnex/products.pricing.response.json', show: async (box) => shown((await priced(box)).answer) },
  {
    sample: 'td-synnex/error.cloud-price-book-error.response.json',
    show: async (box) => {
      await box.send('POST', 'switches/ion', { priceBook: 'down' });
      const { answer } = await priced(box);
      await box.send('POST', 'switches/ion', { priceBook: null });
      return shown(answer, 503);
    },
  },
];

const orderCases: readonly Case[] = [
  {
    sample: 'td-synnex/carts.create.request.json',
    show: async (box) => taken(cartSent, await post(box, `/customers/${await someCustomer(box)}/carts`, cartSent)),
  },
  {
    sample: 'td-synnex/orders.list.item.json',
    show: async (box) => {
      await boughtByCart(box);
      return partOf(await ion(box, '/{a}/orders?pageSize=10'), 'orders', 0);
    },
  },
  { sample: 'td-synnex/orders.create.request.json', show: async (box) => order(box).then(({ sent, answer }) => taken(sent, answer)) },
  {
    sample: 'td-synnex/error.azure-provider-create-action-attributes.response.json',
    show: refusedOrder((ids) => ({ ...ids, action: 'CREATE', quantity: 1, attributes: [] })),
  },
  { sample: 'td-synnex/error.required-attributes-not-present.response.json', show: refusedOrder(() => ({ action: 'CREATE' })) },
  {
    sample: 'td-synnex/error.resource-id-required-for-update-action.response.json',
    show: refusedOrder((ids) => ({ ...ids, action: 'UPDATE', quantity: 1 })),
  },
];

export const tdSynnexCases: readonly Case[] = [
  ...tokenCases,
  ...customerCases,
  ...productCases,
  ...orderCases,
  { sample: 'td-synnex/subscriptions.list.response.json', show: reads('/{a}/subscriptions') },
  { sample: 'td-synnex/subscriptions.list.item.json', show: async (box) => partOf(await ion(box, '/{a}/subscriptions'), 'items', 0) },
  {
    sample: 'td-synnex/subscriptions.get.response.json',
    show: async (box) => {
      const { body } = await ion(box, '/{a}/subscriptions');
      const [customer, id] = ['customerId', 'id'].map((name) => textAt(body, 'items', 0, name));
      return shown(await ion(box, `/{a}/customers/${customer ?? ''}/subscriptions/${id ?? ''}`));
    },
  },
  {
    sample: 'td-synnex/error.subscription-not-found-error.response.json',
    show: async (box) => shown(await ion(box, `/{a}/customers/${await someCustomer(box)}/subscriptions/none`), 404),
  },
  {
    sample: 'td-synnex/error.rbac-failed-error.response.json',
    show: async (box) => shown(await ion(box, '/accounts/1/subscriptions'), 403),
  },
  { sample: 'td-synnex/reports.list.response.json', show: async (box) => partOf(await ion(box, '/{a}/reports'), 'reports') },
];
