import type { DifferenceKind } from '#model/difference-kind.ts';
import type { RuleDraft } from './queries.ts';

/** A rule as it is typed. */
export type RuleFields = {
  readonly name: string;
  readonly kinds: readonly DifferenceKind[];
  readonly customerId: string | undefined;
  readonly product: string;
  readonly onlyCertain: boolean;
  readonly limitEach: string;
  readonly limitTotal: string;
  readonly currency: string;
  readonly expiresOn: string;
  readonly reason: string;
};

export const emptyRule: RuleFields = {
  name: '',
  kinds: [],
  customerId: undefined,
  product: '',
  onlyCertain: true,
  limitEach: '',
  limitTotal: '',
  currency: 'USD',
  expiresOn: '',
  reason: '',
};

const isAmount = (text: string): boolean => /^\d{1,12}(\.\d{1,6})?$/.test(text.trim());

/** What is missing or cannot be meant, by field. */
export function mistakesIn(fields: RuleFields): Partial<Record<keyof RuleFields, string>> {
  return {
    ...(fields.name.trim() === '' && { name: 'Give it a name: it stands beside all that it dismisses.' }),
    ...(fields.kinds.length === 0 && { kinds: 'Choose at least one kind.' }),
    ...(!isAmount(fields.limitEach) && { limitEach: 'An amount such as 0.50.' }),
    ...(!isAmount(fields.limitTotal) && { limitTotal: 'An amount such as 25.' }),
    ...(!/^[A-Z]{3}$/.test(fields.currency.trim()) && { currency: 'Three letters such as USD.' }),
    ...(fields.reason.trim() === '' && { reason: 'Say why, so that others need not ask.' }),
  };
}

export const draftOf = (fields: RuleFields): RuleDraft => ({
  name: fields.name.trim(),
  kinds: [...fields.kinds],
  causes: [],
  customerId: fields.customerId ?? null,
  product: fields.product.trim() === '' ? null : fields.product.trim(),
  onlyCertain: fields.onlyCertain,
  limitEach: { amount: fields.limitEach.trim(), currency: fields.currency.trim() },
  limitTotal: { amount: fields.limitTotal.trim(), currency: fields.currency.trim() },
  because: 'belowTolerance',
  reason: fields.reason.trim(),
  expiresOn: fields.expiresOn === '' ? null : fields.expiresOn,
});
