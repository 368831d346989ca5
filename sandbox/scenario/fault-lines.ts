import { Decimal } from '../../src/lib/decimal.ts';
import { monthsOf } from '../world/estate/times.ts';
import type { Sold } from './fault-ground.ts';
import { answer, atOnce, type FaultTemplate, type OneSale } from './fault-template.ts';

const idOf = ({ one }: OneSale): string => one.subscription.id;
const named = ({ isNamed }: Sold): boolean => isNamed;
const atDistributor = ({ bought, isNamed }: Sold): boolean => bought !== undefined && isNamed;
const times = (amount: string, share: string): string => new Decimal(amount).times(share).toDecimalPlaces(2).toFixed(2);
const isOneYear = ({ subscription, isNamed }: Sold): boolean =>
  isNamed && subscription.term === 'P1Y' && subscription.billingCycle === 'monthly';

/** Lines that were entered, priced or counted wrongly. */
export const lineFaults: readonly FaultTemplate[] = [
  {
    on: 'sale',
    fits: named,
    plan: (on) => atOnce({ act: 'psaCopy', subscription: idOf(on), expect: answer('duplicate_psa', 'entered_twice', 'certain') }),
  },
  {
    on: 'sale',
    fits: isOneYear,
    plan: (on) =>
      atOnce({
        act: 'buy',
        customer: on.one.subscription.customerId,
        sku: `${on.one.subscription.productId}:${on.one.subscription.skuId}`,
        seats: on.random.int(2, 20),
        through: on.one.bought === undefined ? 'microsoft' : 'distributor',
        psa: { term: 'P1M' },
        as: on.name,
        expect: answer('wrong_term_psa', 'wrong_service_chosen', 'certain'),
      }),
  },
  {
    on: 'sale',
    fits: ({ subscription, isNamed }) => isNamed && subscription.term === 'P1M',
    plan: (on) =>
      atOnce({
        act: 'do',
        action: 'portal.term',
        with: { subscriptionId: idOf(on), term: 'P1Y', billingCycle: 'monthly' },
        expect: answer('wrong_term_psa', 'term_changed_at_microsoft', 'certain', { subscription: idOf(on) }),
      }),
  },
  {
    on: 'sale',
    fits: named,
    plan: (on) =>
      atOnce({
        act: 'psaLine',
        subscription: idOf(on),
        price: times(on.one.line.unitCost, on.random.pick(['0.5', '0.75', '0.9'])),
        expect: answer('price_below_cost', 'discount_typed_in', 'certain'),
      }),
  },
  {
    on: 'sale',
    fits: atDistributor,
    plan: (on) =>
      atOnce({
        act: 'atDistributor',
        subscription: idOf(on),
        cost: times(on.one.line.unitPrice, String(1.2 * monthsOf(on.one.subscription.billingCycle))),
        expect: answer('price_below_cost', 'distributor_cost_rose', 'likely'),
      }),
  },
  {
    on: 'sale',
    fits: atDistributor,
    plan: (on) =>
      atOnce({
        act: 'atDistributor',
        subscription: idOf(on),
        cost: times(on.one.bought?.partnerCost ?? '0', '1.05'),
        expect: answer('price_mismatch_distributor', 'distributor_cost_changed', 'likely'),
      }),
  },
  {
    on: 'sale',
    fits: atDistributor,
    plan: (on) =>
      atOnce({
        act: 'psaLine',
        subscription: idOf(on),
        cost: times(on.one.line.unitCost, '0.9'),
        expect: answer('price_mismatch_distributor', 'noted_cost_edited', 'certain'),
      }),
  },
];
