import type { Books } from '../books.ts';
import { amountText } from '../exact.ts';
import type { Finding } from '../finding.ts';
import type { Charges } from '../scan/charges.ts';
import { who } from '../scan/check-line.ts';

/** One subscription id, active in two partner accounts and charged on both invoices. The smaller charge is taken as the one too many. */
export function sameSubscriptionTwoPartners(charged: readonly Charges[], books: Books): Finding | undefined {
  const [first] = charged;
  if (first === undefined || charged.length < 2) return undefined;
  const active = (books.estate?.byId.get(first.subscriptionId) ?? []).filter((subscription) => !subscription.isGone);
  if (new Set(active.map((subscription) => subscription.partnerId)).size < 2) return undefined;
  const ordered = [...charged].sort((a, b) => b.cents - a.cents);
  const extra = ordered.slice(1);
  const [second] = extra;
  if (second === undefined) return undefined;
  const cents = extra.reduce((sum, charges) => sum + charges.cents, 0);
  const places = charged
    .map((charges) => `${charges.invoice} line ${charges.firstLine} (${amountText(charges.cents, charges.currency)})`)
    .join(' and ');
  return {
    kind: 'same_subscription_two_partners',
    cause: 'charged_by_two_accounts',
    certainty: 'certain',
    ...who(second),
    lineNo: second.firstLine,
    expected: 'a charge on one invoice',
    actual: `charged on ${places}`,
    impactCents: cents,
    explanation: `The subscription is active in ${active.length} of your partner accounts and charged by each: ${places}.`,
  };
}
