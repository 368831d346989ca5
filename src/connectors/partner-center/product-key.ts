import { type Reading, read, unreadable } from '../../lib/sift.ts';
import type { ProductKey } from '../../model/subscription.ts';
import { BillingFrequency, Term } from '../../model/term.ts';
import type { WireSubscription } from './schema.ts';

/** Partner Center's billing cycles in our words. Usage and trials have none. */
const frequencies: Readonly<Record<string, BillingFrequency>> = {
  none: 'none',
  monthly: 'monthly',
  annual: 'annual',
  biennial: 'biennial',
  triennial: 'triennial',
  onetime: 'oneTime',
  one_time: 'oneTime',
};

/** `CFQ7TTC0LH18:0001:CFQ7TTC0K971`: product, SKU, availability. */
const catalogItem = /^([A-Z0-9]{12}):([A-Z0-9]{4})(?::[A-Z0-9]+)?$/i;
/** `/products/CFQ7TTC0LH18/skus/0001?country=US` */
const skuLink = /\/products\/([A-Z0-9]{12})\/skus\/([A-Z0-9]{4})(?:[/?]|$)/i;

/** What is sold: new commerce by product and SKU, older offers by their offer id alone. A term or cycle that we do not know is never guessed: prices depend on it. */
export function readProductKey(wire: WireSubscription): Reading<ProductKey> {
  const term = Term.safeParse(wire.termDuration?.toUpperCase() ?? 'none');
  if (!term.success) return unreadable(`termDuration: is not a term we know: ${wire.termDuration ?? ''}`);
  const frequency = BillingFrequency.safeParse(frequencies[wire.billingCycle?.toLowerCase() ?? 'none']);
  if (!frequency.success) return unreadable(`billingCycle: is not a billing frequency we know: ${wire.billingCycle ?? ''}`);
  return read({ ...productOf(wire), term: term.data, frequency: frequency.data });
}

function productOf(wire: WireSubscription): { productId: string; skuId: string } {
  const found = catalogItem.exec(wire.offerId ?? '') ?? skuLink.exec(wire.links?.sku?.uri ?? '');
  return { productId: (found?.[1] ?? wire.offerId ?? '').toUpperCase(), skuId: found?.[2]?.toUpperCase() ?? '' };
}
