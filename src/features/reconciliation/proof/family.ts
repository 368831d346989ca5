import type { ProductFamily } from '../../../model/tolerance.ts';

export type FamilyColumns = {
  readonly isUsage: boolean;
  readonly publisher: string;
  readonly publisherId: string;
  /** TermAndBillingCycle, free text. */
  readonly term: string;
  readonly hasEnd: boolean;
};

/** What a line charges, by the columns that the field page names for it ("Invoice reconciliation file": categories of lines). */
export function familyOf({ isUsage, publisher, publisherId, term, hasEnd }: FamilyColumns): ProductFamily {
  if (isUsage) return 'usage';
  if (publisherId !== '' && publisher !== '' && !/^microsoft\b/i.test(publisher)) return 'thirdParty';
  if (/reservation|savings plan/i.test(term)) return 'commitment';
  if (/^\s*(one|1|three|3)[- ](month|year)/i.test(term)) return 'seats';
  return term.trim() === '' && !hasEnd ? 'perpetual' : 'other';
}
