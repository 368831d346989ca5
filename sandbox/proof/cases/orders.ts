import { must } from '../../../src/lib/must.ts';
import type { TestSandbox } from '../../testing.ts';
import { type Answered, pc, requestOf, shown, someone, textAt } from '../asks.ts';
import type { Case, Shown } from '../case.ts';
import { e1, later, legacy, turn } from '../stage.ts';
import { bought, item, type Line, post } from './carts.ts';
import { answered, customer, reply, type Sent } from './subscriptions.ts';

const patch = (box: TestSandbox, path: string, body: unknown): Promise<Answered> =>
  pc(box, `${customer(box)}${path}`, { method: 'PATCH', body });

const seats = async (box: TestSandbox): Promise<Line> => ({
  id: 0,
  catalogItemId: await item(box, 'CFQ7TTC0LH18:0001', 'P1Y', 'Monthly'),
  quantity: 2,
  billingCycle: 'monthly',
  termDuration: 'P1Y',
});

async function waitingForPurchaseOrder(box: TestSandbox): Promise<string> {
  await turn(box, 'orders', { purchaseOrder: true });
  const id = await bought(box, await seats(box));
  await turn(box, 'orders', { purchaseOrder: false });
  return `/orders/${id}`;
}

async function withPurchaseOrder(box: TestSandbox): Promise<Shown> {
  const at = await waitingForPurchaseOrder(box);
  const form = new FormData();
  form.set('metadata', JSON.stringify({ customerPrice: '100', currency: 'USD' }));
  form.set('pofiles', new Blob(['the purchase order']), 'po.pdf');
  const upload = new Request('http://localhost', { method: 'POST', body: form });
  const headers = { 'content-type': upload.headers.get('content-type') ?? '' };
  const sent = await pc(box, `${customer(box)}${at}/attachment`, { method: 'POST', body: await upload.text(), headers });
  if (sent.status !== 201) throw new Error(sent.text);
  return shown(await pc(box, `${customer(box)}${at}`));
}

/** An order of the old commerce with one line. */
async function oldOrder(box: TestSandbox): Promise<{ readonly id: string; readonly subscriptionId: string }> {
  const lineItems = [{ lineItemNumber: 0, offerId: e1, quantity: 5, partnerIdOnRecord: '4847383' }];
  const made = await post(box, '/orders', { billingCycle: 'monthly', lineItems });
  return { id: textAt(made.body, 'id'), subscriptionId: textAt(made.body, 'lineItems', 0, 'subscriptionId') };
}

/** The published change of an order, with one line. */
function change(box: TestSandbox, name: string, line: Line): unknown {
  const sample = requestOf(name);
  const [published] = sample['LineItems'] as readonly Line[];
  return { ...sample, ReferenceCustomerId: someone(box).customerId, LineItems: [{ ...published, ...line }] };
}

async function changeCycle(box: TestSandbox): Promise<Sent> {
  const { id, subscriptionId } = await oldOrder(box);
  const sent = change(box, 'orders.change-the-billing-cycle', { OfferId: e1, SubscriptionId: subscriptionId, Quantity: 5 });
  return { sent, answer: await patch(box, `/orders/${id}`, sent) };
}

async function buyAddOn(box: TestSandbox): Promise<Sent> {
  const { id, subscriptionId } = await oldOrder(box);
  const sent = change(box, 'orders.purchase-an-add-on-to-a-subscription', { ParentSubscriptionId: subscriptionId });
  return { sent, answer: await patch(box, `/orders/${id}`, sent) };
}

async function cancel(box: TestSandbox): Promise<Sent> {
  const id = await bought(box, { id: 0, catalogItemId: await item(box, 'DG7GMGF0DWT0:0001'), quantity: 1, billingCycle: 'one_time' });
  const sent = { id, status: 'cancelled' };
  return { sent, answer: await patch(box, `/orders/${id}`, sent) };
}

/** An indirect provider orders for a customer of his reseller, whom the line names. */
async function orderForReseller(box: TestSandbox): Promise<Sent> {
  const { tables } = box.sandbox.world;
  const provider = must(
    tables.partnerAccounts.all().find(({ partnerType }) => partnerType === 'indirectProvider'),
    'provider',
  ).id;
  const sold = must(
    tables.relationships.by('accountId', provider).find(({ resellerMpnId }) => resellerMpnId !== undefined),
    'customer of a reseller',
  );
  const sample = requestOf('orders.create-an-order-for-a-customer-of-an-indirect-reseller');
  const [line] = sample['LineItems'] as readonly Line[];
  const sent = {
    ...sample,
    ReferenceCustomerId: sold.customerId,
    LineItems: [{ ...line, PartnerIdOnRecord: sold.resellerMpnId }],
  };
  return { sent, answer: await pc(box, `/customers/${sold.customerId}/orders`, { method: 'POST', account: provider, body: sent }) };
}

