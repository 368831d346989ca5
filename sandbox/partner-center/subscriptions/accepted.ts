import { follow } from '../../acts/follow.ts';
import type { Subscription } from '../../world/types.ts';
import type { World } from '../../world/world.ts';
import { type By, keep } from './keep.ts';

const acceptedKind = 'subscription.changeAccepted';

/**
 * A PATCH that was answered 202: the change is an event without effect and takes hold when its time comes.
 * Being in the log, it survives a restart.
 */
export function accept(world: World, after: Subscription, by: By, seconds: number): void {
  const dueAt = world.clock.now().add({ seconds }).toString();
  world.apply({
    kind: acceptedKind,
    actor: by.actor,
    cause: by.cause,
    about: { ...by.about, subscriptionId: after.id, dueAt, row: JSON.stringify(after) },
    changes: [],
  });
}

type Waiting = { readonly dueAt: string; readonly row: Subscription; readonly by: By };

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
      if (event.kind.startsWith('subscription.')) book.waiting.delete(id);
    } else {
      const { dueAt, row, ...about } = event.about;
      // Written by `accept` above and by nobody else.
      const kept = JSON.parse(row ?? '{}') as Subscription;
      book.waiting.set(id, { dueAt: dueAt ?? event.at, row: kept, by: { actor: event.actor, cause: event.cause, about } });
    }
  }
  return book.waiting;
}

export const hasPending = (world: World, subscriptionId: string): boolean => waitingIn(world).has(subscriptionId);

/** Lets every accepted change take hold whose time has come. */
export function settleAccepted(world: World): void {
  const now = world.clock.now();
  for (const [id, { dueAt, row, by }] of [...waitingIn(world)]) {
    if (Temporal.Instant.compare(dueAt, now) > 0) continue;
    const before = world.tables.subscriptions.get(id);
    if (before !== undefined) follow(world, keep(world, before, row, by));
  }
}
