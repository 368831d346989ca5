import { Decimal } from '../../../src/lib/decimal.ts';
import type { DistributorSubscription } from '../../world/types.ts';
import { type Stand, type Timeline, timelineOf } from './timeline.ts';

/** One charge for one subscription. Amounts for one unit. */
export type Charge = {
  readonly subscription: DistributorSubscription;
  readonly type: 'subscription' | 'prorate' | 'one-time';
  readonly term: string;
  readonly startPeriod: string;
  readonly endPeriod: string;
  readonly quantity: Decimal;
  readonly price: Decimal;
  readonly cost: Decimal;
};

/**
 * The charges of one subscription on the invoice of a month (`2026-11`): the month ahead, whole years that begin, and for the month behind
 * whatever began, changed or ended inside it, by days. Nothing is kept: the same history gives the same charges.
 */
export function chargesOf(subscription: DistributorSubscription, month: string): readonly Charge[] {
  if (subscription.usage === true || subscription.status === 'Trial') return [];
  const timeline = timelineOf(subscription);
  const to = `${month}-01`;
  const window = { from: plusMonths(to, -1), to };
  if (timeline.from > to) return [];
  return [
    ...monthsBehind(subscription, timeline, window),
    ...monthAhead(subscription, timeline, to),
    ...longCycles(subscription, timeline, window),
    ...oneTime(subscription, timeline, window),
  ];
}

type Window = { readonly from: string; readonly to: string };

const cycleMonths: Readonly<Record<string, number>> = { Annual: 12, '2-Year': 24, '3-Year': 36 };

const standIn = (timeline: Timeline, day: string, billingTerm: string): Stand | undefined => {
  const stand = timeline.at(day);
  return stand?.billingTerm === billingTerm ? stand : undefined;
};

/** The change of seats at a turn, when there is one: how many more or fewer, and whose amounts count. */
function changeAt(timeline: Timeline, day: string, billingTerm: string): { readonly delta: number; readonly stand: Stand } | undefined {
  const before = standIn(timeline, plusDays(day, -1), billingTerm);
  const after = standIn(timeline, day, billingTerm);
  const delta = (after?.quantity ?? 0) - (before?.quantity ?? 0);
  const stand = after ?? before;
  return delta === 0 || stand === undefined ? undefined : { delta, stand };
}

function monthsBehind(subscription: DistributorSubscription, timeline: Timeline, { from, to }: Window): readonly Charge[] {
  return timeline.turns
    .filter((day) => day > from && day < to)
    .flatMap((day) => {
      const change = changeAt(timeline, day, 'Monthly');
      return change === undefined ? [] : [prorated(subscription, change, { day, from, to }, 'Monthly')];
    });
}

function monthAhead(subscription: DistributorSubscription, timeline: Timeline, to: string): readonly Charge[] {
  const stand = standIn(timeline, to, 'Monthly');
  return stand === undefined ? [] : [whole(subscription, stand, { from: to, to: plusMonths(to, 1) }, 'Monthly')];
}

/** Years are charged whole when they begin; what changes inside one is charged or given back for the days that are left. */
function longCycles(subscription: DistributorSubscription, timeline: Timeline, window: Window): readonly Charge[] {
  const known = Object.entries(cycleMonths).filter(([billingTerm]) => timeline.terms.has(billingTerm));
  return known.flatMap(([billingTerm, months]) => {
    const days = new Set(timeline.turns.filter((day) => day > window.from && day <= window.to));
    const cycle = cycleAround(timeline.anchor, months, window.to);
    if (cycle.from > window.from) days.add(cycle.from);
    return [...days].sort().flatMap((day) => longCharge(subscription, timeline, day, billingTerm, months));
  });
}

function longCharge(
  subscription: DistributorSubscription,
  timeline: Timeline,
  day: string,
  billingTerm: string,
  months: number,
): readonly Charge[] {
  const cycle = cycleAround(timeline.anchor, months, day);
  if (cycle.from === day) {
    const stand = standIn(timeline, day, billingTerm);
    return stand === undefined ? [] : [whole(subscription, stand, cycle, billingTerm)];
  }
  const change = changeAt(timeline, day, billingTerm);
  return change === undefined ? [] : [prorated(subscription, change, { day, ...cycle }, billingTerm)];
}

function oneTime(subscription: DistributorSubscription, timeline: Timeline, { from, to }: Window): readonly Charge[] {
  const stand = standIn(timeline, timeline.from, 'One-Time');
  if (stand === undefined || timeline.from <= from || timeline.from > to) return [];
  return [{ ...whole(subscription, stand, { from: timeline.from, to: timeline.from }, 'One-Time'), type: 'one-time' }];
}

const whole = (subscription: DistributorSubscription, stand: Stand, { from, to }: Window, billingTerm: string): Charge => ({
  subscription,
  type: 'subscription',
  term: itemTerm(billingTerm),
  startPeriod: from,
  endPeriod: to,
  quantity: new Decimal(stand.quantity),
  price: new Decimal(stand.price),
  cost: new Decimal(stand.cost),
});

/** By days, each amount half up to the cent. (The distributor's own arithmetic is unverified.) */
function prorated(
  subscription: DistributorSubscription,
  { delta, stand }: { readonly delta: number; readonly stand: Stand },
  { day, from, to }: Window & { readonly day: string },
  billingTerm: string,
): Charge {
  const share = new Decimal(daysBetween(day, to)).div(daysBetween(from, to));
  const part = (amount: string): Decimal => share.times(amount).toDecimalPlaces(2, Decimal.ROUND_HALF_UP);
  return {
    subscription,
    type: 'prorate',
    term: itemTerm(billingTerm),
    startPeriod: day,
    endPeriod: to,
    quantity: new Decimal(delta),
    price: part(stand.price),
    cost: part(stand.cost),
  };
}

/** Items spell terms of years with a blank: `3 Year`. */
const itemTerm = (billingTerm: string): string => billingTerm.replace(/-Year$/, ' Year');

/** The cycle that holds a day, counted from the anchor so that months' ends do not drift. */
function cycleAround(anchor: string, months: number, day: string): Window {
  let index = Math.floor((monthOf(day) - monthOf(anchor)) / months);
  if (plusMonths(anchor, index * months) > day) index -= 1;
  return { from: plusMonths(anchor, index * months), to: plusMonths(anchor, (index + 1) * months) };
}

/** Months since the year 0. */
const monthOf = (day: string): number => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1;

/** The same day so many months later, or the last one of a shorter month. In whole numbers: a large world asks for millions. */
export function plusMonths(day: string, months: number): string {
  const month = monthOf(day) + months;
  const [year, place] = [Math.floor(month / 12), month % 12];
  const date = Math.min(Number(day.slice(8, 10)), daysIn(year, place));
  return `${String(year).padStart(4, '0')}-${String(place + 1).padStart(2, '0')}-${String(date).padStart(2, '0')}`;
}

/** Days of a month, counted from 0 for January. */
const daysIn = (year: number, month: number): number =>
  month === 1
    ? (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
      ? 29
      : 28
    : month === 3 || month === 5 || month === 8 || month === 10
      ? 30
      : 31;

const plusDays = (day: string, days: number): string => Temporal.PlainDate.from(day).add({ days }).toString();
const daysBetween = (from: string, to: string): number => Temporal.PlainDate.from(from).until(to, { largestUnit: 'days' }).days;
