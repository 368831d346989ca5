import { afterAll, beforeAll, expect, test } from 'vitest';
import { availabilityIdAt } from '../../world/prices/availability-ids.ts';
import { put } from '../../world/world.ts';
import { type Answer, type Opened, openSandbox } from '../open-sandbox.ts';
import { sample } from '../sample-names.ts';

let sandbox: Opened;
beforeAll(async () => {
  sandbox = await openSandbox();
});
afterAll(() => sandbox.close());

/** `items[].links.self.uri: string` for every leaf. */
function leaves(value: unknown, at = ''): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((one) => leaves(one, `${at}[]`));
  if (typeof value !== 'object' || value === null) return [`${at}: ${value === null ? 'null' : typeof value}`];
  return Object.entries(value).flatMap(([name, inner]) => leaves(inner, at === '' ? name : `${at}.${name}`));
}

const customer = () => sandbox.world.tables.relationships.by('accountId', sandbox.account.id)[0]?.customerId ?? '';
const item = (skuKey: string, term = 'P1Y', cycle = 'monthly') => {
  const row = sandbox.world.tables.availabilities.by('sku', skuKey).find((one) => one.term === term && one.billingCycle === cycle);
  if (row === undefined) throw new Error(`Nothing on sale: ${skuKey}`);
  return `${skuKey}:${availabilityIdAt(sandbox.world, row, 'US', sandbox.world.clock.nowMs())}`;
};
const post = (path: string, body: unknown) => sandbox.ask(path, { method: 'POST', body });
const patch = (path: string, body: unknown) => sandbox.ask(path, { method: 'PATCH', body });
const mine = (path: string) => `/v1/customers/${customer()}${path}`;

const cartOf = (...lineItems: readonly object[]) => post(mine('/carts'), { partnerOnRecordAttestationAccepted: true, lineItems });
async function orderOf(...lineItems: readonly object[]): Promise<string> {
  const { id } = (await cartOf(...lineItems)).body as { id: string };
  const { body } = await post(mine(`/carts/${id}/checkout`), undefined);
  return (body as { orders: { id: string }[] }).orders[0]?.id ?? '';
}
const legacyOrder = async (): Promise<string> => {
  const lineItems = [{ lineItemNumber: 0, offerId: '195416C1-3447-423A-B37B-EE59A99A19C4', quantity: 5, partnerIdOnRecord: '4847383' }];
  return ((await post(mine('/orders'), { billingCycle: 'monthly', lineItems })).body as { id: string }).id;
};
const turn = (value: object) => {
  sandbox.world.apply({
    kind: 'switches.changed',
    actor: { kind: 'control', name: 'test' },
    cause: 'test',
    changes: [put('switches', { id: 'orders', value: { ...sandbox.world.switch('orders'), ...value } })],
  });
};

const seatLine = () => ({ id: 0, catalogItemId: item('CFQ7TTC0LH18:0001'), quantity: 2, billingCycle: 'monthly', termDuration: 'P1Y' });
const perpetual = () => ({ id: 0, catalogItemId: item('DG7GMGF0DWT0:0001', 'P3Y', 'triennial'), quantity: 1, billingCycle: 'one_time' });
const upgraded = async (): Promise<Answer> => {
  await orderOf({ id: 0, catalogItemId: 'MS-AZR-0145P', quantity: 1, billingCycle: 'monthly' });
  const body = { customerId: customer(), productFamily: 'azure' };
  const started = await post('/v1/productupgrades', body);
  expect(started.status).toBe(202);
  sandbox.world.clock.step(11 * 60_000);
  return post(`/v1${started.headers.get('location') ?? ''}/status`, body);
};

type Case = { readonly name: string; readonly ask: () => Promise<Answer>; readonly notShown?: readonly string[] };