type Upgrade = { readonly at: string; readonly sent: unknown };

const upgrades = new WeakMap<TestSandbox, Promise<Upgrade>>();

/** An upgrade to the Azure plan, which a customer does once. */
async function upgrade(box: TestSandbox): Promise<Upgrade> {
  await legacy(box, { offer: 'MS-AZR-0145P', quantity: 1 });
  const sent = { ...requestOf('productupgrades.get-product-upgrade-status'), customerId: someone(box).customerId };
  const started = await pc(box, '/productupgrades', { method: 'POST', body: sent });
  await later(box, 'PT11M');
  return { sent, at: `${started.headers.get('location') ?? ''}/status` };
}

/** It is asked for when it is done. */
async function upgraded(box: TestSandbox): Promise<Sent> {
  const kept = upgrades.get(box) ?? upgrade(box);
  upgrades.set(box, kept);
  const { at, sent } = await kept;
  return { sent, answer: await pc(box, at, { method: 'POST', body: sent }) };
}

const read = (path: (box: TestSandbox) => Promise<string>) => async (box: TestSandbox) =>
  shown(await pc(box, `${customer(box)}${await path(box)}`));

/** A marketplace service is activated at its publisher's. */
const activation = async (box: TestSandbox): Promise<string> => {
  const catalogItemId = await item(box, 'DZH318Z0HJ49:0001', 'P1M', 'Monthly');
  return `/orders/${await bought(box, { id: 0, catalogItemId, quantity: 1, billingCycle: 'monthly', termDuration: 'P1M' })}/lineitems/0/activationlinks`;
};

export const orderCases: readonly Case[] = [
  {
    sample: 'partner-center/orders.get-all-of-a-customer-s-orders.response.json',
    show: read(async (box) => {
      await oldOrder(box);
      return '/orders';
    }),
  },
  {
    sample: 'partner-center/orders.get-an-order-by-id.response.json',
    show: read(async (box) => `/orders/${await bought(box, await seats(box))}`),
  },
  {
    sample: 'partner-center/orders.get-order-provisioning-status.response.json',
    show: read(async (box) => `/orders/${await bought(box, await seats(box))}/provisioningstatus`),
  },
  { sample: 'partner-center/orders.get-activation-link-by-order-line-item.response.json', show: read(activation) },
  { sample: 'partner-center/orders.pending-po-upload.response.json', show: read(waitingForPurchaseOrder) },
  { sample: 'partner-center/orders.po-upload-complete-status.response.json', show: withPurchaseOrder },
  { sample: 'partner-center/orders.cancel-an-order-from-the-integration-sandbox.2.request.json', show: (box) => reply(cancel(box)) },
  { sample: 'partner-center/orders.cancel-an-order-from-the-integration-sandbox.response.json', show: (box) => answered(cancel(box)) },
  { sample: 'partner-center/orders.change-the-billing-cycle.request.json', show: (box) => reply(changeCycle(box)) },
  { sample: 'partner-center/orders.change-the-billing-cycle.response.json', show: (box) => answered(changeCycle(box)) },
  { sample: 'partner-center/orders.purchase-an-add-on-to-a-subscription.request.json', show: (box) => reply(buyAddOn(box)) },
  { sample: 'partner-center/orders.purchase-an-add-on-to-a-subscription.response.json', show: (box) => answered(buyAddOn(box)) },
  {
    sample: 'partner-center/orders.create-an-order-for-a-customer-of-an-indirect-reseller.request.json',
    show: (box) => reply(orderForReseller(box)),
  },
  {
    sample: 'partner-center/orders.create-an-order-for-a-customer-of-an-indirect-reseller.response.json',
    show: (box) => answered(orderForReseller(box), 201),
  },
  { sample: 'partner-center/productupgrades.get-product-upgrade-status.request.json', show: (box) => reply(upgraded(box)) },
  { sample: 'partner-center/productupgrades.get-product-upgrade-status.response.json', show: (box) => answered(upgraded(box)) },
];
