import { Seeded } from '../../src/lib/seeded.ts';
import { dayMs, instantAt, monthsOf, termStartBefore } from './estate/times.ts';
import type { Moment } from './history-moment.ts';
import type { Subscription } from './types.ts';
import type { World } from './world.ts';

/**
 * What happened to a row of the estate before the world began: bought on the anchor day nearest to its creation, renewed at each term,
 * seats added as its batches say, some in its first term when that is over, cancelled or suspended. Nothing of it is kept.
 * Prices are those of the running term. Terms that ended before `sinceMs` may be left out.
 */
export function pastOf(world: World, row: Subscription, sinceMs = Number.NEGATIVE_INFINITY): Moment[] {
  const running = beforeItsEnd(row);
  const seats = seatsOverTime(running);
  const starts = termStarts(row);
  const isFirst = starts.length === 1;
  // A term that began before is the beginning of all that counts.
  if (Date.parse(row.effectiveStartAt) < sinceMs) starts.splice(0, starts.length - 1);
  return [
    ...earlierTerms(world, running, starts, seats[0]?.quantity ?? row.quantity),
    momentAt(row, starts.at(-1) ?? 0, isFirst ? 'bought' : 'renewed', withSeats(running, seats[0]?.quantity ?? row.quantity)),
    ...seats.slice(1).map(({ atMs, quantity }) => momentAt(row, atMs, 'quantityChanged', withSeats(running, quantity))),
    ...endOf(row),
  ];
}

const momentAt = (row: Subscription, atMs: number, kind: string, state: Subscription): Moment => ({
  atMs,
  row: state,
  kind: `estate.${kind}`,
  happening: `${row.id}/${String(atMs)}`,
  others: [],
});

/** Most never grew: their row is taken as it is. */
const withSeats = (row: Subscription, quantity: number): Subscription => (row.quantity === quantity ? row : { ...row, quantity });

/** A cancelled subscription as it was while it ran. */
function beforeItsEnd(row: Subscription): Subscription {
  if (row.status !== 'deleted' || row.cancelledAt === undefined) return row;
  const { cancelledAt: _over, ...running } = row;
  return { ...running, status: 'active' };
}

function endOf(row: Subscription): Moment[] {
  if (row.status === 'deleted' && row.cancelledAt !== undefined) return [momentAt(row, Date.parse(row.cancelledAt), 'cancelled', row)];
  if (row.status === 'suspended' && row.suspendedAt !== undefined) return [momentAt(row, Date.parse(row.suspendedAt), 'suspended', row)];
  return [];
}

/** The terms before the running one; in the first of them some subscriptions grew. */
function earlierTerms(world: World, running: Subscription, starts: readonly number[], quantity: number): Moment[] {
  if (starts.length === 1) return [];
  const random = new Seeded(`${String(world.options.seed)}/past/${running.id}`);
  const grown = random.chance(0.3) && quantity > 2 ? random.int(1, Math.ceil(quantity / 4)) : 0;
  const grownDays = random.int(1, 20);
  return starts.slice(0, -1).flatMap((startMs, index) => {
    const term = { ...earlierTerm(running, startMs, starts[index + 1] ?? startMs), quantity };
    if (index > 0) return [momentAt(running, startMs, 'renewed', term)];
    const bought = momentAt(running, startMs, 'bought', { ...term, quantity: quantity - grown });
    return grown === 0 ? [bought] : [bought, momentAt(running, startMs + grownDays * dayMs, 'quantityChanged', term)];
  });
}

/** Starts of all terms up to the running one, oldest first: as many as the creation of the row leaves room for. */
function termStarts(row: Subscription): number[] {
  const startMs = Date.parse(row.effectiveStartAt);
  const months = monthsOf(row.term);
  const oldestMs = Date.parse(row.createdAt) - months * 15 * dayMs;
  const starts = [startMs];
  // A row that was made with its term, as most are, needs no calendar.
  if (startMs - months * 31 * dayMs < oldestMs - dayMs) return starts;
  for (let firstMs = startMs; ; ) {
    const earlierMs = termStartBefore(firstMs, months);
    if (earlierMs === undefined || earlierMs < oldestMs) return starts;
    firstMs = earlierMs + (startMs % dayMs);
    starts.unshift(firstMs);
  }
}

const farAway = '9999-12-31T23:59:59Z';

const earlierTerm = (row: Subscription, startMs: number, nextMs: number): Subscription => ({
  ...row,
  effectiveStartAt: instantAt(startMs),
  anchorAt: instantAt(startMs),
  commitmentEndAt: instantAt(nextMs - (nextMs % dayMs) - 1000),
  billingCycleEndAt: farAway,
  cancellationAllowedUntil: instantAt(startMs + 7 * dayMs),
});

type Seats = { readonly atMs: number; readonly quantity: number };

/** Batches of the running term say how its seats grew, when they add up to what there is. */
function seatsOverTime(row: Subscription): Seats[] {
  const startMs = Date.parse(row.effectiveStartAt);
  const [first, second] = row.seatBatches;
  if (second === undefined || sumOf(row) !== row.quantity) return [{ atMs: startMs, quantity: row.quantity }];
  const added = new Map<number, number>();
  let quantity = 0;
  for (const batch of row.seatBatches.toSorted((left, right) => (left.addedAt < right.addedAt ? -1 : 1))) {
    quantity += batch.quantity;
    added.set(batch === first ? startMs : Math.max(startMs, Date.parse(batch.addedAt)), quantity);
  }
  return [...added].map(([atMs, count]) => ({ atMs, quantity: count }));
}

const sumOf = (row: Subscription): number => row.seatBatches.reduce((total, batch) => total + batch.quantity, 0);
