import { createHash } from 'node:crypto';
import type { Delivery, DeliveryRefusal, WebhookHint } from '../../connectors/ports.ts';
import type { Feed } from '../../model/feed.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';
import { queueForOthers } from './relay-queue.ts';
import { ofHint, textOf } from './resource.ts';
import { connectionOf } from './state.ts';
import { insertEvents } from './store.ts';

export type Received =
  | { readonly status: 'taken' | 'known' }
  | { readonly status: 'nobody' }
  | { readonly status: 'refused'; readonly because: DeliveryRefusal }
  | { readonly status: 'tryLater' };

export type Receive = {
  readonly pathKey: string;
  readonly delivery: Delivery /** Another tool handed it on. */;
  readonly isRelayed: boolean;
};

/** Longer than an event may be late (48 h), and as long as deliveries are known again: an older one is a replay and reads nothing. */
const oldestHours = 7 * 24;

/**
 * Takes a notification of Partner Center in (reliability reference, section 11): checked first, then its bytes kept and what it names queued, in one
 * transaction. Nothing is read from Microsoft here. The address decides the account; nothing in the body can change it.
 */
export async function receiveDelivery(context: Context, { pathKey, delivery, isRelayed }: Receive): Promise<Received> {
  const account = await inScope(context.db, everything, (tx) => connectionOf(tx, pathKey));
  if (account === undefined) return { status: 'nobody' };
  const verdict = await context.webhooks.check(delivery);
  if (verdict.is === 'tryLater') return { status: 'tryLater' };
  if (verdict.is === 'refused') return { status: 'refused', because: verdict.because };
  const { connectionId } = account;
  // Of this account only: the same notice to two accounts of ours is two.
  const hash = createHash('sha256').update(`${connectionId} ${verdict.sha256}`).digest('hex');
  return inScope(context.db, everything, async (tx) => {
    const now = context.clock.now();
    const kept = await tx
      .insertInto('webhook_event')
      .values({
        event_hash: hash,
        connection_id: connectionId,
        body: Buffer.from(delivery.body),
        headers: JSON.stringify(delivery.headers.filter(([name]) => isHandedOn(name))),
        received_at: now,
      })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    if (kept.numInsertedOrUpdatedRows === 0n) return { status: 'known' };
    await insertEvents(tx, [eventOf(connectionId, hash, verdict.hint, isRelayed ? 'relay' : 'webhook', now)], now);
    await queueForOthers(tx, connectionId, hash, now);
    return { status: 'taken' };
  });
}

/** What signs a delivery and says what it is; the rest belongs to the way it came. */
const isHandedOn = (name: string): boolean => /^(authorization|x-ms-.*|content-type)$/i.test(name);

function eventOf(connectionId: string, key: string, hint: WebhookHint, feed: Feed, now: Temporal.Instant) {
  const resource = ofHint(hint.resource);
  const occurredAt = hint.at === undefined ? undefined : Temporal.Instant.from(hint.at);
  const isStale = occurredAt !== undefined && Temporal.Instant.compare(occurredAt, now.subtract({ hours: oldestHours })) < 0;
  const event = { connectionId, key, feed, event: hint.event, resource: textOf(resource), occurredAt };
  if (isStale) return { ...event, outcome: 'stale' as const };
  return resource.kind === 'nothing' ? { ...event, outcome: 'none' as const } : event;
}
