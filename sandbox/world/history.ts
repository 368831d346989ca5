import type { Moment, Other } from './history-moment.ts';
import { pastOf } from './past.ts';
import type { Subscription } from './types.ts';
import type { World, WorldEvent } from './world.ts';

type Index = {
  readonly bySubscription: Map<string, number[]>;
  /** Subscriptions that an account had once and gave away, by account. */
  readonly given: Map<string, Set<string>>;
  readonly owners: Map<string, string>;
  /** When orders were cancelled, by order. */
  readonly cancelled: Map<string, number>;
  seen: number;
};
const indexes = new WeakMap<World, Index>();

/**
 * Everything that happened to a subscription, oldest first: before the world began as its first row tells it, then the events.
 * Terms that ended before `sinceMs` may be left out.
 */
export function historyOf(world: World, id: string, sinceMs?: number): Moment[] {
  const events = (indexOf(world).bySubscription.get(id) ?? []).flatMap((place) => world.events[place] ?? []);
  const moments = events.map((event) => momentOf(event, id));
  const first = world.tables.subscriptions.first(id);
  // The table keeps the very row of the event that brought the subscription, so any other first row was laid with the estate.
  return first === undefined || first === moments[0]?.row ? moments : [...pastOf(world, first, sinceMs), ...moments];
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
  const index: Index = indexes.get(world) ?? {
    bySubscription: new Map(),
    given: new Map(),
    owners: new Map(),
    cancelled: new Map(),
    seen: 0,
  };
  indexes.set(world, index);
  for (; index.seen < world.events.length; index.seen += 1) {
    const event = world.events[index.seen];
    if (event !== undefined) notice(world, index, event);
  }
  return index;
}

function notice(world: World, index: Index, event: WorldEvent): void {
  for (const change of event.changes) {
    if (change.table === 'orders' && event.kind === 'order.cancelled') index.cancelled.set(change.key, Date.parse(event.at));
    if (change.table !== 'subscriptions' || change.row === null) continue;
    const places = index.bySubscription.get(change.key);
    if (places === undefined) index.bySubscription.set(change.key, [index.seen]);
    else if (places.at(-1) !== index.seen) places.push(index.seen);
    noticeOwner(world, index, change.row as Subscription);
  }
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

/** When an order was cancelled; undefined when it was not. */
export const orderCancelledMs = (world: World, orderId: string): number | undefined => indexOf(world).cancelled.get(orderId);
