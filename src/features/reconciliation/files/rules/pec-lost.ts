import type { Books } from '../books.ts';
import { amountText } from '../exact.ts';
import type { Finding } from '../finding.ts';
import { creditPercent } from '../scan/azure-line.ts';
import type { Charges } from '../scan/charges.ts';
import { who } from '../scan/check-line.ts';

function isLackingByDay(charges: Charges, books: Books): boolean {
  const { usage } = books;
  if (!usage.credited.has(charges.subscriptionId)) return false;
  const meters = usage.lacking.get(charges.subscriptionId) ?? [];
  for (const meter of meters) if (usage.meters.eligible[meter] === true) return true;
  return false;
}

/** A plan that has the partner credit on some lines lacks it on others that are eligible. A plan that never has it is no finding. */
export function pecLost(charges: Charges, books: Books): Finding | undefined {
  const onInvoice = charges.lostLine >= 0 && (charges.hasCredit || books.usage.credited.has(charges.subscriptionId));
  if (!onInvoice && !isLackingByDay(charges, books)) return undefined;
  return {
    kind: 'pec_lost',
    cause: 'access_lost',
    certainty: 'likely',
    ...who(charges),
    ...(charges.lostLine >= 0 ? { lineNo: charges.lostLine } : {}),
    expected: `${creditPercent} % partner earned credit`,
    actual: 'no credit on part of the eligible usage',
    impactCents: charges.lostCents,
    explanation: `Meters that earn the credit elsewhere did so in this plan only for part of the month: access was probably lost. Without credit ${amountText(charges.lostCents, charges.currency)} more are charged.`,
  };
}
