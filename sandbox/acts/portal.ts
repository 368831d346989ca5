import { isRefusal } from '../partner-center/errors.ts';
import { carryOut } from '../partner-center/subscriptions/carry-out.ts';
import { changed } from '../partner-center/subscriptions/change.ts';
import { type By, keep } from '../partner-center/subscriptions/keep.ts';
import type { Asked } from '../partner-center/subscriptions/rules.ts';
import type { NextTerm, Subscription } from '../world/types.ts';
import type { World } from '../world/world.ts';
import { type Act, type Acted, flagIn, textIn, wholeIn } from './act.ts';
import { cycleIn, termIn } from './portal-input.ts';
import { layLegacy } from './portal-legacy.ts';
import { upgrade } from './portal-upgrade.ts';

/** Somebody at the partner works in Partner Center's portal. Same rules as the API; `force` skips them (windows, states). */
const change =
  (
    wanted: (subscription: Subscription, input: Readonly<Record<string, unknown>>) => Partial<Asked> | undefined,
    forced: (subscription: Subscription, asked: Asked, now: string) => Subscription,
  ): Act =>
  (world, input) => {
    const subscription = world.tables.subscriptions.get((textIn(input, 'subscriptionId') ?? '').toLowerCase());
    if (subscription === undefined) return { refused: 'unknown subscriptionId' };
    const partial = wanted(subscription, input);
    if (partial === undefined) return { refused: 'a member is missing: see sandbox/README.md' };
    const asked: Asked = { ...present(subscription), ...partial };
    const after = flagIn(input, 'force') === true ? forced(subscription, asked, world.now()) : changed(world, subscription, asked);
    if (isRefusal(after)) return { refused: `${String(after.code)}: ${after.description}` };
    return kept(world, subscription, after, flagIn(input, 'distributor') !== false);
  };

function kept(world: World, before: Subscription, after: Subscription, distributorFollows: boolean): Acted {
  const account = world.tables.partnerAccounts.get(before.accountId);
  const by: By = {
    actor: { kind: 'user', name: account?.users[0]?.userPrincipalName ?? 'portal' },
    cause: 'portal',
    about: { accountId: before.accountId },
  };
  return { done: distributorFollows ? carryOut(world, before, after, by) : keep(world, before, after, by) };
}

/** The subscription as it stands, so that nothing is reset by what a person did not touch. */
const present = (subscription: Subscription): Asked => ({
  friendlyName: subscription.friendlyName,
  quantity: subscription.quantity,
  status: subscription.status,
  autoRenew: subscription.autoRenew,
  billingCycle: subscription.billingCycle,
  term: subscription.term,
  nextTerm: subscription.nextTerm,
  nextBillingCycle: subscription.nextBillingCycle,
  atTermEnd: subscription.atTermEnd,
});

const endOf = (text: string | undefined): Partial<Asked> | undefined => {
  switch (text) {
    case 'renew':
      return { autoRenew: true, atTermEnd: undefined };
    case 'cancel':
    case 'extend':
      return { autoRenew: false, atTermEnd: text };
    default:
      return undefined;
  }
};

/** What is not said stays as it is now, and a scheduled quantity is the present one. */
function nextTermOf(subscription: Subscription, input: Readonly<Record<string, unknown>>): NextTerm {
  const [productId = subscription.productId, skuId = subscription.skuId] = textIn(input, 'sku')?.split(':') ?? [];
  const end = textIn(input, 'customTermEndDate');
  return {
    productId,
    skuId,
    availabilityId: '',
    term: termIn(textIn(input, 'term')) ?? subscription.term,
    billingCycle: cycleIn(textIn(input, 'billingCycle')) ?? subscription.billingCycle,
    quantity: wholeIn(input, 'quantity') ?? subscription.quantity,
    ...(end === undefined ? {} : { customTermEndDate: end }),
  };
}

const asStatus =
  (status: Subscription['status']) =>
  (subscription: Subscription, _asked: Asked, now: string): Subscription => ({
    ...subscription,
    status,
    ...(status === 'deleted' ? { cancelledAt: now, autoRenew: false } : {}),
    ...(status === 'suspended' ? { suspendedAt: now, autoRenew: false } : {}),
  });

const named = (subscription: Subscription, asked: Asked): Subscription => ({
  ...subscription,
  friendlyName: asked.friendlyName ?? subscription.friendlyName,
  autoRenew: asked.autoRenew ?? subscription.autoRenew,
});

export const portalActs: Readonly<Record<string, Act>> = {
  /** {subscriptionId, quantity, distributor?: false, force?} */
  'portal.seats': change(
    (_subscription, input) => {
      const quantity = wholeIn(input, 'quantity');
      return quantity === undefined ? undefined : { quantity };
    },
    (subscription, asked, now) => {
      const quantity = asked.quantity ?? subscription.quantity;
      return { ...subscription, quantity, seatBatches: [{ quantity, addedAt: now, refundableUntil: now }] };
    },
  ),
  /** {subscriptionId, force?} */
  'portal.cancel': change(() => ({ status: 'deleted' }), asStatus('deleted')),
  'portal.suspend': change(() => ({ status: 'suspended' }), asStatus('suspended')),
  'portal.reactivate': change(() => ({ status: 'active' }), asStatus('active')),
  /** {subscriptionId, autoRenew} */
  'portal.autoRenew': change((_subscription, input) => {
    const autoRenew = flagIn(input, 'autoRenew');
    return autoRenew === undefined ? undefined : { autoRenew };
  }, named),
  /** {subscriptionId, name} */
  'portal.rename': change((_subscription, input) => {
    const friendlyName = textIn(input, 'name');
    return friendlyName === undefined ? undefined : { friendlyName };
  }, named),
  /** {subscriptionId, end: renew, cancel or extend}: what the end of the term is to bring */
  'portal.atTermEnd': change((_subscription, input) => endOf(textIn(input, 'end')), named),
  /** {subscriptionId, sku?, term?, billingCycle?, quantity?, customTermEndDate?}: what the next term is to be */
  'portal.nextTerm': change((subscription, input) => ({ autoRenew: true, nextTerm: nextTermOf(subscription, input) }), named),
  /** {subscriptionId, billingCycle}: from the next charge on */
  'portal.billingCycle': change((_subscription, input) => {
    const billingCycle = cycleIn(textIn(input, 'billingCycle'));
    return billingCycle === undefined ? undefined : { billingCycle };
  }, named),
  /** {subscriptionId, term, billingCycle?}: a longer term from now on */
  'portal.term': change((_subscription, input) => {
    const term = termIn(textIn(input, 'term'));
    const billingCycle = cycleIn(textIn(input, 'billingCycle'));
    return term === undefined ? undefined : { term, ...(billingCycle === undefined ? {} : { billingCycle }) };
  }, named),
  /** {subscriptionId, sku, quantity?, into?: another subscription, term?, billingCycle?} */
  'portal.upgrade': upgrade,
  'portal.layLegacy': layLegacy,
};
