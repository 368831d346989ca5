import type { Books } from '../books.ts';
import { amountText, microText } from '../exact.ts';
import type { Finding } from '../finding.ts';
import type { PsaLine } from '../model.ts';
import { worthCurrency } from '../rules/money.ts';
import { billed, lineCurrency, psaId, sum } from './about.ts';

/** Billed to the customer, but no subscription stands behind it. Lines of quantity 0 bill nothing. */
export function missingInMicrosoft(lines: readonly PsaLine[], customerId: string | undefined, books: Books): Finding[] {
  const [first] = lines;
  if (first === undefined || sum(lines) === 0 || books.estate?.isComplete !== true) return [];
  const cents = billed(lines, books, customerId);
  const currency = worthCurrency(books.rates, lineCurrency(first, books, customerId));
  const quantity = microText(sum(lines));
  return [
    {
      kind: 'missing_in_microsoft',
      cause: 'line_without_subscription',
      certainty: first.subscriptionId === '' ? 'possible' : 'likely',
      ...(customerId === undefined ? {} : { customerId }),
      ...(first.subscriptionId === '' ? {} : { subscriptionId: first.subscriptionId }),
      psaIds: lines.map(psaId),
      expected: '0',
      actual: quantity,
      impactCents: 0 - cents,
      currency,
      explanation: `The PSA bills ${quantity} x ${first.code} (${amountText(cents, currency)}), but Partner Center has no such subscription of this customer.`,
    },
  ];
}
