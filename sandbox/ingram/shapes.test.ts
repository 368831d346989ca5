import { expect, test } from 'vitest';
import { agenda } from '../agenda.ts';
import { leaves } from '../td-synnex/leaves.ts';
import { estateWorld } from '../td-synnex/small-ion.ts';
import { settle } from '../world/due.ts';
import shapes from './fixtures/shapes.json' with { type: 'json' };
import { caller, signIn, xvantage } from './small-ingram.ts';

const world = estateWorld(60);
const call = await caller(world);
const invoices = await xvantage(world);
const [subscription] = world.tables.ingramSubscriptions.all();
const line = { mpn: 'CFQ7TTC0LCHC:0002', quantity: '2.0', parameters: [{ name: 'domain', value: 'example.com' }] };

// What a sales order may carry and comes again as it was sent.
const sent = {
  type: 'sales',
  customerId: subscription?.customerId,
  poNumber: 'PO1234',
  subscriptionPeriod: { type: 'year', duration: 1 },
  migrationDate: '2024-01-01',
  migrationProgram: 'count_migration_billing_period',
  scheduledOn: 'renewal',
  upgradeStartType: 'from_old_start_date',
  products: [line],
};
await call('POST', '/orders', sent);
await call('POST', '/reports', { name: 'Daily report', startDate: '2026-10-01', endDate: '2026-10-31', format: 'json' });
world.clock.step(60_000);
settle(world, agenda);

const first = async (path: string, ...steps: readonly (string | number)[]): Promise<string> => {
  let at: unknown = (await (path.startsWith('/v') ? invoices(path) : call('GET', path))).json;
  for (const step of steps) at = (at as Readonly<Record<string, unknown>>)[step];
  return String(at);
};

type Case = { readonly name: keyof typeof shapes; readonly body: () => Promise<unknown>; readonly notShown?: RegExp };

const get = (path: string) => async () => (await call('GET', path)).json;

const cases: readonly Case[] = [
  { name: 'token', body: async () => (await signIn(world)).json },
  // Passwords are taken and never told.
  { name: 'customers.list', body: get('/customers'), notShown: /password/ },
  { name: 'orders.list', body: get('/orders') },
  // Members of other kinds of order (moves, deals, contract values) come only when they were sent.
  {
    name: 'orders.get',
    body: async () => get(`/orders/${await first('/orders', 'data', 0, 'id')}`)(),
    notShown:
      /^(subscriptionId|targetSubscriptionId|alignExpirationDate|placementType|vendorBillingSettings|products\[\]\.(new|deals|special|subscriptionId|target|tcvs|type|margins|vendor[RDA]))/,
  },
  { name: 'plans.get', body: async () => get(`/plans/${await first('/plans', 'data', 0, 'id')}`)() },
  { name: 'products.list', body: get('/products?limit=200') },
  { name: 'reports.list', body: get('/reports') },
  { name: 'subscriptions.get', body: get(`/subscriptions/${subscription?.id ?? ''}`) },
  { name: 'subscriptions.list', body: get('/subscriptions') },
  {
    name: 'validation.parameters',
    body: async () =>
      (await call('POST', '/validation/parameters', { customerId: subscription?.customerId, type: 'sales', products: [line] })).json,
  },
  {
    name: 'xvantage.invoices.get',
    body: async () => (await invoices(`/v6.1/invoices/${await first('/v6/invoices', 'invoices', 0, 'invoiceNumber')}`)).json,
  },
  { name: 'xvantage.catalog.subscriptions', body: async () => (await invoices('/v6/catalog')).json },
  {
    name: 'xvantage.catalog.details.cloud',
    body: async () =>
      (await invoices(`/v6/catalog/details?planId=${await first('/v6/catalog', 'subscriptionCatalog', 0, 'plans', 0, 'planId')}`)).json,
  },
];

test.each(cases)('$name has every member of the sample', async ({ name, body, notShown }) => {
  const has = new Set(leaves(await body()));

  expect(shapes[name].filter((leaf) => !has.has(leaf) && notShown?.test(leaf) !== true)).toEqual([]);
});
