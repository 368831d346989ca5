import type { BillingBehaviour, BillingException } from '../../../model/billing-behaviour.ts';

/** Who has what Microsoft credits: for all, and what is otherwise for a customer or a product (S73). */
export type CreditRules = { readonly standard: BillingBehaviour; readonly exceptions: readonly BillingException[] };

/** What of the rules bears on a month: other choices of theirs are no reason to compare it again. Pure. */
export const creditMark = ({ standard, exceptions }: CreditRules): unknown => [
  standard.credits,
  ...exceptions.flatMap(({ customerId, product, choice }) =>
    choice.credits === undefined ? [] : [[customerId ?? null, product ?? null, choice.credits]],
  ),
];
