import type { Sold } from './fault-ground.ts';
import { answer, atOnce, type FaultTemplate, type OneSale } from './fault-template.ts';

const idOf = ({ one }: OneSale): string => one.subscription.id;
const anySale = (): boolean => true;
const named = ({ isNamed }: Sold): boolean => isNamed;
const skuOf = ({ one }: OneSale): string => `${one.subscription.productId}:${one.subscription.skuId}`;
const asSold = ({ one: { subscription } }: OneSale) => ({
  customer: subscription.customerId,
  term: subscription.term,
  cycle: subscription.billingCycle,
  through: subscription.distributorAccountId === undefined ? ('microsoft' as const) : ('distributor' as const),
});

/** Seats and lines that come apart because one book was told and the other was not. */
export const seatFaults: readonly FaultTemplate[] = [
  {
    on: 'sale',
    fits: named,
    plan: (on) =>
      atOnce({
        act: 'seats',
        subscription: idOf(on),
        add: on.random.int(1, 9),
        psa: 'never',
        expect: answer('quantity_mismatch_psa', 'seats_added_at_microsoft', 'certain'),
      }),
  },
  {
    on: 'sale',
    fits: (one) => !one.isNamed,
    plan: (on) =>
      atOnce({
        act: 'seats',
        subscription: idOf(on),
        add: on.random.int(1, 9),
        psa: 'never',
        expect: answer('quantity_mismatch_psa', 'seats_added_at_microsoft', 'likely'),
      }),
  },
  {
    on: 'sale',
    fits: named,
    plan: (on) =>
      atOnce({
        act: 'seats',
        subscription: idOf(on),
        add: -on.random.int(1, 2),
        force: true,
        psa: 'never',
        expect: answer('quantity_mismatch_psa', 'seats_reduced_at_microsoft', 'certain'),
      }),
  },
  {
    on: 'sale',
    fits: named,
    plan: (on) =>
      atOnce({
        act: 'psaLine',
        subscription: idOf(on),
        seats: on.one.subscription.quantity + on.random.pick([-3, -2, -1, 1, 2, 5]),
        expect: answer('quantity_mismatch_psa', 'line_edited', 'certain'),
      }),
  },
  {
    on: 'sale',
    fits: named,
    plan: (on) => {
      const add = on.random.int(3, 8);
      return atOnce({
        act: 'seats',
        subscription: idOf(on),
        add,
        psa: { seats: on.one.subscription.quantity + add - 1 },
        expect: answer('quantity_mismatch_psa', 'followed_with_another_number', 'likely'),
      });
    },
  },
  {
    on: 'sale',
    fits: named,
    plan: (on) => {
      const seats = on.random.int(5, 30);
      return atOnce({
        act: 'buy',
        ...asSold(on),
        sku: skuOf(on),
        seats,
        psa: { seats: seats - on.random.int(1, 4) },
        as: on.name,
        expect: answer('quantity_mismatch_psa', 'entered_with_another_number', 'likely'),
      });
    },
  },
  {
    on: 'sale',
    fits: named,
    plan: (on) =>
      atOnce({
        act: 'buy',
        ...asSold(on),
        sku: skuOf(on),
        seats: on.random.int(2, 25),
        psa: 'never',
        as: on.name,
        expect: answer('missing_in_psa', 'bought_outside_psa', 'likely'),
      }),
  },
  {
    on: 'sale',
    fits: named,
    plan: (on) =>
      atOnce({
        act: 'psaDelete',
        subscription: idOf(on),
        expect: answer('missing_in_psa', 'line_deleted', 'certain', { subscription: idOf(on) }),
      }),
  },
  {
    on: 'sale',
    fits: named,
    plan: (on) =>
      atOnce({
        act: 'psaLine',
        subscription: idOf(on),
        ends: on.world.today(),
        expect: answer('missing_in_psa', 'line_ended_early', 'certain'),
      }),
  },
  {
    on: 'sale',
    fits: anySale,
    plan: (on) =>
      atOnce({
        act: 'buy',
        ...asSold(on),
        sku: 'CFQ7TTC0QW7C:0001',
        term: 'P1Y',
        cycle: 'monthly',
        seats: on.random.int(2, 12),
        psa: 'never',
        as: on.name,
        expect: answer('unmapped_product', 'product_not_mapped', 'certain'),
      }),
  },
  {
    on: 'sale',
    fits: named,
    plan: (on) =>
      atOnce({
        act: 'cancel',
        subscription: idOf(on),
        force: true,
        psa: 'never',
        expect: answer('cancelled_still_billed_psa', 'cancelled_at_microsoft', 'certain'),
      }),
  },
];
