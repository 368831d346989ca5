import type { AuditRecord, Marketplace, Page } from '../../connectors/ports.ts';
import { isAppError } from '../../lib/errors.ts';
import { idOf } from '../../model/ids.ts';
import type { Tx } from '../../platform/db/connect.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';
import { startSync } from '../sync/index.ts';
import { baseline, firstDay } from './pace.ts';
import { ofRecord, textOf } from './resource.ts';
import { type FeedState, lockState } from './state.ts';
import { insertEvents, type NewEvent } from './store.ts';

/**
 * Reads the activity log from the day on that is not known whole and takes in what is new. The log's finest grain is a day, so known records come
 * again and change nothing. When a page holds nothing new and the pages run from newest to oldest, the rest is known, unless the list
 * broke off the last time: what was read of it is kept, and it is read to its end. Answers how many events are new.
 */
export async function pollActivity(context: Context, connectionId: string, remote: Marketplace, signal: AbortSignal): Promise<number> {
  const askedAt = context.clock.now();
  const before = await inScope(context.db, everything, async (tx) => {
    const state = await lockState(tx, connectionId, askedAt);
    await keepPoll(tx, connectionId, { polled_whole: false });
    return state;
  });
  const fresh = await readPages({ context, connectionId, remote, signal }, before);
  await inScope(context.db, everything, (tx) =>
    keepPoll(tx, connectionId, { polled_whole: true, known_until: askedAt, polled_at: askedAt }),
  );
  return fresh;
}

type Poll = { readonly polled_whole: boolean; readonly known_until?: Temporal.Instant; readonly polled_at?: Temporal.Instant };

const keepPoll = (tx: Tx, connectionId: string, poll: Poll) =>
  tx.updateTable('feed_state').set(poll).where('connection_id', '=', connectionId).execute();

type At = { readonly context: Context; readonly connectionId: string; readonly remote: Marketplace; readonly signal: AbortSignal };

async function readPages(at: At, { knownUntil, polledAt, polledWhole }: FeedState): Promise<number> {
  const { context, connectionId, remote, signal } = at;
  const oldest = polledAt === undefined ? baseline(knownUntil) : undefined;
  let [fresh, pages] = [0, 0];
  try {
    for await (const page of remote.activity(firstDay(knownUntil), signal)) {
      const came = await takeIn(context, connectionId, page, oldest);
      fresh += came;
      pages += 1;
      if (came === 0 && polledWhole && isNewestFirst(page)) break;
    }
  } catch (error) {
    // A pause of our own that is longer than the log goes back (F34): everything is read, and the log is known from now on.
    if (!isAppError(error) || error.code !== 'cursor_expired' || pages > 0) throw error;
    await startSync(context, { connectionId: idOf('connection', connectionId), reach: 'full' });
  }
  return fresh;
}

const isNewestFirst = ({ items }: Page<AuditRecord>): boolean =>
  items.length > 0 &&
  items.every(({ at }, index) => {
    const before = items[index - 1];
    return before === undefined || Temporal.Instant.compare(before.at, at) >= 0;
  });

/** `oldest`: at the very first look, what is older was read by the first full reading. */
const takeIn = (context: Context, connectionId: string, page: Page<AuditRecord>, oldest: Temporal.Instant | undefined): Promise<number> =>
  inScope(context.db, everything, async (tx) => {
    const events = page.items.map((record) => toEvent(connectionId, record, oldest));
    return (await insertEvents(tx, events, context.clock.now())).length;
  });

function toEvent(connectionId: string, record: AuditRecord, oldest: Temporal.Instant | undefined): NewEvent {
  const resource = ofRecord(record);
  const occurredAt = Temporal.Instant.from(record.at);
  const isKnown = oldest !== undefined && Temporal.Instant.compare(occurredAt, oldest) < 0;
  const event = { connectionId, key: record.id, feed: 'audit', event: record.operation, resource: textOf(resource), occurredAt } as const;
  return isKnown || resource.kind === 'nothing' ? { ...event, outcome: 'none' } : event;
}
