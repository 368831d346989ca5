import { isRefusal } from '../partner-center/errors.ts';
import { changed } from '../partner-center/subscriptions/change.ts';
import { keep } from '../partner-center/subscriptions/keep.ts';
import type { Asked } from '../partner-center/subscriptions/rules.ts';
import type { Subscription } from '../world/types.ts';
import type { World } from '../world/world.ts';
import { type Act, type Acted, flagIn, textIn, wholeIn } from './act.ts';
import { follow } from './follow.ts';

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
  const done = keep(world, before, after, {
    actor: { kind: 'user', name: account?.users[0]?.userPrincipalName ?? 'portal' },
    cause: 'portal',
    about: { accountId: before.accountId },
  });
  if (distributorFollows) follow(world, done);
  return { done };
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
});

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
};
