import type { BilledLine, BoughtSubscription, Catalogue } from './books.ts';
import { isSameSku } from './books.ts';

export type WrongTerm = {
  readonly subscription: BoughtSubscription;
  readonly line: BilledLine;
  readonly how: 'subscriptionId' | 'service';
};

/** The line's service is mapped, to the same product, but not to this term and frequency. */
export function isOtherTerm(catalogue: Catalogue, line: BilledLine, { key }: BoughtSubscription): boolean {
  const keys = catalogue.keysOf.get(line.serviceRemoteId) ?? [];
  const same = keys.filter((each) => isSameSku(each, key));
  return same.length > 0 && !same.some((each) => each.term === key.term && each.frequency === key.frequency);
}

/** A subscription without a line beside a line of the same product in another term: one fault, not two. Two that fit equally well are not guessed. */
export function pairWrongTerms(catalogue: Catalogue, open: readonly BoughtSubscription[], lines: readonly BilledLine[]) {
  const wrongTerms: WrongTerm[] = [];
  const taken = new Set<BoughtSubscription>();
  const rest: BilledLine[] = [];
  for (const line of lines) {
    const candidates =
      line.vendorId === undefined && line.isBilled ? open.filter((each) => !taken.has(each) && isOtherTerm(catalogue, line, each)) : [];
    const exact = candidates.filter((each) => line.quantity.eq(each.seats));
    const subscription = exact[0] ?? (candidates.length === 1 ? candidates[0] : undefined);
    if (subscription === undefined) {
      rest.push(line);
      continue;
    }
    taken.add(subscription);
    wrongTerms.push({ subscription, line, how: 'service' });
  }
  return { wrongTerms, unbilled: open.filter((each) => !taken.has(each)), rest };
}
