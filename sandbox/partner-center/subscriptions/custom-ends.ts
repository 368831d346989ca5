import type { Subscription, Term } from '../../world/types.ts';
import type { World } from '../../world/world.ts';
import { dayOf } from '../dates.ts';
import { kindOf } from './kinds.ts';

/** A day on which a first term may end instead of running its full length. */
export type CustomEnd = {
  readonly type: 'calendarMonthAligned' | 'subscriptionAligned';
  readonly day: Temporal.PlainDate;
  readonly subscriptionIds: readonly string[];
};

/** Whose first term begins when. */
export type Beginning = {
  readonly accountId: string;
  readonly customerId: string;
  readonly start: Temporal.PlainDate;
  readonly term: Term;
  /** Not aligned to itself. */
  readonly exceptId?: string | undefined;
};

export const lastDay = ({ start, term }: Pick<Beginning, 'start' | 'term'>): Temporal.PlainDate => start.add(term).subtract({ days: 1 });

/** A monthly term may end on the 28th to 30th only where the month does. */
export const isWithin = (beginning: Pick<Beginning, 'start' | 'term'>, end: Temporal.PlainDate): boolean =>
  Temporal.PlainDate.compare(end, beginning.start) >= 0 &&
  Temporal.PlainDate.compare(end, lastDay(beginning)) <= 0 &&
  !(beginning.term === 'P1M' && end.day >= 28 && end.day < end.daysInMonth);

/** The ends of other subscriptions and of the calendar month that fit into the first term (pages "Custom term end dates", "Align"). */
export function customEnds(world: World, beginning: Beginning): CustomEnd[] {
  const byDay = new Map<string, string[]>();
  for (const other of othersOf(world, beginning)) {
    const day = alignedTo(beginning, other);
    if (day === undefined) continue;
    byDay.set(day.toString(), [...(byDay.get(day.toString()) ?? []), other.id]);
  }
  const aligned = [...byDay].map(
    ([day, subscriptionIds]): CustomEnd => ({
      type: 'subscriptionAligned',
      day: Temporal.PlainDate.from(day),
      subscriptionIds,
    }),
  );
  const month = monthEnd(beginning);
  const calendar: CustomEnd[] = month === undefined ? [] : [{ type: 'calendarMonthAligned', day: month, subscriptionIds: [] }];
  return [...calendar, ...aligned.toSorted((left, right) => Temporal.PlainDate.compare(left.day, right.day))];
}

/** The last end of a calendar month inside the first term. */
function monthEnd(beginning: Beginning): Temporal.PlainDate | undefined {
  const last = lastDay(beginning);
  const end = last.day === last.daysInMonth ? last : last.with({ day: 1 }).subtract({ days: 1 });
  return isWithin(beginning, end) ? end : undefined;
}

const othersOf = (world: World, { accountId, customerId, exceptId }: Beginning): Subscription[] =>
  world.tables.subscriptions
    .by('relationship', `${accountId}:${customerId}`)
    .filter((row) => row.status === 'active' && !row.isTrial && row.id !== exceptId && kindOf(world, row) === 'licence');

/** Terms of a year or three never align to a monthly one; three years take the last such day of a yearly one's calendar. */
function alignedTo(beginning: Beginning, other: Subscription): Temporal.PlainDate | undefined {
  if (beginning.term !== 'P1M' && other.term === 'P1M') return undefined;
  let day = Temporal.PlainDate.from(dayOf(other.commitmentEndAt));
  if (beginning.term === 'P3Y' && other.term === 'P1Y') {
    const last = lastDay(beginning);
    let years = 0;
    while (Temporal.PlainDate.compare(day.add({ years: years + 1 }), last) <= 0) years += 1;
    day = day.add({ years });
  }
  return isWithin(beginning, day) ? day : undefined;
}

/** Why an end that somebody chose does not fit. */
export function misfitOf(world: World, beginning: Beginning, end: Temporal.PlainDate): 'outside' | 'unaligned' | undefined {
  if (!isWithin(beginning, end)) return 'outside';
  if (end.day === end.daysInMonth) return undefined;
  return customEnds(world, beginning).some(({ day }) => day.equals(end)) ? undefined : 'unaligned';
}

/** `2027-01-31`, with or without a time. */
export function readDay(text: string): Temporal.PlainDate | undefined {
  try {
    return Temporal.PlainDate.from(text.slice(0, 10));
  } catch {
    return undefined;
  }
}
