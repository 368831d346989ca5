import type { MicrosoftCorrection } from '../../model/difference.ts';
import type { MicrosoftSubscription } from '../../model/subscription.ts';
import type { TargetState } from './plan.ts';

const flag = (isOn: boolean): string => (isOn ? 'on' : 'off');

export const noSubscription: TargetState = { status: 'none' };

/** A subscription in the words of a step. */
export const stateOfSubscription = ({ seats, autoRenew, status }: MicrosoftSubscription): TargetState => ({
  seats: String(seats),
  autoRenew: flag(autoRenew),
  status,
});

export function subscriptionAfter(before: TargetState, correction: MicrosoftCorrection): TargetState {
  switch (correction.action) {
    case 'setSeats':
      return { ...before, seats: correction.to };
    case 'setAutoRenew':
      return { ...before, autoRenew: flag(correction.to) };
    case 'cancelSubscription':
      return { ...before, status: 'cancelled' };
  }
}

/** Is the wanted state there? What else moved is told apart from it. */
export function isReachedAtMicrosoft(now: TargetState, correction: MicrosoftCorrection): boolean {
  const wanted = subscriptionAfter(now, correction);
  return wanted['seats'] === now['seats'] && wanted['autoRenew'] === now['autoRenew'] && wanted['status'] === now['status'];
}

export function isAsComparedAtMicrosoft(now: TargetState, correction: MicrosoftCorrection): boolean {
  if (now['status'] !== 'active' && now['status'] !== 'suspended') return false;
  switch (correction.action) {
    case 'setSeats':
      return now['seats'] === correction.from;
    case 'setAutoRenew':
      return now['autoRenew'] === flag(!correction.to);
    case 'cancelSubscription':
      return now['seats'] === correction.seats;
  }
}
