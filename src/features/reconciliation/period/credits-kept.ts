import { type BillingBehaviour, type BillingException, behaviourFor } from '../../../model/billing-behaviour.ts';
import { creditKinds } from '../../../model/invoice-difference.ts';
import type { Judged } from './judge.ts';

/** Who has what Microsoft credits: for all, and what is otherwise for a customer or a product (S73). */
export type CreditRules = { readonly standard: BillingBehaviour; readonly exceptions: readonly BillingException[] };

/** What of the rules bears on a month: other choices of theirs are no reason to compare it again. Pure. */
export const creditMark = ({ standard, exceptions }: CreditRules): unknown => [
  standard.credits,
  ...exceptions.flatMap(({ customerId, product, choice }) =>
    choice.credits === undefined ? [] : [[customerId ?? null, product ?? null, choice.credits]],
  ),
];

/** A credit that the partner keeps by his own choice is no difference. Pure. */
export function withoutKeptCredits(judged: Judged, { standard, exceptions }: CreditRules): Judged {
  const { books, stored } = judged;
  const isKept = ({ kind, customerId: tenantId = '', subscriptionId = '' }: Judged['findings'][number]): boolean => {
    if (!(creditKinds as readonly string[]).includes(kind)) return false;
    const [product] = books.estate?.byId.get(subscriptionId) ?? [];
    const customerId = stored.customers.known.get(tenantId)?.customerId ?? '';
    return behaviourFor(standard, exceptions, { customerId, product }).credits === 'partner';
  };
  return { ...judged, findings: judged.findings.filter((finding) => !isKept(finding)) };
}
