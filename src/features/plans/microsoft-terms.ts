import type { SubscriptionNow } from '../../connectors/ports.ts';
import type { MicrosoftCorrection } from '../../model/difference.ts';
import type { Terms } from './desk.ts';
import { type Refused, refused } from './plan.ts';

/** Hours in which seats that were just added may be given back (partner-center-api reference 8.4, cancel window). */
const windowHours = 168;

const atRenewal = 'Switch auto-renew off or book fewer seats for the next term, or bill the customer for them.';

/** What Microsoft allows for a subscription just now, before anything is sent. Sources: partner-center-api reference 8.2-8.4. */
export function termsAtMicrosoft(correction: MicrosoftCorrection, now: SubscriptionNow | undefined, at: Temporal.Instant): Terms | Refused {
  if (now === undefined)
    return refused('nothing_to_correct', 'Microsoft no longer knows this subscription.', { hint: 'Sync the customer.' });
  switch (correction.action) {
    case 'setSeats': {
      const change = Number(correction.to) - Number(correction.from);
      return change < 0 ? giveBack(-change, now, at) : add(now, at);
    }
    case 'setAutoRenew':
      return autoRenew(correction.to, now);
    case 'cancelSubscription':
      return cancel(now, at);
  }
}

const booked = ({ hasBookedChange }: SubscriptionNow): string[] =>
  hasBookedChange ? ['A change is booked for the next term; Microsoft deletes it with this one.'] : [];

/** Each batch of seats has a window of its own. */
function giveBack(seats: number, now: SubscriptionNow, at: Temporal.Instant): Terms | Refused {
  const open = now.returnable?.filter(({ until }) => Temporal.Instant.compare(Temporal.Instant.from(until), at) > 0);
  const possible = open?.reduce((sum, batch) => sum + batch.seats, 0);
  const { offerName } = now.subscription;
  if (possible !== undefined && possible < seats)
    return refused(
      'nothing_to_correct',
      possible === 0
        ? `No seat of ${offerName} can be given back any more: each could be for ${windowHours / 24} days after it was bought.`
        : `Only ${possible} of the ${seats} seats of ${offerName} can still be given back.`,
      { hint: atRenewal },
    );
  return {
    reversibility: 'undoableHere',
    reversibleUntil: undefined,
    warnings: [
      'Microsoft credits the days that are left of the charge cycle.',
      ...(possible === undefined ? ['Microsoft does not say how many seats can be given back; it refuses when none can.'] : []),
      ...booked(now),
    ],
  };
}

function add(now: SubscriptionNow, at: Temporal.Instant): Terms {
  const until = at.add({ hours: windowHours });
  return {
    reversibility: 'reversibleUntil',
    reversibleUntil: until,
    warnings: [
      `Microsoft charges the added seats from today; after ${until.toString({ smallestUnit: 'minute' })} they are owed until the term ends.`,
      ...booked(now),
    ],
  };
}

function autoRenew(isOn: boolean, { subscription }: SubscriptionNow): Terms {
  const ends = subscription.endsOn;
  return {
    reversibility: ends === undefined ? 'undoableHere' : 'reversibleUntil',
    // The term's last day is included; the renewal begins at 00:00 UTC of the next.
    reversibleUntil: ends === undefined ? undefined : Temporal.PlainDate.from(ends).add({ days: 1 }).toZonedDateTime('UTC').toInstant(),
    warnings: [
      isOn
        ? `The subscription renews ${ends === undefined ? 'at the end of its term' : `after ${ends}`} with all its seats.`
        : 'Microsoft may carry it on in an extended service term at a higher price when the term ends; book a cancellation for that day if it must end.',
    ],
  };
}

function cancel({ subscription }: SubscriptionNow, at: Temporal.Instant): Terms | Refused {
  const { cancelUntil, offerName } = subscription;
  const today = at.toZonedDateTimeISO('UTC').toPlainDate().toString();
  if (cancelUntil !== undefined && cancelUntil < today)
    return refused('nothing_to_correct', `${offerName} could be cancelled until ${cancelUntil}.`, {
      hint: 'Switch auto-renew off instead: it ends with its term.',
    });
  return {
    reversibility: 'cannotBeUndone',
    reversibleUntil: undefined,
    warnings: ['The customer loses the service at once.', 'Microsoft credits the days that are left of the charge cycle.'],
  };
}
