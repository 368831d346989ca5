import { behaviourFor } from '../../../model/billing-behaviour.ts';
import { creditKinds } from '../../../model/invoice-difference.ts';
import type { CreditRules } from './credit-rules.ts';
import type { Judged } from './judge.ts';

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
