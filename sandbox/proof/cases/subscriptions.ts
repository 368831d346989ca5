import type { TestSandbox } from '../../testing.ts';
import type { Subscription } from '../../world/types.ts';
import { type Answered, pc, requestOf, shown, someone, taken, textAt } from '../asks.ts';
import type { Case, Shown } from '../case.ts';
import { archiving, laid, legacy } from '../stage.ts';

export const customer = (box: TestSandbox): string => `/customers/${someone(box).customerId}`;

export const place = (box: TestSandbox, id = someone(box).subscriptionId): string => `${customer(box)}/subscriptions/${id}`;

/** A read of the first subscription: `of('/supportcontact')`. */
const of =
  (below = '') =>
  async (box: TestSandbox): Promise<Shown> =>
    shown(await pc(box, `${place(box)}${below}`));

/** A read of a subscription of the old commerce. */
const ofLegacy =
  (over: (box: TestSandbox) => object | Promise<object>, below = '') =>
  async (box: TestSandbox): Promise<Shown> =>
    shown(await pc(box, `${place(box, (await legacy(box, await over(box))).id)}${below}`));

export type Sent = { readonly sent: unknown; readonly answer: Answered };
export const reply = (call: Promise<Sent>): Promise<Shown> => call.then(({ sent, answer }) => taken(sent, answer));
export const answered = (call: Promise<Sent>, status = 200): Promise<Shown> => call.then(({ answer }) => shown(answer, status));

/**
 * The published request, filled with the subscription as it is now and with what the page changes. A member that the subscription does
 * not show keeps the page's value where that is a word for nothing.
 */
async function patch(box: TestSandbox, row: { readonly id: string }, name: string, change: object): Promise<Sent> {
  const at = place(box, row.id);
  const { body } = await pc(box, at);
  const now = body as Readonly<Record<string, unknown>>;
  const byLower = new Map(Object.entries(now).map(([key, value]) => [key.toLowerCase(), value]));
  const sample = requestOf(name);
  const own = Object.fromEntries(Object.entries(sample).map(([key, value]) => [key, byLower.get(key.toLowerCase()) ?? value]));
  const attributes = 'Attributes' in sample ? { Attributes: { Etag: textAt(now, 'attributes', 'etag'), ObjectType: 'Subscription' } } : {};
  const nobody = Object.fromEntries(
    Object.keys(own)
      .filter((key) => ['PartnerId', 'ParentSubscriptionId'].includes(key))
      .map((key) => [key, null]),
  );
  const sent = { ...own, ...nobody, ...attributes, ...change };
  return { sent, answer: await pc(box, at, { method: 'PATCH', body: sent }) };
}

/** The requests of these pages are of the old commerce, their answers of the new. */
const modern = (box: TestSandbox): Subscription => laid(box, 'CFQ7TTC0LDPB:0001', { quantity: 25 });

const suspend = (box: TestSandbox, row: Subscription): Promise<Sent> =>
  patch(box, row, 'subscriptions.suspend-a-subscription', { Status: 'suspended' });

async function reactivate(box: TestSandbox, row: Subscription): Promise<Sent> {
  await suspend(box, row);
  return patch(box, row, 'subscriptions.reactivate-a-suspended-a-subscription', { Status: 'active' });
}

const rename = (box: TestSandbox, row: Subscription): Promise<Sent> =>
  patch(box, row, 'subscriptions.update-the-nickname-for-a-subscription', { FriendlyName: 'Proof' });

async function support(box: TestSandbox): Promise<Sent> {
  const at = `${place(box, (await legacy(box)).id)}/supportcontact`;
  const now = await pc(box, at);
  const sample = requestOf('subscriptions.update-a-subscription-s-support-contact');
  const sent = { ...sample, SupportTenantId: textAt(now.body, 'supportTenantId'), SupportMpnId: textAt(now.body, 'supportMpnId') };
  return { sent, answer: await pc(box, at, { method: 'PUT', body: sent }) };
}

/** Three years of software, billed by the year from the next term on. */
async function billYearly(box: TestSandbox): Promise<Sent> {
  const row = laid(box, 'DG7GMGF0FKZV:0003');
  const { productId, skuId, availabilityId } = row;
  return patch(box, row, 'subscriptions.manage-billing-frequency-software-subs', {
    scheduledNextTermInstructions: {
      product: { productId, skuId, availabilityId, billingCycle: 'Triennial', termDuration: 'P3Y' },
      quantity: 1,
    },
  });
}

const saas = (box: TestSandbox, over: Partial<Subscription> = {}): Subscription => laid(box, 'DZH318Z0HJ49:0001', over);

