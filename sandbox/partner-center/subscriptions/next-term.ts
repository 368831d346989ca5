import type { NextTerm, Subscription } from '../../world/types.ts';
import type { World } from '../../world/world.ts';
import { dayOf } from '../dates.ts';
import { type Refusal, refuse, refuseWith } from '../errors.ts';
import { checkCycle } from './rules.ts';

/** What the next term may be: a product, SKU and price that exist, a quantity it takes, and an end that lines up. */
export function checkNextTerm(world: World, subscription: Subscription, next: NextTerm): NextTerm | Refusal {
  const { products, skus, availabilities } = world.tables;
  if (products.get(next.productId) === undefined) return refuseWith(404, 400013, "Product wasn't found");
  const sku = skus.get(`${next.productId}:${next.skuId}`);
  if (sku === undefined) return refuseWith(404, 400018, "SKU wasn't found");
  const cycle = checkCycle(next.billingCycle, next.term);
  if (cycle !== undefined) return cycle;
  const rows = availabilities.by('sku', sku.id).filter((row) => row.term === next.term && row.billingCycle === next.billingCycle);
  const row = rows.find((one) => one.currency === subscription.currency) ?? rows[0];
  if (row === undefined) return refuseWith(404, 400019, 'Availability not found.');
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
  const last = start.add(next.term).subtract({ days: 1 });
  const isMonthEnd = end.day === end.daysInMonth;
  const isOutside = Temporal.PlainDate.compare(end, start) < 0 || Temporal.PlainDate.compare(end, last) > 0;
  if (isOutside || (next.term === 'P1M' && end.day >= 28 && !isMonthEnd)) {
    return refuseWith(
      400,
      900245,
      'The custom term end date specified on the scheduled next term instructions must be within the first term duration after renewal.',
    );
  }
  const others = world.tables.subscriptions.by('relationship', `${subscription.accountId}:${subscription.customerId}`);
  const isAligned = others.some((other) => other.status === 'active' && !other.isTrial && dayOf(other.commitmentEndAt) === end.toString());
  if (isAligned || isMonthEnd) return undefined;
  return refuseWith(
    400,
    900246,
    'The custom term end date specified on the scheduled next term instructions does not match with the end date of any active non-trial OnlineServicesNCE subscription or align with the end of the calendar month.',
  );
}

function readDay(text: string): Temporal.PlainDate | undefined {
  try {
    return Temporal.PlainDate.from(text.slice(0, 10));
  } catch {
    return undefined;
  }
}
