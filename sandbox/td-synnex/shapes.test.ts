import { expect, test } from 'vitest';
import { agenda } from '../agenda.ts';
import { turn } from '../control/switches.ts';
import { settle } from '../world/due.ts';
import shapes from './fixtures/shapes.json' with { type: 'json' };
import { leaves } from './leaves.ts';
import { ask, caller, estateWorld, signIn } from './small-ion.ts';

const world = estateWorld();
const signedIn = await signIn(world);
const call = await caller(world);
const at = (value: unknown, ...steps: readonly (string | number)[]): unknown =>
  steps.reduce<unknown>((from, step) => (from as Readonly<Record<string, unknown>> | undefined)?.[step], value);
const get = async (path: string, ...steps: readonly (string | number)[]): Promise<unknown> => at((await call('GET', path)).json, ...steps);
const post = async (path: string, body: unknown): Promise<unknown> => (await call('POST', path, body)).json;

// A cart that became an order, as the sample's did.
const plan = { planName: 'CFQ7TTC0LCHC:0002:P1Y:M', quantity: 2 };
const ids = {
  productId: 'MSFT-CFQ7TTC0LCHC',
  skuId: 'MSFT-CFQ7TTC0LCHC-0002',
  planId: 'MSFT-CFQ7TTC0LCHC-0002-P1Y-M',
  quantity: 2,
};
await post('/customers/2001/carts', { status: 'OPEN' });
const item = await post('/customers/2001/carts/101/cartItems', plan);
const attributes = [{ name: 'domainName', value: 'contoso.com' }];
await post('/customers/2001/carts/101:checkout', {
  provisionData: [{ cartItemId: String(at(item, 'name')).split('/').at(-1), attributes }],
});
world.clock.step(60_000);
settle(world, agenda);

const order = (one: object) => post('/{a}/customers/2001/orders', { orderItems: [one] });
const newcomer = { customerOrganization: 'New', customerName: 'N', customerEmail: 'n@new.example', languageCode: 'EN' };
const address = { street: '1 Main St', city: 'Austin', state: 'TX', zip: '73301', country: 'US' };
const inUse = world.tables.ionCustomers.get('2001')?.email;

async function whenPriceBookIsDown(): Promise<unknown> {
  turn(world, 'ion', { ...world.switch('ion'), priceBook: 'down' });
  const told = await post('/{a}/products:pricing', {});
  turn(world, 'ion', { ...world.switch('ion'), priceBook: 'up' });
  return told;
}

const bodies: Readonly<Record<keyof typeof shapes, () => Promise<unknown>>> = {
  'cloud-profiles': () => get('/{a}/customers/2001/cloudProfiles'),
  // A suite is there for some, as in the two samples.
  'customers.list': () => get('/{a}/customers?pageSize=100', 'customers'),
  'error.azure-provider-create-action-attributes': () => order({ ...ids, action: 'CREATE', attributes: [] }),
  'error.cloud-price-book-error': whenPriceBookIsDown,
  'error.customer-not-found-in-ccp-error': () => get('/{a}/customers/999'),
  'error.org-name-not-present-error': () => post('/{a}/customers', { customerAddress: address }),
  'error.page-size-and-page-token-not-present-error': () => get('/{a}/customers'),
  'error.primary-contact-email-exists-error': () => post('/{a}/customers', { ...newcomer, customerEmail: inUse, customerAddress: address }),
  'error.rbac-failed-error': () => get('/accounts/1/subscriptions'),
  'error.required-attributes-not-present': () => order({ action: 'CREATE' }),
  'error.resource-id-required-for-update-action': () => order({ ...ids, action: 'UPDATE' }),
  'error.subscription-not-found-error': () => get('/{a}/customers/2001/subscriptions/none'),
  'oauth.token.400': async () => (await signIn(world, 'spent')).json,
  'oauth.token': () => Promise.resolve(signedIn.json),
  'orders.list.item': () => get('/{a}/orders?pageSize=10', 'orders', 0),
  'products.list.item': () => get('/{a}/products?pageSize=10', 'products', 0),
  'products.pricing': () =>
    post('/{a}/products:pricing', { externalProductWithProvider: [{ provider: 'AZURE', externalProducts: [plan.planName] }] }),
  'reports.list': () => get('/{a}/reports', 'reports'),
  'subscriptions.get': () => get('/{a}/customers/2001/subscriptions/5001'),
  'subscriptions.list.item': () => get('/{a}/subscriptions', 'items', 0),
  'subscriptions.list': () => get('/{a}/subscriptions'),
};

// The sample's log of actions is empty: ours has entries.
const empties = new Set(['activityLogs: empty']);

test.each(Object.entries(bodies))('%s has every member of the sample', async (name, body) => {
  const has = new Set(leaves(await body()));
  const [, wanted = []] = Object.entries(shapes).find(([one]) => one === name) ?? [];

  expect(wanted.filter((leaf) => !has.has(leaf) && !empties.has(leaf))).toEqual([]);
});

test('the published words of the errors are the same, the trailing blank included', async () => {
  expect(await order({ action: 'CREATE' })).toMatchObject({
    code: 3,
    details: [
      {
        errors: [
          { code: 'COMM-VL-001 ', detail: "The 'productId' attribute must be present in the 'order.orderItem' object." },
          {},
          {},
          {},
        ],
      },
    ],
  });
  expect((await ask(world, 'POST', '/oauth/token', { form: {} })).text).toBe('{"error":"cannot validate token: redis: nil"}');
});
