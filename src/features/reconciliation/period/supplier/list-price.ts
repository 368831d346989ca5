/** A price of the distributor's list with when it was read. Of its terms and rhythms ours. */
export type ListPrice = {
  readonly term: string;
  readonly frequency: string;
  readonly kind: string;
  readonly per: string;
  readonly quantity_from: string;
  readonly quantity_to: string | null;
  readonly cost: string | null;
  readonly currency: string | null;
  /** The first and the last reading that had it so. */
  readonly readMs: number;
  readonly seenMs: number;
};

type Wanted = { readonly term: string; readonly frequency: string | undefined; readonly quantity: number; readonly currency: string };

const dayMs = 86_400_000;
/** Prices are read once a day, or once a week where somebody chose that. Longer without a reading, and what they were meanwhile is not known. */
const longestGapMs = 8 * dayMs;

/**
 * What a seat cost by the distributor's list at any moment between these two, the first price first; undefined where that is not known all the time: a
 * price counts from the day of the reading that told it, never for the time before. Only flat prices of a unit are understood. Pure.
 */
export function listedCosts(prices: readonly ListPrice[], wanted: Wanted, fromMs: number, toMs: number): readonly string[] | undefined {
  const read = prices.filter((price) => isWanted(price, wanted)).sort((a, b) => a.readMs - b.readMs);
  const held = read.filter((price, at) => {
    const [before, after] = [read[at - 1], read[at + 1]];
    // Between two readings either may have held.
    const sinceMs = before?.seenMs ?? startOfDay(price.readMs);
    return sinceMs <= toMs && (after?.readMs ?? price.seenMs + longestGapMs) >= fromMs;
  });
  const [first] = held;
  if (first === undefined || !held.every((price) => isUnderstood(price, wanted))) return undefined;
  let knownMs = startOfDay(first.readMs);
  if (knownMs > fromMs) return undefined;
  for (const { readMs, seenMs } of held) {
    if (readMs > knownMs + longestGapMs && readMs > fromMs) return undefined;
    knownMs = seenMs;
  }
  return knownMs + longestGapMs < toMs ? undefined : [...new Set(held.flatMap(({ cost }) => (cost === null ? [] : [cost])))];
}

/** What was read on a day is what that day's price was. */
const startOfDay = (ms: number): number => ms - (ms % dayMs);

const isWanted = (price: ListPrice, { term, frequency, quantity }: Wanted): boolean =>
  price.term === term &&
  price.frequency === frequency &&
  Number(price.quantity_from) <= quantity &&
  (price.quantity_to === null || quantity <= Number(price.quantity_to));

const isUnderstood = ({ kind, per, cost, currency }: ListPrice, wanted: Wanted): boolean =>
  kind === 'flat' && per === 'unit' && cost !== null && currency === wanted.currency;
