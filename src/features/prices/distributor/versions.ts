import { Decimal, printDecimal } from '../../../lib/decimal.ts';
import type { DistributorPrice } from '../../../model/distributor-price.ts';

/** A rate as a row has it: what it is for, and what it says. Amounts are plain decimal text. */
export type RateRow = {
  readonly billing_term: string;
  readonly commitment: string;
  readonly quantity_from: string;
  readonly term: string;
  readonly frequency: string;
  readonly kind: string;
  readonly per: string;
  readonly unit: string;
  readonly quantity_to: string | null;
  readonly cost: string | null;
  readonly retail_price: string | null;
  readonly currency: string | null;
};

/** What becomes of the standing rates of a product. `counts` are of prices, each with all its rates. */
export type Versions = {
  readonly begin: readonly RateRow[];
  /** Keys of those that another reading follows, and of those that it had the same. */
  readonly end: readonly string[];
  readonly same: readonly string[];
  readonly counts: { readonly created: number; readonly updated: number; readonly unchanged: number };
};

export const rateKey = ({ billing_term, commitment, quantity_from }: RateRow): string =>
  JSON.stringify([billing_term, commitment, quantity_from]);

const priceKey = ({ billing_term, commitment }: Pick<RateRow, 'billing_term' | 'commitment'>): string =>
  JSON.stringify([billing_term, commitment]);

export const ratesOf = (price: DistributorPrice, currency: string | null): RateRow[] =>
  price.rates.map((rate) => ({
    billing_term: price.billingTerm,
    commitment: price.commitment,
    term: price.term,
    frequency: price.frequency,
    kind: price.kind,
    unit: price.unit,
    per: rate.per,
    quantity_from: plain(rate.from),
    quantity_to: plainOrNull(rate.to),
    cost: plainOrNull(rate.cost),
    retail_price: plainOrNull(rate.retail),
    currency,
  }));

/** The same amount with other digits is the same. */
const plain = (amount: string): string => printDecimal(new Decimal(amount));
const plainOrNull = (amount: string | undefined): string | null => (amount === undefined ? null : plain(amount));

/** Compares what stands with what was read. A price that was not read at all is left alone: whether it is gone, the reading as a whole decides. Pure. */
export function versionsOf(standing: readonly RateRow[], read: readonly RateRow[]): Versions {
  const byPrice = Map.groupBy(standing, priceKey);
  const counts = { created: 0, updated: 0, unchanged: 0 };
  const begin: RateRow[] = [];
  const end: string[] = [];
  const same: string[] = [];
  for (const [price, rates] of Map.groupBy(read, priceKey)) {
    const before = new Map((byPrice.get(price) ?? []).map((row) => [rateKey(row), row]));
    const kept = rates.filter((rate) => isSame(before.get(rateKey(rate)), rate)).map(rateKey);
    const isKept = new Set(kept);
    const ended = [...before.keys()].filter((key) => !isKept.has(key));
    same.push(...kept);
    end.push(...ended);
    begin.push(...rates.filter((rate) => !isKept.has(rateKey(rate))));
    counts[before.size === 0 ? 'created' : ended.length === 0 && kept.length === rates.length ? 'unchanged' : 'updated'] += 1;
  }
  return { begin, end, same, counts };
}

const compared = ['term', 'frequency', 'kind', 'per', 'unit', 'quantity_to', 'cost', 'retail_price', 'currency'] as const;

const isSame = (before: RateRow | undefined, now: RateRow): boolean =>
  before !== undefined && compared.every((field) => before[field] === now[field]);
