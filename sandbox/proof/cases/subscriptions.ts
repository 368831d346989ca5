import type { TestSandbox } from '../../testing.ts';
import { type Answered, pc, requestOf, shown, someone, taken, textAt } from '../asks.ts';
import type { Case, Shown } from '../case.ts';

function place(box: TestSandbox): string {
  const { customerId, subscriptionId } = someone(box);
  return `/customers/${customerId}/subscriptions/${subscriptionId}`;
}

/** A read of the first subscription: `of('/supportcontact')`. */
const of =
  (below = '') =>
  async (box: TestSandbox): Promise<Shown> =>
    shown(await pc(box, `${place(box)}${below}`));

type Sent = { readonly sent: unknown; readonly answer: Answered };
const reply = (call: Promise<Sent>): Promise<Shown> => call.then(({ sent, answer }) => taken(sent, answer));
const answered = (call: Promise<Sent>): Promise<Shown> => call.then(({ answer }) => shown(answer));

/** The published request with the values of the subscription as it is, and what the page changes. */
async function patch(box: TestSandbox, name: string, change: object): Promise<Sent> {
  const at = place(box);
  const { body } = await pc(box, at);
  const now = body as Readonly<Record<string, unknown>>;
  const byLower = new Map(Object.entries(now).map(([key, value]) => [key.toLowerCase(), value]));
  const sample = requestOf(name);
  const own = Object.fromEntries(
    Object.entries(sample).map(([key, value]) => [key, byLower.get(key.toLowerCase()) ?? (value === null ? null : value)]),
  );
  const lacking = Object.fromEntries(
    Object.entries(sample)
      .filter(([key]) => ['partnerid', 'parentsubscriptionid'].includes(key.toLowerCase()))
      .map(([key]) => [key, null]),
  );
  const sent = { ...own, ...lacking, ...change };
  return { sent, answer: await pc(box, at, { method: 'PATCH', body: sent }) };
}

const suspend = (box: TestSandbox): Promise<Sent> => patch(box, 'subscriptions.suspend-a-subscription', { Status: 'suspended' });
const reactivate = (box: TestSandbox): Promise<Sent> =>
  patch(box, 'subscriptions.reactivate-a-suspended-a-subscription', { Status: 'active' });
const rename = (box: TestSandbox): Promise<Sent> =>
  patch(box, 'subscriptions.update-the-nickname-for-a-subscription', { FriendlyName: 'Proof' });

async function support(box: TestSandbox): Promise<Sent> {
  const at = `${place(box)}/supportcontact`;
  const now = await pc(box, at);
  const sample = requestOf('subscriptions.update-a-subscription-s-support-contact');
  const sent = { ...sample, SupportTenantId: textAt(now.body, 'supportTenantId'), SupportMpnId: textAt(now.body, 'supportMpnId') };
  return { sent, answer: await pc(box, at, { method: 'PUT', body: sent }) };
}

export const subscriptionCases: readonly Case[] = [
  { sample: 'partner-center/subscriptions.get-a-subscription-by-id.1.response.json', show: of() },
  { sample: 'partner-center/subscriptions.get-a-subscription-by-id.2.response.json', show: of() },
  { sample: 'partner-center/subscriptions.get-a-subscription-by-id.3.response.json', show: of() },
  {
    sample: 'partner-center/subscriptions.get-all-of-a-customer-s-subscriptions.2.response.json',
    show: async (box) => shown(await pc(box, `/customers/${someone(box).customerId}/subscriptions`)),
  },
  {
    sample: 'partner-center/subscriptions.get-a-list-of-subscriptions-by-order.response.json',
    show: async (box) => {
      const { body } = await pc(box, place(box));
      return shown(await pc(box, `/customers/${someone(box).customerId}/subscriptions?order_id=${textAt(body, 'orderId')}`));
    },
  },
  {
    sample: 'partner-center/subscriptions.change-the-quantity-of-a-subscription.2.response.json',
    show: async (box) => {
      const { body } = await pc(box, place(box));
      const quantity = Number(textAt(body, 'quantity')) + 1;
      return shown(await pc(box, place(box), { method: 'PATCH', body: { ...(body as object), quantity } }));
    },
  },
  { sample: 'partner-center/subscriptions.update-the-nickname-for-a-subscription.request.json', show: (box) => reply(rename(box)) },
  { sample: 'partner-center/subscriptions.update-the-nickname-for-a-subscription.response.json', show: (box) => answered(rename(box)) },
  {
    sample: 'partner-center/subscriptions.update-a-subscription-by-id.1.request.json',
    show: (box) => reply(patch(box, 'subscriptions.update-a-subscription-by-id.1', {})),
  },
  { sample: 'partner-center/subscriptions.suspend-a-subscription.request.json', show: (box) => reply(suspend(box)) },
  { sample: 'partner-center/subscriptions.suspend-a-subscription.response.json', show: (box) => answered(suspend(box)) },
  { sample: 'partner-center/subscriptions.reactivate-a-suspended-a-subscription.request.json', show: (box) => reply(reactivate(box)) },
  { sample: 'partner-center/subscriptions.reactivate-a-suspended-a-subscription.response.json', show: (box) => answered(reactivate(box)) },
  { sample: 'partner-center/subscriptions.get-a-subscription-s-support-contact.response.json', show: of('/supportcontact') },
  { sample: 'partner-center/subscriptions.update-a-subscription-s-support-contact.request.json', show: (box) => reply(support(box)) },
  { sample: 'partner-center/subscriptions.update-a-subscription-s-support-contact.response.json', show: (box) => answered(support(box)) },
  { sample: 'partner-center/subscriptions.get-subscription-registration-status.response.json', show: of('/registrationstatus') },
  {
    sample: 'partner-center/subscriptions.get-subscription-overage.response.json',
    show: async (box) => shown(await pc(box, `/customers/${someone(box).customerId}/subscriptions/overage`)),
  },
  {
    sample: 'partner-center/transitions.transition-a-new-commerce-subscription.1.response.json',
    show: of('/transitionEligibilities?eligibilityType=immediate'),
  },
];
