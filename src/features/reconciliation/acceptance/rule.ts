import { Decimal } from '../../../lib/decimal.ts';
import type { CauseCode, Certainty, DifferenceKind } from '../../../model/difference.ts';
import { amountOf, type Money } from '../../../model/money.ts';
import type { DismissReason } from '../../../model/worklist.ts';

/** What somebody said that need not be asked about each time (ux reference 5.11). All that it names must fit, and both limits hold. */
export type RuleTerms = {
  readonly name: string;
  readonly kinds: readonly DifferenceKind[];
  /** None: any cause. */
  readonly causes: readonly CauseCode[];
  readonly customerId: string | null;
  readonly product: string | null;
  readonly onlyCertain: boolean;
  /** One difference: at most this, in either direction. */
  readonly limitEach: Money;
  /** All that the rule holds accepted together. */
  readonly limitTotal: Money;
  readonly because: DismissReason;
  readonly reason: string;
  readonly expiresOn: string | null;
};

export type AcceptanceRule = RuleTerms & {
  readonly ruleId: string;
  readonly isActive: boolean;
  /** Whoever made it may see costs: only then does it take differences whose money is one. */
  readonly coversCosts: boolean;
  readonly createdBy: string;
  readonly createdAt: Temporal.Instant;
  readonly version: number;
};

/** A difference as far as a rule looks at it. */
export type Candidate = {
  readonly differenceId: string;
  readonly customerId: string;
  readonly kind: DifferenceKind;
  readonly cause: CauseCode;
  readonly certainty: Certainty;
  readonly productName: string;
  readonly impact: Money;
  readonly needsCostRight: boolean;
};

type Terms = RuleTerms & Pick<AcceptanceRule, 'coversCosts'>;

/** Whether a rule is about this difference; its limits are another question. */
export const isAbout = (rule: Terms, candidate: Candidate): boolean =>
  rule.kinds.includes(candidate.kind) &&
  (rule.causes.length === 0 || rule.causes.includes(candidate.cause)) &&
  (rule.customerId === null || rule.customerId === candidate.customerId) &&
  (rule.product === null || rule.product === candidate.productName) &&
  (!rule.onlyCertain || candidate.certainty === 'certain') &&
  (rule.coversCosts || !candidate.needsCostRight) &&
  rule.limitEach.currency === candidate.impact.currency;

export const isExpired = ({ expiresOn }: RuleTerms, today: string): boolean => expiresOn !== null && expiresOn < today;

export type Taken = { readonly accepted: readonly Candidate[]; readonly overLimit: readonly Candidate[] };

/** What the rule takes of these, the smallest first, while all that it holds stays within its limits. */
export function take(rule: Terms, candidates: readonly Candidate[], held: Decimal): Taken {
  const size = (candidate: Candidate): Decimal => amountOf(candidate.impact).abs();
  const about = candidates
    .filter((candidate) => isAbout(rule, candidate))
    .toSorted((a, b) => size(a).cmp(size(b)) || (a.differenceId < b.differenceId ? -1 : 1));
  const accepted: Candidate[] = [];
  let total = held;
  for (const candidate of about) {
    const sum = total.plus(size(candidate));
    if (size(candidate).gt(amountOf(rule.limitEach)) || sum.gt(amountOf(rule.limitTotal))) break; // the others are no smaller
    accepted.push(candidate);
    total = sum;
  }
  return { accepted, overLimit: about.slice(accepted.length) };
}

export const nothingHeld = new Decimal(0);
