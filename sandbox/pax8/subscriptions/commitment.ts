import type { DistributorSubscription } from '../../world/types.ts';
import { commitmentMonths } from '../answers/product.ts';

export type Commitment = NonNullable<DistributorSubscription['commitment']>;

/** The running commitment (its end is its last day): one whose end has passed was renewed for its own length, as often as needed. */
export function commitmentNow({ commitment, status }: DistributorSubscription, today: string): Commitment | undefined {
  if (commitment === undefined || status === 'PendingCancel' || status === 'Cancelled') return commitment;
  const first = Temporal.PlainDate.from(commitment.endDate.slice(0, 10));
  let end = first;
  for (let terms = 1; end.toString() < today; terms += 1) end = first.add({ months: terms * commitmentMonths(commitment.term) });
  return end.equals(first) ? commitment : { ...commitment, endDate: end.toString() };
}

/** A cancellation with a date waits as PendingCancel until that day has come. */
export const statusNow = ({ status, endDate }: DistributorSubscription, today: string): DistributorSubscription['status'] =>
  status === 'PendingCancel' && endDate !== undefined && endDate.slice(0, 10) <= today ? 'Cancelled' : status;

const windowDays = 7;

/**
 * Whether seats may be given back, the term changed or the subscription ended today: always without a commitment, else only in the first
 * seven days after the start or a renewal. (reported by users of the vendor's command line)
 */
export function isWindowOpen(subscription: DistributorSubscription, today: string): boolean {
  const commitment = commitmentNow(subscription, today);
  if (commitment === undefined) return true;
  const renewedOn = Temporal.PlainDate.from(commitment.endDate.slice(0, 10))
    .add({ days: 1 })
    .subtract({ months: commitmentMonths(commitment.term) });
  const startedOn = Temporal.PlainDate.from(subscription.startDate.slice(0, 10));
  const since = Temporal.PlainDate.compare(renewedOn, startedOn) > 0 ? renewedOn : startedOn;
  return Temporal.PlainDate.compare(today, since.add({ days: windowDays })) <= 0;
}
