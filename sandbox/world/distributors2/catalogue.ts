import type { Availability, BillingCycle, Sku, Term } from '../types.ts';
import type { World } from '../world.ts';

const terms: ReadonlySet<string> = new Set<Term>(['P1M', 'P1Y', 'P3Y']);
const cycles: ReadonlySet<string> = new Set<BillingCycle>(['monthly', 'annual', 'triennial']);

/** A seat plan as a distributor sells it. */
export type SeatPlan = { readonly sku: Sku; readonly availability: Availability };

/** The plans of a SKU, one for each term and billing cycle, for companies in the partner's market. */
export function plansOfSku(world: World, sku: Sku): readonly SeatPlan[] {
  const found = new Map<string, SeatPlan>();
  for (const availability of world.tables.availabilities.by('sku', sku.id)) {
    const key = `${availability.term}/${availability.billingCycle}`;
    const isSold = availability.segment === 'commercial' && availability.country === 'US' && availability.currency === 'USD';
    if (isSold && terms.has(availability.term) && cycles.has(availability.billingCycle) && !found.has(key))
      found.set(key, { sku, availability });
  }
  return [...found.values()];
}

/** The plan of a SKU by term and billing cycle; undefined when it is not sold in that form. */
export function seatPlan(world: World, skuKey: string, term: string, billingCycle: string): SeatPlan | undefined {
  const sku = world.tables.skus.get(skuKey);
  return sku === undefined
    ? undefined
    : plansOfSku(world, sku).find(({ availability }) => availability.term === term && availability.billingCycle === billingCycle);
}

/** Every SKU that is sold in seats, in the order of the catalogue. */
export const seatSkus = (world: World): readonly Sku[] =>
  world.tables.skus.all().filter((sku) => !sku.isTrial && plansOfSku(world, sku).length > 0);
