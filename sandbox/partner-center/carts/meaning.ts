import { priceAt } from '../../world/prices/price-at.ts';
import { autoPromotion, discountOf, problemsOf, promotionOf, reduced } from '../../world/prices/promotions.ts';
import type { CartLine, Customer } from '../../world/types.ts';
import type { World } from '../../world/world.ts';
import { cycleOf, findItem, type Item, idsOf, termOf } from '../catalogue/find.ts';
import { isRefusal, type Refusal } from '../errors.ts';
import { findOffer, type Offer } from '../offers/shelf.ts';

/** What a line is about: a catalogue item, or an offer of the old commerce. */
export type Meaning = { readonly kind: 'item'; readonly item: Item } | { readonly kind: 'offer'; readonly offer: Offer };

/** Nothing when no id is in it; a refusal when the catalogue has no such item now. */
export function meaningOf(world: World, customer: Customer, catalogItemId: string): Meaning | Refusal | undefined {
  const offer = findOffer(catalogItemId);
  if (offer !== undefined) return { kind: 'offer', offer };
  const ids = idsOf(catalogItemId);
  if (ids === undefined) return undefined;
  const item = findItem(world, ids, customer.country);
  return isRefusal(item) ? item : { kind: 'item', item };
}

export const isLegacy = (meaning: Meaning): meaning is Extract<Meaning, { kind: 'offer' }> => meaning.kind === 'offer';

/** Who buys from whom. */
export type Buyer = { readonly accountId: string; readonly customer: Customer };

/** What a line costs: for one unit and one billing cycle on the list and after the promotion. */
export type LinePrice = { readonly listPrice: string; readonly price: string; readonly promotionId: string | undefined };

/** A promotion that was named, or the one that applies by itself; none when the customer does not get it. */
export function promotionFor(world: World, { accountId, customer }: Buyer, { item }: { item: Item }, line: CartLine): string | undefined {
  const wish = {
    accountId,
    customerId: customer.id,
    skuKey: item.sku.id,
    term: termOf(item.sku, item.sale),
    billingCycle: cycleOf(item.sku, item.sale),
    quantity: line.quantity,
    at: world.now(),
  };
  if (line.promotionId === undefined) return autoPromotion(world, wish)?.id;
  const named = promotionOf(world, line.promotionId);
  return named === undefined || problemsOf(world, named, wish).length > 0 ? undefined : named.id;
}

export function linePrice(world: World, buyer: Buyer, meaning: Meaning, line: CartLine): LinePrice {
  if (isLegacy(meaning)) {
    const price = line.billingCycle === 'annual' ? times(meaning.offer.price, 12) : meaning.offer.price;
    return { listPrice: price, price, promotionId: undefined };
  }
  const { unitPrice } = priceAt(world, meaning.item.sale, world.now(), buyer.customer.country);
  const promotionId = promotionFor(world, buyer, meaning, line);
  return { listPrice: unitPrice, price: reduced(unitPrice, discountOf(world, promotionId)), promotionId };
}

const times = (amount: string, count: number): string => (Number(amount) === 0 ? amount : multiplied(amount, count));

/** Cents times months: exact in whole numbers. */
function multiplied(amount: string, count: number): string {
  const cents = BigInt(amount.replace('.', '')) * BigInt(count);
  const text = cents.toString().padStart(3, '0');
  return `${text.slice(0, -2)}.${text.slice(-2)}`;
}
