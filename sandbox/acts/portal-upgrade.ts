import { isRefusal } from '../partner-center/errors.ts';
import { transition } from '../partner-center/subscriptions/transition.ts';
import { type Act, textIn, wholeIn } from './act.ts';
import { cycleIn, termIn } from './portal-input.ts';

/** An upgrade, with everything that is left out as the subscription has it. */
export const upgrade: Act = (world, input) => {
  const subscription = world.tables.subscriptions.get((textIn(input, 'subscriptionId') ?? '').toLowerCase());
  if (subscription === undefined) return { refused: 'unknown subscriptionId' };
  const toCatalogItemId = textIn(input, 'sku') ?? '';
  const account = world.tables.partnerAccounts.get(subscription.accountId);
  const done = transition(
    world,
    subscription,
    {
      toCatalogItemId,
      toSubscriptionId: textIn(input, 'into'),
      quantity: wholeIn(input, 'quantity') ?? subscription.quantity,
      term: termIn(textIn(input, 'term')),
      billingCycle: cycleIn(textIn(input, 'billingCycle')),
      transitionType: 'transition_with_license_transfer',
    },
    {
      actor: { kind: 'user', name: account?.users[0]?.userPrincipalName ?? 'portal' },
      cause: 'portal',
      about: { accountId: subscription.accountId },
    },
  );
  return isRefusal(done) ? { refused: `${String(done.code)}: ${done.description}` } : { done };
};