// What a sample has and the answer has not, with the reason beside it.
const cases: readonly Case[] = [
  { name: 'products.get-a-list-of-products.2', ask: () => sandbox.ask('/v1/products?country=US&targetView=OnlineServices') },
  { name: 'products.get-a-product-by-id.1', ask: () => sandbox.ask('/v1/products/DZH318Z0BQ3Q?country=US') },
  { name: 'products.get-a-product-by-id.2', ask: () => sandbox.ask('/v1/products/CFQ7TTC0LH18?country=US') },
  { name: 'products.get-a-sku-by-id.2', ask: () => sandbox.ask('/v1/products/CFQ7TTC0LH18/skus/0001?country=US') },
  {
    name: 'products.get-a-list-of-availabilities-for-a-sku.2',
    ask: async () => firstOf(await sandbox.ask('/v1/products/CFQ7TTC0LH18/skus/0001/availabilities?country=US')),
  },
  {
    name: 'products.get-an-availability-by-id.2',
    ask: () =>
      sandbox.ask(`/v1/products/CFQ7TTC0LH18/skus/0001/availabilities/${item('CFQ7TTC0LH18:0001').split(':')[2] ?? ''}?country=US`),
  },
  {
    name: 'products-by-customer.get-a-list-of-products-by-customer.1',
    ask: () => sandbox.ask(mine('/products?targetView=MicrosoftAzure')),
  },
  { name: 'products-by-customer.get-a-list-of-skus-for-a-product-by-customer', ask: () => sandbox.ask(mine('/products/DZH318Z0BPS6')) },
  {
    name: 'products-by-customer.get-a-list-of-availabilities-for-a-sku-by-customer.2',
    ask: async () => firstOf(await sandbox.ask(mine('/products/CFQ7TTC0LH18/skus/0001/availabilities'))),
  },
  { name: 'promotions.get-promotions', ask: () => sandbox.ask('/v1/productpromotions?country=US&segment=commercial') },
  {
    name: 'promotions.verify-promotion-eligibility.2',
    ask: () =>
      post(mine('/promotionEligibilities'), {
        items: [{ catalogItemId: item('CFQ7TTC0MM8R:0001', 'P1Y', 'annual'), quantity: 30, termDuration: 'P1Y', billingCycle: 'Annual' }],
      }),
  },
  {
    name: 'carts.create-a-cart.1',
    ask: () =>
      cartOf(
        { ...seatLine(), renewsTo: { termDuration: 'P1Y' } },
        {
          id: 1,
          catalogItemId: item('DZH318Z0BQ3P:0038', 'P1Y', 'annual'),
          quantity: 1,
          billingCycle: 'one_time',
          termDuration: 'P1Y',
          provisioningContext: { subscriptionId: '1C461A25-F729-4FA5-AADB-280947DD05E8', scope: 'shared' },
        },
      ),
  },
  {
    name: 'carts.create-a-cart-with-add-ons.1',
    ask: () =>
      cartOf({
        id: 0,
        catalogItemId: '91FD106F-4B2C-4938-95AC-F54F74E9A239',
        friendlyName: 'Myofferpurchase',
        quantity: 3,
        billingCycle: 'monthly',
        addonItems: [{ id: 1, catalogItemId: 'C94271D8-B431-4A25-A3C5-A57737A1C909', quantity: 2 }],
      }),
  },
  {
    name: 'carts.create-a-cart-with-add-ons.2',
    ask: () =>
      cartOf({
        id: 0,
        catalogItemId: 'C94271D8-B431-4A25-A3C5-A57737A1C909',
        quantity: 1,
        billingCycle: 'annual',
        provisioningContext: { parentSubscriptionId: '97555B61-7461-477A-A98C-9C76148783E4' },
      }),
  },
  {
    name: 'carts.update-a-cart',
    ask: async () => {
      const { id } = (await cartOf(seatLine())).body as { id: string };
      const provisioningContext = { subscriptionId: '3D5ECED6-1151-44C7-AEE6-70A4BB725666', scope: 'shared', duration: '1Year' };
      const lineItems = [{ ...seatLine(), friendlyName: 'A_sample_Azure_RI', provisioningContext }];
      return sandbox.ask(mine(`/carts/${id}`), { method: 'PUT', body: { partnerOnRecordAttestationAccepted: true, lineItems } });
    },
    // The one sample that writes this name with a capital letter.
    notShown: ['lineItems[].ProvisioningContext'],
  },
  { name: 'orders.get-all-of-a-customer-s-orders', ask: async () => (await legacyOrder(), sandbox.ask(mine('/orders'))) },
  { name: 'orders.get-an-order-by-id', ask: async () => sandbox.ask(mine(`/orders/${await orderOf(seatLine())}`)) },
  {
    name: 'orders.get-order-provisioning-status',
    ask: async () => sandbox.ask(mine(`/orders/${await orderOf(seatLine())}/provisioningstatus`)),
  },
  {
    name: 'orders.cancel-an-order-from-the-integration-sandbox',
    ask: async () => patch(mine(`/orders/${await orderOf(perpetual())}`), { status: 'cancelled' }),
  },
  { name: 'orders.change-the-billing-cycle', ask: async () => patch(mine(`/orders/${await legacyOrder()}`), { billingCycle: 'Annual' }) },
  {
    name: 'orders.create-an-order-for-a-customer-of-an-indirect-reseller',
    ask: () =>
      post(mine('/orders'), {
        BillingCycle: 'unknown',
        LineItems: [
          {
            LineItemNumber: 0,
            OfferId: 'DB2E705F-B82A-4024-A3D5-D88E12F2DB35',
            FriendlyName: 'New offer purchase.',
            Quantity: 5,
            PartnerIdOnRecord: '4847383',
          },
        ],
      }),
  },
  {
    name: 'orders.purchase-an-add-on-to-a-subscription',
    ask: async () => {
      const id = await legacyOrder();
      const [base] = sandbox.world.tables.orders.get(id)?.lines ?? [];
      return patch(mine(`/orders/${id}`), {
        LineItems: [
          { LineItemNumber: 0, OfferId: '2828BE95-46BA-4F91-B2FD-0BEF192ECF60', ParentSubscriptionId: base?.subscriptionId, Quantity: 2 },
        ],
      });
    },
  },
  {
    name: 'orders.get-activation-link-by-order-line-item',
    ask: async () => {
      const id = await orderOf({
        id: 0,
        catalogItemId: item('DZH318Z0HJ49:0001', 'P1M', 'monthly'),
        quantity: 1,
        billingCycle: 'monthly',
        termDuration: 'P1M',
      });
      return sandbox.ask(mine(`/orders/${id}/lineitems/0/activationlinks`));
    },
  },
  {
    name: 'orders.pending-po-upload',
    ask: async () => {
      turn({ purchaseOrder: true });
      const id = await orderOf(seatLine());
      turn({ purchaseOrder: false });
      return sandbox.ask(mine(`/orders/${id}`));
    },
  },
  {
    name: 'orders.po-upload-complete-status',
    ask: async () => {
      turn({ purchaseOrder: true });
      const id = await orderOf(seatLine());
      turn({ purchaseOrder: false });
      const form = new FormData();
      form.set('metadata', JSON.stringify({ customerPrice: '100', currency: 'USD' }));
      form.set('pofiles', new Blob(['the purchase order']), 'po.pdf');
      const upload = new Request('http://localhost', { method: 'POST', body: form });
      const sent = await sandbox.ask(mine(`/orders/${id}/attachment`), {
        method: 'POST',
        body: await upload.text(),
        headers: { 'content-type': upload.headers.get('content-type') ?? '' },
      });
      expect(sent.status).toBe(201);
      return sandbox.ask(mine(`/orders/${id}`));
    },
  },
  { name: 'offers.get-a-list-of-offer-categories-by-country-and-locale', ask: () => sandbox.ask('/v1/offercategories?country=US') },
  {
    name: 'offers.get-addon-offers-by-offer-id',
    ask: () => sandbox.ask('/v1/offers/195416C1-3447-423A-B37B-EE59A99A19C4/addons?country=us'),
  },
  {
    name: 'inventory.check-inventory',
    ask: () => post('/v1/extensions/product/checkinventory?country=US', { TargetItems: [{ ProductId: 'DZH318Z0BQ3P' }] }),
  },
  {
    name: 'productupgrades.get-eligibility-for-product-upgrade',
    ask: () => post('/v1/productupgrades/eligibility', { customerId: customer(), productFamily: 'azure' }),
  },
  { name: 'productupgrades.get-product-upgrade-status', ask: upgraded },
  { name: 'margins.get-margins.1', ask: () => sandbox.ask('/v1/margins') },
  { name: 'ratecards.get-prices-for-microsoft-azure', ask: () => sandbox.ask('/v1/ratecards/azure') },
];

const firstOf = ({ body, ...rest }: Answer): Answer => ({ ...rest, body: (body as { items: unknown[] }).items[0] });

test.each(cases)('$name: every member of the sample, with its kind of value', async ({ name, ask, notShown = [] }) => {
  const answer = await ask();
  expect([200, 201]).toContain(answer.status);
  const told = new Set(leaves(answer.body));

  const lacking = leaves(sample('partner-center', `${name}.response`)).filter(
    (leaf) => !told.has(leaf) && !notShown.some((prefix) => leaf.startsWith(prefix)),
  );

  expect([...new Set(lacking)]).toEqual([]);
});
