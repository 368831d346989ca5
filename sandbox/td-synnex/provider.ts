import type { SeatPlan } from '../world/distributors2/catalogue.ts';
import { plansOfSku, seatPlan, seatSkus } from '../world/distributors2/catalogue.ts';
import type { BillingCycle, Product, Sku, Term } from '../world/types.ts';
import type { World } from '../world/world.ts';

/** Microsoft as Ion's provider. Its error texts call it AZURE. */
export const microsoft = { id: '1', displayName: 'Microsoft CSP', shortName: 'AZURE', provider: 'AZURE' } as const;

/** Microsoft's seats are under this resource type (unverified). */
export const resourceType = 'AZURE::Subscription';

// Ion's own catalogue ids are made from Microsoft's, so that the same plan has the same id in every world.
export const productIdOf = (productId: string): string => `MSFT-${productId}`;
export const skuIdOf = (skuKey: string): string => `MSFT-${skuKey.replace(':', '-')}`;
export const planIdOf = (skuKey: string, term: Term, cycle: BillingCycle): string => `${skuIdOf(skuKey)}-${term}-${cycleLetter[cycle]}`;

const cycleLetter: Readonly<Record<BillingCycle, string>> = { monthly: 'M', annual: 'Y', triennial: 'T' };

/** Product, SKU, term and billing cycle: `CFQ7TTC0LDPB:0001:P1Y:M`. */
export const partNumberOf = (skuKey: string, term: Term, cycle: BillingCycle): string => `${skuKey}:${term}:${cycleLetter[cycle]}`;

export const planTitle = ({ sku, availability }: SeatPlan): string =>
  `${sku.title} (${availability.term}, billed ${availability.billingCycle})`;

/** A product of Microsoft with what is sold of it. */
export type IonProduct = { readonly id: string; readonly product: Product; readonly skus: readonly Sku[] };

export function productsOf(world: World): readonly IonProduct[] {
  const byProduct = new Map<string, Sku[]>();
  for (const sku of seatSkus(world)) byProduct.set(sku.productId, [...(byProduct.get(sku.productId) ?? []), sku]);
  return [...byProduct].flatMap(([productId, skus]) => {
    const product = world.tables.products.get(productId);
    return product === undefined ? [] : [{ id: productIdOf(productId), product, skus }];
  });
}

/** The plan behind Ion's ids; undefined when one of them does not fit the others. */
export function planByIds(world: World, productId: string, skuId: string, planId: string): SeatPlan | undefined {
  const found = /^MSFT-([^-]+)-([^-]+)-(P\d+[MY])-([MYT])$/.exec(planId);
  if (found === null) return undefined;
  const [, product = '', sku = '', term = '', letter = ''] = found;
  const skuKey = `${product}:${sku}`;
  if (productId !== productIdOf(product) || skuId !== skuIdOf(skuKey)) return undefined;
  const cycle = Object.entries(cycleLetter).find(([, one]) => one === letter)?.[0] ?? '';
  return seatPlan(world, skuKey, term, cycle);
}

/** The plan behind a part number, or behind a plan's id alone. */
export function planByText(world: World, text: string): SeatPlan | undefined {
  for (const sku of seatSkus(world)) {
    for (const plan of plansOfSku(world, sku)) {
      const { term, billingCycle } = plan.availability;
      if (partNumberOf(sku.id, term, billingCycle) === text || planIdOf(sku.id, term, billingCycle) === text) return plan;
    }
  }
  return undefined;
}
