import { type Correction, isAtMicrosoft, type MicrosoftCorrection } from '../../model/difference.ts';

/** "Set the quantity from 20 to 25": what a step does, in one line. */
export function summaryOf(correction: Correction, productName: string, effectiveOn: string | undefined): string {
  if (isAtMicrosoft(correction)) return summaryAtMicrosoft(correction, productName);
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

function summaryAtMicrosoft(correction: MicrosoftCorrection, productName: string): string {
  switch (correction.action) {
    case 'setSeats':
      return `Set the seats of ${productName} at Microsoft from ${correction.from} to ${correction.to}`;
    case 'setAutoRenew':
      return `Switch auto-renew of ${productName} ${correction.to ? 'on' : 'off'}`;
    case 'cancelSubscription':
      return `Cancel ${correction.seats} x ${productName} at Microsoft`;
  }
}

export function warningsOf(correction: Correction, effectiveOn: string | undefined, today: string): string[] {
  if (effectiveOn !== undefined && effectiveOn > today)
    return [`What was billed for the days before ${effectiveOn} stays as it is; a catch-up is not part of this plan.`];
  return correction.action === 'setQuantity' && effectiveOn === undefined
    ? ['The new quantity counts for the whole next bill; the PSA keeps no memory of the old number.']
    : [];
}
