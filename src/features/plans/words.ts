import type { Correction } from '../../model/difference.ts';

/** "Set the quantity from 20 to 25": what a step does, in one line. */
export function summaryOf(correction: Correction, productName: string, effectiveOn: string | undefined): string {
  const from = effectiveOn === undefined ? '' : ` from ${effectiveOn}`;
  switch (correction.action) {
    case 'setQuantity':
      return `Set the quantity of ${productName} from ${correction.from} to ${correction.to}${from}`;
    case 'setPrice':
      return `Set the price of ${productName} from ${correction.from} to ${correction.to}${from}`;
    case 'endLine':
      return `End the line of ${correction.quantity} x ${productName}${effectiveOn === undefined ? '' : ` on ${effectiveOn}`}`;
    case 'reopenLine':
      return `Reopen the line of ${correction.quantity} x ${productName}`;
    case 'addLine':
      return `Add a line of ${correction.quantity} x ${productName}${from}`;
    case 'replaceService':
      return `Bill ${productName} as the service of the right term${from}`;
  }
}

export function warningsOf(correction: Correction, effectiveOn: string | undefined, today: string): string[] {
  if (effectiveOn !== undefined && effectiveOn > today)
    return [`What was billed for the days before ${effectiveOn} stays as it is; a catch-up is not part of this plan.`];
  return correction.action === 'setQuantity' && effectiveOn === undefined
    ? ['The new quantity counts for the whole next bill; the PSA keeps no memory of the old number.']
    : [];
}
