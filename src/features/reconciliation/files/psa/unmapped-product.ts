import type { Books } from '../books.ts';
import { amountText } from '../exact.ts';
import type { Finding } from '../finding.ts';
import type { PsaLine } from '../model.ts';
import { worthCurrency } from '../rules/money.ts';
import { about, billed, lineCurrency, psaId, worthOf } from './about.ts';
import type { ProductCodes } from './expected.ts';
import type { PairRule } from './pair.ts';

/** The line's code, or the subscription's product, is not in the product mapping; or the code is mapped to another product. */
export const unmappedProduct: PairRule = ({ expected, lines, first, codes }, books) => {
  const { subscription, code, price } = expected;
  const product = codes.productOf(first.code);
  if (books.mapping?.products === undefined || (code !== undefined && product === `${subscription.productId}:${subscription.skuId}`))
    return undefined;
  if (code !== undefined && first.code === code) return undefined;
  const cents = worthOf(subscription, books, price ?? first.unitPrice, subscription.quantity);
  const fields = about(subscription, lines, books);
  const why =
    product === undefined ? `the code ${first.code} is not mapped to any product` : `the code ${first.code} is mapped to another product`;
  return {
    kind: 'unmapped_product',
    cause: product === undefined ? 'service_not_mapped' : 'mapped_to_other_product',
    certainty: 'certain',
    ...fields,
    expected: code ?? 'a mapped product',
    actual: first.code,
    impactCents: cents,
    explanation: `The PSA line of ${subscription.name} cannot be compared by product: ${why}. ${amountText(cents, fields.currency)} depend on it.`,
  };
};

/** A line of an unmapped code that no subscription fits. */
export function unmappedProductAlone(
  lines: readonly PsaLine[],
  customerId: string | undefined,
  codes: ProductCodes,
  books: Books,
): Finding[] | undefined {
  const [first] = lines;
  if (first?.subscriptionId !== '' || books.mapping?.products === undefined || codes.productOf(first.code) !== undefined) return undefined;
  const currency = worthCurrency(books.rates, lineCurrency(first, books, customerId));
  return [
    {
      kind: 'unmapped_product',
      cause: 'service_not_mapped',
      certainty: 'possible',
      ...(customerId === undefined ? {} : { customerId }),
      psaIds: lines.map(psaId),
      expected: 'a mapped product',
      actual: first.code,
      impactCents: billed(lines, books, customerId),
      currency,
      explanation: `The PSA bills ${first.code}, which is mapped to no product; no subscription of the customer fits it.`,
    },
  ];
}
