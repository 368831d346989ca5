import { Seeded } from '../../src/lib/seeded.ts';
import { anchorOf, instantAt, monthsLater, monthsOf } from './estate/times.ts';
import type { Subscription } from './types.ts';
import type { World, WorldEvent } from './world.ts';

/** A subscription from one instant on, until the next moment. */
export type Moment = {
  readonly atMs: number;
  readonly row: Subscription;
  /** Kind of the event; `estate.*` before the world began. */
  readonly kind: string;
  /** What all that happened together shares: `e17` for an event, else subscription and instant. */
  readonly happening: string;
  /** Other subscriptions that the same event changed, and whether it brought them: an upgrade takes here and gives there. */
  readonly others: readonly Other[];
};

export type Other = { readonly id: string; readonly isNew: boolean };

type Index = {
  readonly bySubscription: Map<string, number[]>;
  /** Subscriptions that an account had once and gave away, by account. */
  readonly given: Map<string, Set<string>>;
  readonly owners: Map<string, string>;
  seen: number;
};
const indexes = new WeakMap<World, Index>();

/** Everything that happened to a subscription, oldest first: before the world began as its first row tells it, then the events. */
export function historyOf(world: World, id: string): Moment[] {
  const events = (indexOf(world).bySubscription.get(id) ?? []).flatMap((place) => world.events[place] ?? []);
  const moments = events.map((event) => momentOf(event, id));
  const first = world.tables.subscriptions.first(id);
  // The table keeps the very row of the event that brought the subscription, so any other first row was laid with the estate.
  return first === undefined || first === moments[0]?.row ? moments : [...pastOf(world, first), ...moments];
}

function momentOf(event: WorldEvent, id: string): Moment {
  const own = event.changes.findLast((change) => change.table === 'subscriptions' && change.key === id);
  return {
    atMs: Date.parse(event.at),
    // The index holds only events that put this row.
    row: own?.row as Subscription,
    kind: event.kind,
    happening: `e${String(event.seq)}`,
    others: event.changes.flatMap((change): Other[] =>
      change.table === 'subscriptions' && change.key !== id && change.row !== null
        ? [{ id: change.key, isNew: (change.row as Subscription).version === 1 }]
        : [],
    ),
  };
}

function indexOf(world: World): Index {
  const index: Index = indexes.get(world) ?? { bySubscription: new Map(), given: new Map(), owners: new Map(), seen: 0 };
  indexes.set(world, index);
  for (; index.seen < world.events.length; index.seen += 1) {
    for (const change of world.events[index.seen]?.changes ?? []) {
      if (change.table !== 'subscriptions' || change.row === null) continue;
      const places = index.bySubscription.get(change.key);
      if (places === undefined) index.bySubscription.set(change.key, [index.seen]);
      else if (places.at(-1) !== index.seen) places.push(index.seen);
      noticeOwner(world, index, change.row as Subscription);
    }
  }
  return index;
}

/** A transfer takes a subscription to another account; its earlier charges stay with the first. */
function noticeOwner(world: World, index: Index, row: Subscription): void {
  const before = index.owners.get(row.id) ?? world.tables.subscriptions.first(row.id)?.accountId;
  if (before === row.accountId || before === undefined) return;
  index.owners.set(row.id, row.accountId);
  index.given.set(before, (index.given.get(before) ?? new Set<string>()).add(row.id));
}

/** Ids of all subscriptions that an account has or had, in an order that only grows at its end. */
export function* everOf(world: World, accountId: string): Generator<string> {
  const given = indexOf(world).given.get(accountId) ?? new Set<string>();
  for (const [id, row] of world.tables.subscriptions.entries()) if (row.accountId === accountId || given.has(id)) yield id;
}

/**
 * What happened to a row of the estate before the world began: bought on the anchor day nearest to its creation, renewed at each term,
 * seats added as its batches say, some more in an earlier term, cancelled. Nothing of it is kept.
 */
