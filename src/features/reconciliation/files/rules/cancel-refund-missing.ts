import type { Books } from '../books.ts';
import { proratedUnit } from '../cycle.ts';
import { isoDay } from '../days.ts';
import { amountText } from '../exact.ts';
import type { Finding } from '../finding.ts';
import { seatCents } from '../line-money.ts';
import type { Charges } from '../scan/charges.ts';
import { who } from '../scan/check-line.ts';

// New commerce gives back unused days within seven days of a start or renewal, and nothing later.
const windowDays = 7;

/** Cancelled inside the window, charged, and no refund line. */
export function cancelRefundMissing(charges: Charges, books: Books): Finding | undefined {
  const { cycle, subscription } = charges;
  if (cycle === undefined || charges.hasRefund || subscription?.isGone !== true) return undefined;
  const cancelled = books.audit
    ?.get(charges.subscriptionId)
    ?.find(
      (event) => event.isCancellation && event.on >= cycle.start && event.on - cycle.start < windowDays && event.on <= books.month.end,
    );
  if (cancelled === undefined) return undefined;
  const price = proratedUnit(cycle.unit, cancelled.on, cycle.last, cycle.fullDays);
  const cents = seatCents(price, cancelled.from, cycle.rate);
  return {
    kind: 'cancel_refund_missing',
    cause: 'refund_line_missing',
    certainty: 'likely',
    ...who(charges),
    lineNo: charges.firstLine,
    expected: `cancelImmediate refund of ${amountText(cents, charges.currency)}`,
    actual: 'no refund line',
    impactCents: cents,
    explanation: `Cancelled on ${isoDay(cancelled.on)}, within seven days of its start on ${isoDay(cycle.start)}. ${cycle.last - cancelled.on + 1} unused days are worth ${amountText(cents, charges.currency)}; the invoice gives nothing back.`,
  };
}
