import type { Sold } from './fault-ground.ts';
import { answer, atOnce, type FaultTemplate, type OneSale } from './fault-template.ts';

const idOf = ({ one }: OneSale): string => one.subscription.id;
const renewing = ({ subscription, isNamed }: Sold): boolean => isNamed && subscription.autoRenew;
const mayShrink = (one: Sold): boolean => renewing(one) && one.subscription.quantity >= 6;

/** What the end of a term brings that nobody wanted. */
export const termFaults: readonly FaultTemplate[] = [
  {
    on: 'sale',
    fits: renewing,
    plan: (on) =>
      atOnce({
        act: 'autoRenew',
        subscription: idOf(on),
        on: false,
        expect: answer('auto_renew_trap', 'auto_renew_turned_off', 'certain'),
      }),
  },
  {
    on: 'sale',
    ending: true,
    fits: renewing,
    plan: (on) =>
      atOnce({
        act: 'autoRenew',
        subscription: idOf(on),
        on: false,
        expect: answer('extended_term_charged', 'went_into_extended_term', 'likely'),
      }),
  },
  {
    on: 'sale',
    fits: mayShrink,
    plan: (on) => ({
      before: [{ act: 'nextTerm', subscription: idOf(on), seats: on.one.subscription.quantity - on.random.int(2, 3) }],
      after: [{ act: 'seats', subscription: idOf(on), add: 1, expect: answer('scheduled_change_lost', 'immediate_change', 'likely') }],
    }),
  },
  {
    on: 'sale',
    ending: true,
    fits: mayShrink,
    plan: (on) => ({
      before: [{ act: 'nextTerm', subscription: idOf(on), seats: on.one.subscription.quantity - on.random.int(2, 3) }],
      after: [{ act: 'seats', subscription: idOf(on), add: 1, expect: answer('seat_decrease_lost', 'immediate_change', 'likely') }],
    }),
  },
];
