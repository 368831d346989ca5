import { Decimal, printDecimal } from '../../../src/lib/decimal.ts';
import { type ExactNumber, exactNumber, type JsonObject } from '../../../src/lib/exact-json.ts';
import type { DistributorPrice, DistributorProduct } from '../../world/types.ts';

/** An amount as a JSON number, digit for digit as the world has it, without trailing zeros. */
export const amount = (text: string): ExactNumber => exactNumber(printDecimal(new Decimal(text)));

export const productAnswer = (product: DistributorProduct): JsonObject => ({
  id: product.id,
  name: product.name,
  vendorName: product.vendorName,
  shortDescription: product.shortDescription,
  sku: product.sku,
  vendorSku: product.vendorSku,
  requiresCommitment: product.requiresCommitment,
});

/** One product by id has a long description beside. */
export const productDetail = (product: DistributorProduct): JsonObject => ({
  ...productAnswer(product),
  description: `${product.name} by ${product.vendorName}`,
});

/** One row for each billing term and commitment. */
export const pricingAnswer = (product: DistributorProduct): readonly JsonObject[] =>
  product.prices.map((price) => ({
    productId: product.id,
    productName: product.name,
    billingTerm: price.billingTerm,
    commitmentTerm: price.commitmentTerm,
    commitmentTermInMonths: commitmentMonths(price.commitmentTerm),
    type: 'Flat',
    unitOfMeasurement: product.unitOfMeasurement,
    rates: [
      {
        partnerBuyRate: amount(price.partnerBuyRate),
        suggestedRetailPrice: amount(price.suggestedRetailPrice),
        startQuantityRange: 1,
        endQuantityRange: 100_000,
        chargeType: 'Per Unit',
      },
    ],
  }));

/** Months of `Monthly`, `1-Year`, `3-Year`. */
export const commitmentMonths = (term: string): number => (/^(\d+)-Year$/.test(term) ? 12 * Number.parseInt(term, 10) : 1);

/** What an order of this product must say beside it: the commitments to choose from, each once; and for an add-on what it stands on. */
export const dependenciesAnswer = (product: DistributorProduct, bases: readonly DistributorProduct[]): JsonObject => ({
  commitmentDependencies: product.requiresCommitment ? distinctCommitments(product.prices).map((price) => commitment(price)) : [],
  productDependencies: bases.length === 0 ? [] : [{ name: 'Requires', products: bases.map(baseAnswer) }],
});

const baseAnswer = ({ id, name, vendorName, shortDescription, sku }: DistributorProduct): JsonObject => ({
  id,
  name,
  vendorName,
  shortDescription,
  sku,
});

const distinctCommitments = (prices: readonly DistributorPrice[]): readonly DistributorPrice[] => [
  ...new Map(prices.map((price) => [price.commitmentTermId, price])).values(),
];

const commitment = (price: DistributorPrice): JsonObject => ({
  id: price.commitmentTermId,
  term: price.commitmentTerm,
  autoRenew: true,
  renewalWindowDaysBeforeTermEnd: 0,
  renewalWindowDaysAfterTermEnd: 7,
  allowForQuantityIncrease: true,
  allowForQuantityDecrease: false,
  allowForEarlyCancellation: false,
  cancellationFeeApplied: false,
  isTransferable: true,
});
