import { Decimal } from '../../../src/lib/decimal.ts';
import { must } from '../../../src/lib/must.ts';
import { perCycle } from './catalogue.ts';
import type { Planting } from './planting.ts';
import type { PlantOf } from './sample-file.ts';
import type { Sale } from './subscriptions.ts';
import { monthsOf } from './times.ts';

/** What the distributor has wrong. */
export function plantDistributor(planting: Planting, plant: PlantOf<'distributorSeats' | 'distributorCost'>, sale: Sale): void {
  if (plant.plant === 'distributorSeats') quantityDiffers(planting, sale, plant);
  else costDiffers(planting, sale, plant);
}

function quantityDiffers(planting: Planting, sale: Sale, { seats, expect }: PlantOf<'distributorSeats'>): void {
  const { books } = planting;
  const { subscription, plan } = sale;
  const bought = must(books.bought.get(subscription.id), 'distributor subscription');
  books.bought.set(subscription.id, { ...bought, quantity: bought.quantity + seats });
  planting.note(sale, {
    kind: expect.kind,
    story: expect.story,
    expected: String(subscription.quantity),
    actual: String(bought.quantity + seats),
    impact: new Decimal(plan.monthly.distributor).times(seats),
  });
}

function costDiffers(planting: Planting, sale: Sale, { share, expect }: PlantOf<'distributorCost'>): void {
  const { books } = planting;
  const { subscription, plan } = sale;
  const bought = must(books.bought.get(subscription.id), 'distributor subscription');
  const dearer = new Decimal(plan.monthly.distributor).times(share).toDecimalPlaces(2, Decimal.ROUND_UP);
  const cost = perCycle(dearer.toFixed(2), subscription.billingCycle);
  books.bought.set(subscription.id, { ...bought, partnerCost: cost });
  planting.note(sale, {
    kind: expect.kind,
    story: expect.story,
    expected: bought.partnerCost,
    actual: cost,
    impact: new Decimal(cost).minus(bought.partnerCost).div(monthsOf(subscription.billingCycle)).times(subscription.quantity),
  });
}
