import { type PriceVersion } from '../load/price-table.ts';
import { extendedKey, type LicencePrices, licenceKey } from '../load/prices.ts';
import { billingOf, fullSku, termOfLine } from '../load/words.ts';
import type { Billing, Term } from '../model.ts';
import type { ItemText, MarketText } from './line-batch.ts';

/** What is sold: its texts, and its number as a meter. */
export type Item = ItemText & { readonly meter: number };

/** Where and how something is sold: looked up once, however many lines there are. */
export class Market {
  /** As the file writes it. */
  readonly country: string;
  /** Tax in millionths; undefined when unknown. */
  readonly taxPpm: number | undefined;
  /** Upper case. */
  readonly currency: string;
  readonly billing: Billing;
  readonly term: Term;
  readonly #sheet: LicencePrices;
  readonly #prices = new Map<Item, readonly PriceVersion[]>();

  constructor(text: MarketText, books: { readonly prices: LicencePrices; readonly taxPpm: ReadonlyMap<string, number> }) {
    this.country = text.country;
    this.taxPpm = books.taxPpm.get(text.country.toUpperCase());
    this.currency = text.currency.toUpperCase();
    this.billing = billingOf(text.frequency);
    this.term = termOfLine(text.term);
    this.#sheet = books.prices;
  }

  /** Whether there is any price to compare with. */
  get hasPrices(): boolean {
    return !this.#sheet.table.isEmpty;
  }

  /** An item's licence prices here, by time. */
  pricesOf(item: Item): readonly PriceVersion[] {
    let prices = this.#prices.get(item);
    if (prices === undefined) {
      const { productId, skuId } = item;
      const { term } = this;
      // Paid at once for the whole term: a year's plan is called Annual, that of three years Triennial, which is no word of ours.
      const billing = term === 'P1Y' && this.billing === 'none' ? 'annual' : this.billing;
      prices = this.#sheet.table.versions(licenceKey({ ...this.#place, productId, skuId: fullSku(skuId), term, billing }));
      this.#prices.set(item, prices);
    }
    return prices;
  }

  /** What a month in an extended service term of the item's product costs here, by time. */
  extendedPricesOf({ productId }: Item): readonly PriceVersion[] {
    return this.#sheet.extended.versions(extendedKey({ ...this.#place, productId }));
  }

  get #place() {
    return { market: this.country.toUpperCase(), currency: this.currency };
  }
}
