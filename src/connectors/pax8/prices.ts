import { Decimal } from '../../lib/decimal.ts';
import { type Reading, read, sift, unreadable } from '../../lib/sift.ts';
import type { DistributorPrice, DistributorRate, PriceKind, RatePer } from '../../model/distributor-price.ts';
import { isRemoteError } from '../../platform/http/fault.ts';
import type { Distributor, Page } from '../ports.ts';
import type { Pax8Client } from './client.ts';
import { WirePricing } from './schema.ts';
import { foldWord, readPlan } from './translate.ts';

/**
 * Prices have no list of their own: one call tells those of one product, without pages (distributors reference 2.2, 2.3). They are this partner's;
 * whether a company has others (`companyId`) is not published, so it is not asked. A product that Pax8 no longer has is one without prices.
 */
export const readPrices =
  (client: Pick<Pax8Client, 'pricing'>): NonNullable<Distributor['prices']> =>
  async (productRemoteId, signal): Promise<Page<DistributorPrice>> => {
    const content = await contentOf(client, productRemoteId, signal);
    const sifted = sift(
      content,
      WirePricing,
      (wire) => toPrice(wire, productRemoteId),
      () => productRemoteId,
    );
    return { ...sifted, cursor: undefined, total: undefined };
  };

async function contentOf(client: Pick<Pax8Client, 'pricing'>, id: string, signal?: AbortSignal): Promise<readonly unknown[]> {
  try {
    return (await client.pricing(id, signal)).content;
  } catch (error) {
    if (isRemoteError(error, 'remote_not_found')) return [];
    throw error;
  }
}

export function toPrice(wire: WirePricing, productRemoteId: string): Reading<DistributorPrice> {
  if (wire.productId !== undefined && wire.productId !== productRemoteId)
    return unreadable(`productId: is another product: ${wire.productId}`);
  if (wire.billingTerm === undefined) return unreadable('billingTerm: is missing');
  const plan = readPlan({ committed: wire.commitmentTerm, billed: wire.billingTerm, committedIn: 'commitmentTerm' });
  if (!('item' in plan)) return plan;
  const rates = wire.rates.map(toRate).sort((a, b) => new Decimal(a.from).comparedTo(b.from));
  if (rates.some(({ cost, retail }) => isNegative(cost) || isNegative(retail))) return unreadable('rates: an amount is below 0');
  if (rates.some(({ from }, at) => from === rates[at + 1]?.from)) return unreadable('rates: two are for the same quantity');
  return read({
    productRemoteId,
    billingTerm: wire.billingTerm,
    commitment: wire.commitmentTerm ?? '',
    ...plan.item,
    kind: kinds[foldWord(wire.type ?? '')] ?? 'unknown',
    unit: wire.unitOfMeasurement ?? '',
    rates,
  });
}

const toRate = ({ partnerBuyRate, suggestedRetailPrice, startQuantityRange, endQuantityRange, chargeType }: WirePricing['rates'][number]) =>
  ({
    from: startQuantityRange ?? '0',
    to: endQuantityRange,
    per: pers[foldWord(chargeType ?? '')] ?? 'unknown',
    cost: partnerBuyRate,
    retail: suggestedRetailPrice,
  }) satisfies DistributorRate;

const isNegative = (amount: string | undefined): boolean => amount !== undefined && new Decimal(amount).isNegative();

/** Types and charge types of prices (distributors reference 2.4). */
const kinds: Readonly<Record<string, PriceKind>> = { flat: 'flat', volume: 'volume', tiered: 'tiered', 'mark-up': 'markUp' };
const pers: Readonly<Record<string, RatePer>> = { 'per-unit': 'unit', 'flat-rate': 'all' };
