import { Decimal } from '../../../src/lib/decimal.ts';
import { must } from '../../../src/lib/must.ts';
import { perCycle } from './catalogue.ts';
import type { Planting } from './planting.ts';
import type { Sale } from './subscriptions.ts';
import { monthsOf } from './times.ts';

/** What the distributor has wrong. */
export function plantDistributor(planting: Planting): void {
  quantityDiffers(
    planting,
    planting.take(({ subscription, customer }) => customer.viaDistributor && subscription.quantity >= 3),
  );
  costDiffers(
    planting,
    planting.take(({ subscription, customer }) => customer.viaDistributor && subscription.quantity >= 3),
  );
}

function quantityDiffers(planting: Planting, sale: Sale): void {
  const { books } = planting;
  const { subscription, plan } = sale;
  const bought = must(books.bought.get(subscription.id), 'distributor subscription');
  books.bought.set(subscription.id, { ...bought, quantity: bought.quantity + 2 });
  planting.note(sale, {
    kind: 'quantity_mismatch_distributor',
    story: 'The distributor still counts two seats that were given back at Microsoft.',
    expected: String(subscription.quantity),
    actual: String(bought.quantity + 2),
    impact: new Decimal(plan.monthly.distributor).times(2),
  });
}

function costDiffers(planting: Planting, sale: Sale): void {
  const { books } = planting;
  const { subscription, plan } = sale;
  const bought = must(books.bought.get(subscription.id), 'distributor subscription');
  const dearer = new Decimal(plan.monthly.distributor).times('1.08').toDecimalPlaces(2, Decimal.ROUND_UP);
  const cost = perCycle(dearer.toFixed(2), subscription.billingCycle);
  books.bought.set(subscription.id, { ...bought, partnerCost: cost });
  planting.note(sale, {
    kind: 'price_mismatch_distributor',
    story: 'The distributor charges 8 % more than its own price list and than the PSA has as cost.',
    expected: bought.partnerCost,
    actual: cost,
    impact: new Decimal(cost).minus(bought.partnerCost).div(monthsOf(subscription.billingCycle)).times(subscription.quantity),
  });
}
