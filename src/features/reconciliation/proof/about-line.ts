import { textOf } from './fraction.ts';
import type { Line } from './line.ts';
import type { Misfit } from './misfit.ts';

/** What every misfit says of its line. */
export const aboutLine = (
  line: Line,
): Pick<
  Misfit,
  'lineNo' | 'currency' | 'invoice' | 'customerId' | 'subscriptionId' | 'product' | 'chargeType' | 'quantity' | 'family'
> => ({
  lineNo: line.no,
  currency: line.currency,
  invoice: line.invoice,
  customerId: line.customerId,
  subscriptionId: line.subscriptionId,
  product: line.product,
  chargeType: line.chargeType,
  quantity: textOf(line.quantity, 15),
  family: line.family,
});
