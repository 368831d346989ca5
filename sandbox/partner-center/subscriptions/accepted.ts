import { follow } from '../../acts/follow.ts';
import type { Subscription } from '../../world/types.ts';
import type { World } from '../../world/world.ts';
import { type By, keep } from './keep.ts';

const acceptedKind = 'subscription.changeAccepted';

/**
 * A PATCH that was answered 202: the change is an event without effect and takes hold when its time comes.
 * Being in the log, it survives a restart.
 */
export function accept(world: World, base: Subscription, after: Subscription, by: By, seconds: number): void {
  const dueAt = world.clock.now().add({ seconds }).toString();
  world.apply({
    kind: acceptedKind,
    actor: by.actor,
    cause: by.cause,
    about: { ...by.about, subscriptionId: after.id, dueAt, base: JSON.stringify(base), row: JSON.stringify(after) },
    changes: [],
  });
}

type Waiting = { readonly dueAt: string; readonly base: Subscription; readonly row: Subscription; readonly by: By };

const books = new WeakMap<World, { seen: number; waiting: Map<string, Waiting> }>();

/** Reads only what was added to the log since the last look. */
function waitingIn(world: World): Map<string, Waiting> {
  const book = books.get(world) ?? { seen: 0, waiting: new Map<string, Waiting>() };
  books.set(world, book);
  for (; book.seen < world.events.length; book.seen += 1) {
    const event = world.events[book.seen];
    const id = event?.about['subscriptionId'];
    if (event === undefined || id === undefined) continue;
    if (event.kind !== acceptedKind) {
      // The next charge cycle begins by itself and takes nothing back that was promised.
      if (event.kind.startsWith('subscription.') && event.kind !== 'subscription.cycleCharged') book.waiting.delete(id);
    } else {
      const { dueAt, base, row, ...about } = event.about;
      // Written by `accept` above and by nobody else.
      const [before, after] = [base, row].map((text) => JSON.parse(text ?? '{}') as Subscription) as [Subscription, Subscription];
      book.waiting.set(id, { dueAt: dueAt ?? event.at, base: before, row: after, by: { actor: event.actor, cause: event.cause, about } });
    }
  }
  return book.waiting;
}

export const hasPending = (world: World, subscriptionId: string): boolean => waitingIn(world).has(subscriptionId);

/** Lets every accepted change take hold whose time has come. */
export function settleAccepted(world: World): void {
  const now = world.clock.now();
  for (const [id, { dueAt, base, row, by }] of [...waitingIn(world)]) {
    if (Temporal.Instant.compare(dueAt, now) > 0) continue;
    const before = world.tables.subscriptions.get(id);
    if (before !== undefined) follow(world, keep(world, before, rebased(before, base, row), by));
  }
}

/** What was asked for, on the row as it stands now: its dates may have moved on meanwhile. */
function rebased(now: Subscription, base: Subscription, row: Subscription): Subscription {
  const changed = Object.entries(row).filter(([name, value]) => {
    const was: unknown = Object.entries(base).find(([key]) => key === name)?.[1];
    return JSON.stringify(value) !== JSON.stringify(was);
  });
  const gone = new Set(Object.keys(base).filter((name) => !(name in row)));
  const kept = Object.entries(now).filter(([name]) => !gone.has(name));
  // Both are rows of the same table, so every member is of its own type.
  return Object.fromEntries([...kept, ...changed]) as Subscription;
}
