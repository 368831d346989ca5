import type { CartLine, CartLineError, Subscription } from '../../world/types.ts';
import type { World } from '../../world/world.ts';
import { findOffer, type Offer } from '../offers/shelf.ts';
import { problem } from './line-errors.ts';
import type { Buyer } from './meaning.ts';

/** The subscription of the old commerce that an add-on belongs to, if this customer has it from this partner. */
export function parentOf(world: World, { accountId, customer }: Buyer, id: string | undefined, offer: Offer): Subscription | undefined {
  const row = world.tables.subscriptions.get((id ?? '').toLowerCase());
  if (row?.accountId !== accountId || row.customerId !== customer.id || row.status !== 'active') return undefined;
  return row.legacy !== undefined && offer.prerequisites.includes(row.legacy.offerId.toUpperCase()) ? row : undefined;
}

/** The first thing that is wrong with a line about an offer of the old commerce. */
export function offerProblem(world: World, buyer: Buyer, offer: Offer, line: CartLine): CartLineError | undefined {
  if (line.quantity < 1) return problem(10010);
  if (line.quantity > offer.maximum) return problem(10015, { availableQuantity: offer.maximum });
  if (line.billingCycle !== 'monthly' && line.billingCycle !== 'annual')
    return problem(10010, { description: 'The billing cycle is not valid for this item.' });
  if (offer.isAddOn && parentOf(world, buyer, line.provisioningContext?.['parentSubscriptionId'], offer) === undefined)
    return problem(400041);
  return (line.addonItems ?? []).map((addon) => addonProblem(offer, addon)).find((wrong) => wrong !== undefined);
}

function addonProblem(offer: Offer, addon: CartLine): CartLineError | undefined {
  const one = findOffer(addon.catalogItemId);
  if (one === undefined) return problem(10001);
  if (!one.isAddOn || !one.prerequisites.includes(offer.id)) return problem(400041);
  return addon.quantity < 1 || addon.quantity > one.maximum ? problem(10010) : undefined;
}
