import type { Cause } from '../../../../model/cause.ts';
import { because, explain } from '../../causes/cause-rule.ts';
import type { BookChange } from '../../causes/history.ts';
import { quantityCauses } from '../../causes/quantity/table.ts';
import type { Books } from '../books.ts';
import { isoDay } from '../days.ts';
import { theirsOf } from '../distributor/theirs.ts';
import { microPerUnit, microText } from '../exact.ts';
import type { AuditEvent, PsaLine, Subscription } from '../model.ts';
import { sum } from './about.ts';

/** Why other seats are billed than were bought, best first: the rules of the continuous comparison, told what files know. */
export function causesOfQuantity(subscription: Subscription, lines: readonly PsaLine[], books: Books): readonly [Cause, ...Cause[]] {
  const events = books.audit?.get(subscription.id) ?? [];
  const billed = sum(lines);
  const theirs = theirsOf(books, subscription.id);
  const facts = {
    bought: subscription.quantity / microPerUnit,
    counted: billed / microPerUnit,
    isNamed: lines.every(({ subscriptionId }) => subscriptionId === subscription.id),
    history: events.filter(({ isCancellation }) => !isCancellation).map(toChange),
    // Files tell what is billed, and not since when.
    ...{ countedHistory: [], countedSince: undefined, boughtOn: undefined, countedMovedAt: undefined, historySince: undefined },
    supplied: theirs && theirs.quantity / microPerUnit,
    other: 'psa' as const,
  };
  return explain(quantityCauses, facts, fallback(events, billed)).causes;
}

const toChange = ({ on, from, to }: AuditEvent): BookChange => ({
  ...{ at: isoDay(on), field: 'quantity', before: microText(from), after: microText(to), who: undefined, from: 'log' },
});

/** A seat change of the audit log whose old count is the one still billed says something, wherever the seats went from there. */
function fallback(events: readonly AuditEvent[], billed: number) {
  const change = events.findLast((event) => event.from === billed && event.to !== billed && !event.isCancellation);
  if (change === undefined) return because('unknown', 'unknown', 'Nothing in the files says how the two numbers came to differ.');
  const text = `The seats were changed from ${microText(change.from)} to ${microText(change.to)} on ${isoDay(change.on)}; the PSA was not.`;
  return because(change.to > change.from ? 'seats_added' : 'seats_reduced', 'likely', text);
}
