import type { Books } from '../books.ts';
import { amountText } from '../exact.ts';
import type { Finding } from '../finding.ts';
import { fullSku } from '../load/words.ts';
import type { ProductCodes } from '../psa/expected.ts';
import type { Who } from '../psa/gather.ts';
import { linesAbout } from '../psa/lines-about.ts';
import type { Charges } from '../scan/charges.ts';
import { who as whom } from '../scan/check-line.ts';

/**
 * A reservation or savings plan is charged, and no PSA line of the customer bills it: neither one that names its order nor one of a product that
 * is mapped to it (product.md 4.5; partner-center-api.md 11.5: such lines are known by their term, their order by ReservationOrderId).
 */
export function commitmentUnmatched(charges: Charges, books: Books, who: Who, codes: ProductCodes): Finding | undefined {
  const { psa, mapping } = books;
  if (charges.lines === 0 || charges.cents <= 0 || psa?.isComplete !== true || mapping?.products === undefined) return undefined;
  const product = charges.item && `${charges.item.productId}:${fullSku(charges.item.skuId)}`;
  const about = linesAbout(charges, psa.lines, who);
  if (about === undefined || about.naming.length > 0 || about.ofCompanies.some(({ code }) => codes.productOf(code) === product))
    return undefined;
  const amount = amountText(charges.cents, charges.currency);
  return {
    kind: 'commitment_unmatched',
    cause: 'commitment_not_billed',
    certainty: 'likely',
    ...whom(charges),
    lineNo: charges.firstLine,
    expected: 'a PSA line for the reservation or savings plan',
    actual: 'none',
    impactCents: charges.cents,
    explanation: `The invoice charges ${amount} for a reservation or savings plan (order ${charges.subscriptionId}); no PSA line of this customer bills it.`,
  };
}
