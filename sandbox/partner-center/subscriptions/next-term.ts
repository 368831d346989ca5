import { planOf } from '../../world/terms-renew.ts';
import type { NextTerm, Subscription } from '../../world/types.ts';
import type { World } from '../../world/world.ts';
import { dayOf } from '../dates.ts';
import { type Refusal, refuse } from '../errors.ts';
import { no } from './codes.ts';
import { misfitOf, readDay } from './custom-ends.ts';
import { checkCycle } from './rules.ts';

/** What the next term may be: a product, SKU and price that exist, a quantity it takes, and an end that lines up. */
export function checkNextTerm(world: World, subscription: Subscription, next: NextTerm): NextTerm | Refusal {
  const { products, skus } = world.tables;
  if (subscription.legacy !== undefined) return no(900263);
  if (products.get(next.productId) === undefined) return no(400013);
  const sku = skus.get(`${next.productId}:${next.skuId}`);
  if (sku === undefined) return no(400018);
  const cycle = checkCycle(next.billingCycle, next.term);
  if (cycle !== undefined) return cycle;
  const row = planOf(world, { ...next, currency: subscription.currency });
  if (row === undefined) return no(400019);
  if (next.quantity < Math.max(1, sku.minimumQuantity) || next.quantity > sku.maximumQuantity) return refuse(2002);
  const end = next.customTermEndDate === undefined ? undefined : checkEnd(world, subscription, next, next.customTermEndDate);
  return end ?? { ...next, availabilityId: row.availabilityId };
}

/** A chosen end lies inside the first term after renewal and is a month's last day or the end of another subscription. */
function checkEnd(world: World, subscription: Subscription, next: NextTerm, text: string): Refusal | undefined {
  const product = world.tables.products.get(next.productId);
  if (product !== undefined && product.productType !== 'OnlineServicesNCE') return refuse(900244);
  const end = readDay(text);
  if (end === undefined) return refuse(800002);
  const start = Temporal.PlainDate.from(dayOf(subscription.commitmentEndAt)).add({ days: 1 });
  const { accountId, customerId, id } = subscription;
  const misfit = misfitOf(world, { accountId, customerId, start, term: next.term, exceptId: id }, end);
  if (misfit === 'outside') return no(900245);
  return misfit === undefined ? undefined : no(900246);
}
