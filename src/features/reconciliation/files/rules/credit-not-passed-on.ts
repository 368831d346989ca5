import type { Books } from '../books.ts';
import { isoDay } from '../days.ts';
import { amountText, centsText } from '../exact.ts';
import type { Finding } from '../finding.ts';
import type { PsaLine } from '../model.ts';
import { givesBack } from '../psa/credit-line.ts';
import type { Who } from '../psa/gather.ts';
import { linesAbout } from '../psa/lines-about.ts';
import { who as whom } from '../scan/check-line.ts';
import type { Credit } from '../scan/invoice-scan.ts';

/**
 * A customerCredit of the billed month, and no line of the customer's PSA company gives anything back (product.md 4.5). Judged where the PSA was
 * read to its end and the customer is mapped; one for an earlier month is `late_credit_note`.
 */
export function creditNotPassedOn(credit: Credit, books: Books, who: Who): Finding | undefined {
  const { charges, cents } = credit;
  const { month, psa } = books;
  if (cents >= 0 || credit.chargeEnd < month.start || credit.chargeStart > month.end || psa?.isComplete !== true) return undefined;
  const about = linesAbout(charges, psa.lines, who);
  if (about === undefined || about.naming.some(givesBack) || about.ofCompanies.some(givesBackForAny)) return undefined;
  const days = `${isoDay(credit.chargeStart)} to ${isoDay(credit.chargeEnd)}`;
  return {
    kind: 'credit_not_passed_on',
    cause: 'credit_kept',
    certainty: 'likely',
    ...whom(charges),
    lineNo: credit.lineNo,
    expected: `${centsText(-cents)} given back to the customer`,
    actual: 'no line that gives back',
    impactCents: cents,
    explanation: `Microsoft credits ${amountText(-cents, charges.currency)} for ${days}; no PSA line of this customer gives anything back.`,
  };
}

/** A line that names a subscription gives back for that one; a line without gives back for any. */
const givesBackForAny = (line: PsaLine): boolean => line.subscriptionId === '' && givesBack(line);