export function pastOf(world: World, row: Subscription): Moment[] {
  const { cancelledAt: _over, ...whole } = row;
  const running: Subscription = row.status === 'deleted' && row.cancelledAt !== undefined ? { ...whole, status: 'active' } : row;
  const seats = seatsOverTime(running);
  const starts = termStarts(row);
  const random = starts.length > 1 ? new Seeded(`${String(world.options.seed)}/past/${row.id}`) : undefined;
  const moments: Moment[] = [];
  const at = (atMs: number, kind: string, state: Subscription): void => {
    moments.push({ atMs, row: state, kind: `estate.${kind}`, happening: `${row.id}/${String(atMs)}`, others: [] });
  };
  const grown =
    random?.chance(0.3) === true && seats[0] !== undefined && seats[0].quantity > 2 ? random.int(1, Math.ceil(seats[0].quantity / 4)) : 0;
  for (const [index, startMs] of starts.entries()) {
    const isLast = index === starts.length - 1;
    const quantity = seats[0]?.quantity ?? row.quantity;
    const term = isLast ? running : earlierTerm(running, startMs, starts[index + 1] ?? startMs);
    at(startMs, index === 0 ? 'bought' : 'renewed', { ...term, quantity: index === 0 && !isLast ? quantity - grown : quantity });
    if (index === 0 && grown > 0 && random !== undefined) {
      const addedMs = startMs + random.int(1, 20) * 86_400_000;
      if (addedMs < (starts[1] ?? 0)) at(addedMs, 'quantityChanged', { ...term, quantity });
    }
  }
  for (const change of seats.slice(1)) at(change.atMs, 'quantityChanged', { ...running, quantity: change.quantity });
  if (row.cancelledAt !== undefined && row.status === 'deleted') at(Date.parse(row.cancelledAt), 'cancelled', row);
  if (row.status === 'suspended' && row.suspendedAt !== undefined) at(Date.parse(row.suspendedAt), 'suspended', row);
  return moments;
}

/** Starts of all terms up to the running one, oldest first. */
function termStarts(row: Subscription): number[] {
  const startMs = Date.parse(row.effectiveStartAt);
  const months = monthsOf(row.term);
  const oldestMs = Date.parse(row.createdAt) - months * 15 * 86_400_000;
  const starts = [startMs];
  const timeMs = startMs % 86_400_000;
  for (let count = 1; ; count += 1) {
    const earlierMs = monthsLater(startMs, -count * months) + timeMs;
    if (earlierMs < oldestMs) return starts;
    starts.unshift(earlierMs);
  }
}

function earlierTerm(row: Subscription, startMs: number, nextMs: number): Subscription {
  const windowEnd = instantAt(startMs + 7 * 86_400_000);
  return {
    ...row,
    effectiveStartAt: instantAt(startMs),
    anchorAt: instantAt(anchorOf(startMs, startMs, row.term).ms),
    commitmentEndAt: instantAt(nextMs - (nextMs % 86_400_000) - 1000),
    billingCycleEndAt: farAway,
    cancellationAllowedUntil: windowEnd,
  };
}

const farAway = '9999-12-31T23:59:59Z';

/** Batches of the running term say how its seats grew, when they add up. */
function seatsOverTime(row: Subscription): { readonly atMs: number; readonly quantity: number }[] {
  const startMs = Date.parse(row.effectiveStartAt);
  const batches = row.seatBatches.map((batch) => ({ atMs: Math.max(startMs, Date.parse(batch.addedAt)), quantity: batch.quantity }));
  const sum = batches.reduce((total, batch) => total + batch.quantity, 0);
  if (sum !== row.quantity || batches.length === 0) return [{ atMs: startMs, quantity: row.quantity }];
  const byTime = batches.toSorted((left, right) => left.atMs - right.atMs);
  let quantity = 0;
  const grown: { atMs: number; quantity: number }[] = [];
  for (const batch of byTime) {
    quantity += batch.quantity;
    const last = grown.at(-1);
    if (last === undefined || last.atMs !== batch.atMs) grown.push({ atMs: batch.atMs, quantity });
    else grown[grown.length - 1] = { atMs: batch.atMs, quantity };
  }
  return grown;
}
