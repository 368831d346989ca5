import { type Body, textOf } from '../../sent-body.ts';
import { change, type Outcome } from '../../world/distributors2/at-microsoft.ts';
import type { SeatPlan } from '../../world/distributors2/catalogue.ts';
import type { IngramItem, IngramOrderLine, Term } from '../../world/types.ts';
import type { World } from '../../world/world.ts';
import { allPlans, numbersOf } from '../catalogue.ts';
import { cycleOf, termOf } from '../wire.ts';

// A change order whose line names another product (`newMPN` or `newId`): an upgrade, or the same product over other periods.

export type Becomes = NonNullable<IngramOrderLine['becomes']>;

/** What a line is to become, over the present periods unless others are named; '' when it is to stay what it is, undefined when nothing is sold like that. */
export function becomesOf(world: World, sent: Body, order: Body, now: Omit<Becomes, 'skuKey'>): Becomes | '' | undefined {
  const [id, mpn] = [textOf(sent['newId']) || textOf(sent['newProductId']), textOf(sent['newMPN']).toUpperCase()];
  if (id === '' && mpn === '') return '';
  const term = termOf(sent['subscriptionPeriod']) ?? termOf(order['subscriptionPeriod']);
  const cycle = cycleOf(sent['billingPeriod']);
  const fits = (plan: SeatPlan): boolean =>
    (id === '' || numbersOf(plan).productId === id) &&
    (mpn === '' || plan.sku.id === mpn) &&
    (term === undefined || plan.availability.term === term) &&
    (cycle === undefined || plan.availability.billingCycle === cycle);
  const isAsNow = ({ availability }: SeatPlan): boolean => availability.term === now.term && availability.billingCycle === now.billingCycle;
  const sold = allPlans(world).filter(fits);
  const plan = sold.find(isAsNow) ?? sold[0];
  return plan === undefined
    ? undefined
    : { skuKey: plan.sku.id, term: plan.availability.term, billingCycle: plan.availability.billingCycle };
}

/** How the order stood: its term, and whether it waits for the renewal. */
type Asked = { readonly term: Term; readonly atRenewal: boolean };

/** At Microsoft: at the renewal when the order says so, else now. */
export function become(world: World, item: IngramItem, { skuKey: sku, term, billingCycle }: Becomes, asked: Asked): Outcome {
  const id = item.vendorSubscriptionId;
  if (asked.atRenewal) return change(world, id, 'portal.nextTerm', { sku, term, billingCycle, quantity: item.quantity });
  if (sku !== item.mpn) return change(world, id, 'portal.upgrade', { sku, term, billingCycle, quantity: item.quantity });
  return term === asked.term
    ? change(world, id, 'portal.billingCycle', { billingCycle })
    : change(world, id, 'portal.term', { term, billingCycle });
}
