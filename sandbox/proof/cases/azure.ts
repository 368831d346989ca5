import type { TestSandbox } from '../../testing.ts';
import { type Answered, pc, requestOf, shown, someone, textAt } from '../asks.ts';
import type { Case, Shown } from '../case.ts';
import { act, laid, later } from '../stage.ts';
import { answered, customer, place, reply, type Sent } from './subscriptions.ts';

const plans = new WeakMap<TestSandbox, string>();

/** An Azure plan of the customer, one for each sandbox. */
function plan(box: TestSandbox): string {
  const kept =
    plans.get(box) ??
    laid(box, 'DZH318Z0BPS6:0001', { commitmentEndAt: '9999-12-31T23:59:59Z', billingCycleEndAt: '9999-12-31T23:59:59Z' }).id;
  plans.set(box, kept);
  return place(box, kept);
}

async function entitlement(box: TestSandbox): Promise<{ readonly id: string; readonly at: string }> {
  const list = await pc(box, `${plan(box)}/azureEntitlements`);
  const id = textAt(list.body, 'items', 0, 'id');
  return { id, at: `${plan(box)}/azureEntitlements/${id}` };
}

async function overage(box: TestSandbox): Promise<Shown> {
  const { id } = await entitlement(box);
  const body = { azureEntitlementId: id, partnerId: '1234', type: 'PhoneServices', overageEnabled: true };
  const put = await pc(box, `${customer(box)}/subscriptions/overage`, { method: 'PUT', body });
  if (put.status !== 200) throw new Error(`overage: ${put.text}`);
  return shown(await pc(box, `${customer(box)}/subscriptions/overage`));
}

/** Cancels an entitlement and brings it back, so that the next case can. */
async function cancel(box: TestSandbox): Promise<Sent> {
  const { at } = await entitlement(box);
  const sent = requestOf('azureentitlements.cancel-an-azure-subscription');
  const answer = await pc(box, `${at}/cancel`, { method: 'POST', body: sent });
  await later(box, 'PT15M');
  await pc(box, `${at}/reactivate`, { method: 'POST' });
  await later(box, 'PT15M');
  return { sent, answer };
}

/** A reservation, which has an artifact that can be read, and software, which has parts. */
async function entitlements(box: TestSandbox): Promise<Answered> {
  laid(box, 'DZH318Z0BQ3P:0038');
  laid(box, 'DG7GMGF0FKZV:0003');
  return pc(box, `${customer(box)}/entitlements`);
}

async function artifact(box: TestSandbox): Promise<Shown> {
  const { body } = await entitlements(box);
  const { items } = body as { readonly items: readonly { readonly entitledArtifacts: readonly unknown[] }[] };
  const [one] = items.flatMap(({ entitledArtifacts }) => entitledArtifacts);
  // The link says reservedinstance, the page's example the older word.
  return shown(await pc(box, textAt(one, 'link', 'uri').replace('/reservedinstance/', '/virtualmachinereservedinstance/')));
}

async function resolve(box: TestSandbox, name: string): Promise<Sent> {
  const { customerId, subscriptionId } = someone(box);
  const event = await act(box, 'microsoft.fraudEvent', { account: 'pc-1', customer: customerId, subscriptionId });
  const sent = { ...requestOf(name), EventIds: [textAt(event, 'id')] };
  return { sent, answer: await pc(box, `/fraudEvents/subscription/${subscriptionId}/status`, { method: 'POST', body: sent }) };
}

export const azureCases: readonly Case[] = [
  {
    sample: 'partner-center/subscriptions.get-subscription-registration-status.response.json',
    show: async (box) => shown(await pc(box, `${plan(box)}/registrationstatus`)),
  },
  { sample: 'partner-center/subscriptions.get-subscription-overage.response.json', show: overage },
  {
    sample: 'partner-center/azureentitlements.get-an-azure-entitlement-for-a-subscription.response.json',
    show: async (box) => shown(await pc(box, (await entitlement(box)).at)),
  },
  { sample: 'partner-center/azureentitlements.cancel-an-azure-subscription.request.json', show: (box) => reply(cancel(box)) },
  { sample: 'partner-center/azureentitlements.cancel-an-azure-subscription.response.json', show: (box) => answered(cancel(box)) },
  {
    sample: 'partner-center/entitlements.get-a-collection-of-entitlements.1.response.json',
    show: async (box) => shown(await entitlements(box)),
  },
  { sample: 'partner-center/entitlements.get-a-collection-of-entitlements.3.response.json', show: artifact },
  {
    sample: 'partner-center/fraudevents.update-fraud-events-status.1.request.json',
    show: (box) => reply(resolve(box, 'fraudevents.update-fraud-events-status.1')),
  },
  {
    sample: 'partner-center/fraudevents.update-fraud-events-status.3.request.json',
    show: (box) => reply(resolve(box, 'fraudevents.update-fraud-events-status.3')),
  },
  {
    sample: 'partner-center/fraudevents.update-fraud-events-status.response.json',
    show: (box) => answered(resolve(box, 'fraudevents.update-fraud-events-status.1')),
  },
];
