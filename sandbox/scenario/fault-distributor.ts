import type { Sold } from './fault-ground.ts';
import { answer, atOnce, type FaultTemplate, type OneSale } from './fault-template.ts';

const idOf = ({ one }: OneSale): string => one.subscription.id;
const atDistributor = ({ bought, isNamed }: Sold): boolean => bought !== undefined && isNamed;

/** What the distributor has otherwise than Microsoft. */
export const distributorFaults: readonly FaultTemplate[] = [
  {
    on: 'sale',
    fits: atDistributor,
    plan: (on) =>
      atOnce({
        act: 'seats',
        subscription: idOf(on),
        add: on.random.int(1, 6),
        distributor: 'never',
        expect: answer('quantity_mismatch_distributor', 'distributor_late', 'likely'),
      }),
  },
  {
    on: 'sale',
    fits: atDistributor,
    plan: (on) =>
      atOnce({
        act: 'atDistributor',
        subscription: idOf(on),
        seats: on.one.subscription.quantity + on.random.int(1, 4),
        expect: answer('quantity_mismatch_distributor', 'distributor_edited', 'likely'),
      }),
  },
  {
    on: 'sale',
    fits: atDistributor,
    plan: (on) =>
      atOnce({
        act: 'buy',
        customer: on.one.subscription.customerId,
        sku: `${on.one.subscription.productId}:${on.one.subscription.skuId}`,
        seats: on.random.int(2, 15),
        through: 'distributor',
        distributor: 'never',
        as: on.name,
        expect: answer('missing_in_distributor', 'not_ordered_there', 'likely'),
      }),
  },
  {
    on: 'sale',
    fits: atDistributor,
    plan: (on) =>
      atOnce({
        act: 'cancel',
        subscription: idOf(on),
        force: true,
        distributor: 'never',
        expect: answer('cancelled_still_billed_distributor', 'not_cancelled_there', 'certain'),
      }),
  },
  {
    on: 'sale',
    fits: ({ subscription, ...one }) => atDistributor({ subscription, ...one }) && subscription.term === 'P1M',
    plan: (on) =>
      atOnce(
        { act: 'do', action: 'portal.term', with: { subscriptionId: idOf(on), term: 'P1Y', billingCycle: 'monthly', distributor: false } },
        {
          act: 'autoRenew',
          note: 'The office brings its line in step.',
          subscription: idOf(on),
          on: true,
          distributor: 'never',
          expect: answer('wrong_term_distributor', 'term_changed_at_microsoft', 'certain'),
        },
      ),
  },
];
