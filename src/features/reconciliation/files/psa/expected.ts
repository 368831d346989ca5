import type { Books } from '../books.ts';
import { bookKey } from '../load/prices.ts';
import { type PsaLine, productKey, type Subscription } from '../model.ts';
import { subscriptionCurrency } from '../rules/money.ts';

/** A subscription with what its PSA line should look like; undefined where mapping or price book do not say. */
export type Expected = {
  readonly subscription: Subscription;
  readonly code: string | undefined;
  readonly price: number | undefined;
};

/** The product mapping, both ways. */
export type ProductCodes = {
  readonly codeOf: (subscription: Subscription) => string | undefined;
  /** Product and SKU that a PSA code stands for; undefined for a code that nothing is mapped to. */
  readonly productOf: (code: string) => string | undefined;
};

export function productCodes(books: Books): ProductCodes {
  const codes = new Map<string, string>();
  const products = new Map<string, string>();
  for (const mapping of books.mapping?.products ?? []) {
    if (mapping.psaCode === '') continue;
    codes.set(promotionKey(mapping), mapping.psaCode);
    products.set(mapping.psaCode, `${mapping.productId}:${mapping.skuId}`);
  }
  return {
    codeOf: (subscription) => codes.get(promotionKey(subscription)) ?? codes.get(productKey(subscription)),
    productOf: (code) => products.get(code),
  };
}

type Sold = Parameters<typeof productKey>[0] & { readonly promotionId?: string };
const promotionKey = (of: Sold): string => (of.promotionId === undefined ? productKey(of) : `${productKey(of)}:${of.promotionId}`);

export function toExpected(subscription: Subscription, books: Books, codes: ProductCodes): Expected {
  const code = codes.codeOf(subscription);
  const currency = subscriptionCurrency(books, subscription);
  const price = code === undefined ? undefined : books.psa?.book.find(bookKey(code, currency), subscription.startsOn);
  return { subscription, code, price };
}

/** What reconciliation makes of a company's PSA lines. */
export type PsaCase =
  /** Lines that stand for a subscription and are compared with it. */
  | {
      readonly type: 'pair';
      readonly expected: Expected;
      readonly lines: readonly PsaLine[];
      readonly how: 'vendor id' | 'company and product';
    }
  /** The same line more than once; the first one is right. */
  | { readonly type: 'duplicate'; readonly expected: Expected; readonly lines: readonly PsaLine[] }
  /** Lines of a subscription that has ended. */
  | { readonly type: 'ended'; readonly subscription: Subscription; readonly lines: readonly PsaLine[] }
  /** Lines that no subscription stands behind. */
  | { readonly type: 'unknown'; readonly lines: readonly PsaLine[]; readonly customerId: string | undefined }
  /** A subscription without a line. */
  | { readonly type: 'missing'; readonly expected: Expected };
