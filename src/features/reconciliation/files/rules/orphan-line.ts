import type { Books } from '../books.ts';
import { amountText } from '../exact.ts';
import type { Finding } from '../finding.ts';
import type { Charges } from '../scan/charges.ts';
import { who } from '../scan/check-line.ts';

/** Charged, but the partner account does not list the subscription. */
export function orphanLine(charges: Charges, books: Books): Finding | undefined {
  if (books.estate?.isComplete !== true || charges.subscription !== undefined || charges.lines === 0) return undefined;
  // What was bought once has none.
  if (charges.subscriptionId === '') return undefined;
  const elsewhere = books.estate.byId.has(charges.subscriptionId);
  return {
    kind: 'orphan_line',
    cause: elsewhere ? 'listed_in_other_account' : 'unknown_subscription',
    certainty: elsewhere ? 'likely' : 'unknown',
    ...who(charges),
    lineNo: charges.firstLine,
    expected: 'a subscription in Partner Center',
    actual: `${charges.lines} invoice lines`,
    impactCents: charges.cents,
    explanation: `The invoice charges ${amountText(charges.cents, charges.currency)} for a subscription that Partner Center ${elsewhere ? 'lists under another partner account only' : 'does not list'}.`,
  };
}
