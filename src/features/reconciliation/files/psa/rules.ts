import type { Books } from '../books.ts';
import type { Finding } from '../finding.ts';
import type { PsaLine } from '../model.ts';
import { cancelledStillBilledPsa } from './cancelled-still-billed-psa.ts';
import { currencyMismatch } from './currency-mismatch.ts';
import { duplicatePsa } from './duplicate-psa.ts';
import type { Expected, ProductCodes, PsaCase } from './expected.ts';
import { missingInMicrosoft } from './missing-in-microsoft.ts';
import { missingInPsa } from './missing-in-psa.ts';
import type { Pair, PairRule } from './pair.ts';
import { priceMismatchSell } from './price-mismatch-sell.ts';
import { quantityMismatchPsa } from './quantity-mismatch-psa.ts';
import { resellerPriceMissing } from './reseller-price-missing.ts';
import { unmappedProduct, unmappedProductAlone } from './unmapped-product.ts';
import { wrongTermPsa } from './wrong-term-psa.ts';

/** A line of the wrong product or term has that one fault: price and quantity follow from it. */
const productRules: readonly PairRule[] = [unmappedProduct, wrongTermPsa];
const lineRules: readonly PairRule[] = [quantityMismatchPsa, resellerPriceMissing, priceMismatchSell];

function judgePair(expected: Expected, lines: readonly PsaLine[], codes: ProductCodes, books: Books): Finding[] {
  const [first] = lines;
  if (first === undefined || expected.subscription.isTrial) return [];
  const pair: Pair = { expected, lines, first, codes };
  for (const rule of productRules) {
    const finding = rule(pair, books);
    if (finding !== undefined) return [finding];
  }
  const currency = currencyMismatch(pair, books);
  // Prices of two currencies are not compared; seats are.
  const rules = currency === undefined ? lineRules : [quantityMismatchPsa];
  return [currency, ...rules.map((rule) => rule(pair, books))].filter((finding) => finding !== undefined);
}

/** The findings of one case. */
export function judgePsa(psaCase: PsaCase, codes: ProductCodes, books: Books): Finding[] {
  switch (psaCase.type) {
    case 'pair':
      return judgePair(psaCase.expected, psaCase.lines, codes, books);
    case 'duplicate':
      return [duplicatePsa(psaCase.expected, psaCase.lines, books)];
    case 'ended':
      return [cancelledStillBilledPsa(psaCase.subscription, psaCase.lines, books)];
    case 'unknown':
      return (
        unmappedProductAlone(psaCase.lines, psaCase.customerId, codes, books) ??
        missingInMicrosoft(psaCase.lines, psaCase.customerId, books)
      );
    case 'missing':
      return missingInPsa(psaCase.expected, books);
  }
}