const stopRenewing = (box: TestSandbox): Promise<Sent> =>
  patch(box, saas(box), 'subscriptions.update-autorenew-for-an-azure-marketplace-subscription.1', { autoRenewEnabled: false });

const stopRenewingSeats = (box: TestSandbox): Promise<Sent> =>
  patch(box, { id: someone(box).subscriptionId }, 'subscriptions.update-autorenew-for-an-azure-marketplace-subscription.2', {
    autoRenewEnabled: false,
  });

export const subscriptionCases: readonly Case[] = [
  {
    sample: 'partner-center/subscriptions.get-a-subscription-by-id.1.response.json',
    show: ofLegacy(() => ({ offer: 'MS-AZR-0145P', quantity: 1 })),
  },
  {
    sample: 'partner-center/subscriptions.get-a-subscription-by-id.2.response.json',
    show: ofLegacy(async (box) => ({ offer: archiving, quantity: 2, parent: (await legacy(box)).id })),
  },
  { sample: 'partner-center/subscriptions.get-a-subscription-by-id.3.response.json', show: of() },
  {
    sample: 'partner-center/subscriptions.get-all-of-a-customer-s-subscriptions.2.response.json',
    show: async (box) => shown(await pc(box, `${customer(box)}/subscriptions`)),
  },
  {
    sample: 'partner-center/subscriptions.get-a-list-of-subscriptions-by-order.response.json',
    show: async (box) =>
      shown(
        await pc(box, `${customer(box)}/subscriptions?order_id=${(await legacy(box, { offer: 'MS-AZR-0145P', quantity: 1 })).orderId}`),
      ),
  },
  {
    sample: 'partner-center/subscriptions.change-the-quantity-of-a-subscription.2.response.json',
    show: async (box) => {
      const { body } = await pc(box, place(box));
      const quantity = Number(textAt(body, 'quantity')) + 1;
      return shown(await pc(box, place(box), { method: 'PATCH', body: { ...(body as object), quantity } }));
    },
  },
  {
    sample: 'partner-center/subscriptions.update-the-nickname-for-a-subscription.request.json',
    show: async (box) => reply(rename(box, await legacy(box))),
  },
  {
    sample: 'partner-center/subscriptions.update-the-nickname-for-a-subscription.response.json',
    show: (box) => answered(rename(box, modern(box))),
  },
  {
    sample: 'partner-center/subscriptions.update-a-subscription-by-id.1.request.json',
    show: async (box) => reply(patch(box, await legacy(box), 'subscriptions.update-a-subscription-by-id.1', { Quantity: 13 })),
  },
  {
    sample: 'partner-center/subscriptions.suspend-a-subscription.request.json',
    show: async (box) => reply(suspend(box, await legacy(box))),
  },
  { sample: 'partner-center/subscriptions.suspend-a-subscription.response.json', show: (box) => answered(suspend(box, modern(box))) },
  {
    sample: 'partner-center/subscriptions.reactivate-a-suspended-a-subscription.request.json',
    show: async (box) => reply(reactivate(box, await legacy(box))),
  },
  {
    sample: 'partner-center/subscriptions.reactivate-a-suspended-a-subscription.response.json',
    show: (box) => answered(reactivate(box, modern(box))),
  },
  {
    sample: 'partner-center/subscriptions.get-a-subscription-s-support-contact.response.json',
    show: ofLegacy(() => ({}), '/supportcontact'),
  },
  { sample: 'partner-center/subscriptions.update-a-subscription-s-support-contact.request.json', show: (box) => reply(support(box)) },
  { sample: 'partner-center/subscriptions.update-a-subscription-s-support-contact.response.json', show: (box) => answered(support(box)) },
  { sample: 'partner-center/subscriptions.manage-billing-frequency-software-subs.request.json', show: (box) => reply(billYearly(box)) },
  { sample: 'partner-center/subscriptions.manage-billing-frequency-software-subs.response.json', show: (box) => answered(billYearly(box)) },
  {
    sample: 'partner-center/subscriptions.update-autorenew-for-an-azure-marketplace-subscription.1.request.json',
    show: (box) => reply(stopRenewing(box)),
  },
  {
    sample: 'partner-center/subscriptions.update-autorenew-for-an-azure-marketplace-subscription.2.request.json',
    show: (box) => reply(stopRenewingSeats(box)),
  },
  {
    sample: 'partner-center/subscriptions.update-autorenew-for-an-azure-marketplace-subscription.response.json',
    show: (box) => answered(stopRenewing(box)),
  },
  {
    sample: 'partner-center/subscriptions.activate-sandbox-subscription-azure-marketplace-products.response.json',
    show: async (box) => shown(await pc(box, `${place(box, saas(box, { status: 'pending' }).id)}/activate`, { method: 'POST' })),
  },
];
