import { sql } from 'kysely';
import type { HandedOn } from '../../connectors/ports.ts';
import { atOnce } from '../../lib/at-once.ts';
import { claimLease, holdLease, type Lease, releaseLease } from '../../platform/db/lease.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';
import { openAddress } from './relay-destinations.ts';

const mostAtOnce = 4;
const mostInAPass = 200;
const firstPauseSeconds = 10;
const longestPauseSeconds = 6 * 3_600;
/** Retried over days (SEC-46), then it waits for a person. */
const givenUpAfterHours = 72;

type Due = {
  readonly destination_id: string;
  readonly event_hash: string;
  readonly attempts: number;
  readonly address: string;
  readonly body: Buffer;
  readonly headers: unknown;
  readonly received_at: Temporal.Instant;
};

/** Hands on what is due to other tools, unchanged. One worker at a time; killed in between, the delivery is sent again: a tool has to stand that from Microsoft too. */
export async function handOnDue(context: Context, signal: AbortSignal): Promise<number> {
  if (!(await inScope(context.db, everything, (tx) => isAnyDue(tx, context.clock.now())))) return 0;
  const lease = await claimLease(context.db, 'relay', context.ids());
  if (lease === undefined) return 0;
  try {
    const due = await inScope(context.db, everything, (tx) => listDue(tx, context.clock.now()));
    await atOnce(due, mostAtOnce, (one) => handOne(context, lease, one, signal), signal);
    return due.length;
  } finally {
    await releaseLease(context.db, lease);
  }
}

async function isAnyDue(tx: Parameters<typeof holdLease>[0], now: Temporal.Instant): Promise<boolean> {
  const row = await tx
    .selectFrom('relay_delivery')
    .select('event_hash')
    .where('state', '=', 'waiting')
    .where('next_at', '<=', now)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

async function listDue(tx: Parameters<typeof holdLease>[0], now: Temporal.Instant): Promise<readonly Due[]> {
  const { rows } = await sql<Due>`
    select relay_delivery.destination_id, relay_delivery.event_hash, relay_delivery.attempts, relay_destination.address,
      webhook_event.body, webhook_event.headers, webhook_event.received_at
    from relay_delivery
    join relay_destination on relay_destination.destination_id = relay_delivery.destination_id and not relay_destination.paused
    join webhook_event on webhook_event.event_hash = relay_delivery.event_hash
    where relay_delivery.state = 'waiting' and relay_delivery.next_at <= ${now}
    order by relay_delivery.next_at limit ${mostInAPass}`.execute(tx);
  return rows;
}

async function handOne(context: Context, lease: Lease, due: Due, signal: AbortSignal): Promise<void> {
  const address = openAddress(context, due.destination_id, due.address);
  const headers = due.headers as readonly (readonly [string, string])[]; // written by us when it came
  const handed = await context.webhooks.handOn(address, { body: due.body, headers }, signal);
  const now = context.clock.now();
  await inScope(context.db, everything, async (tx) => {
    await holdLease(tx, lease);
    await tx
      .updateTable('relay_delivery')
      .set({ attempts: due.attempts + 1, ...after(due, handed, now) })
      .where('destination_id', '=', due.destination_id)
      .where('event_hash', '=', due.event_hash)
      .execute();
  });
}

function after({ attempts, received_at }: Due, handed: HandedOn, now: Temporal.Instant) {
  if ('status' in handed && handed.status >= 200 && handed.status < 300)
    return { state: 'delivered', detail: `Answered ${handed.status}`, ended_at: now };
  const detail = 'status' in handed ? `Answered ${handed.status}` : handed.because;
  if (Temporal.Instant.compare(received_at.add({ hours: givenUpAfterHours }), now) <= 0) return { state: 'dead', detail, ended_at: now };
  const seconds = Math.min(longestPauseSeconds, firstPauseSeconds * 2 ** Math.min(attempts, 16));
  return { state: 'waiting', detail, next_at: now.add({ seconds }) };
}

/** Brings what was given up for a tool back; answers how much. Its three days begin anew only for what is still kept. */
export const retryHandOn = (context: Context, connectionId: string, destinationId: string): Promise<number> =>
  inScope(context.db, everything, async (tx) => {
    const done = await tx
      .updateTable('relay_delivery')
      .set({ state: 'waiting', attempts: 0, next_at: context.clock.now(), ended_at: null })
      .where('destination_id', '=', destinationId)
      .where('state', '=', 'dead')
      .where((where) =>
        where.exists(
          where
            .selectFrom('relay_destination')
            .select('name')
            .where('destination_id', '=', destinationId)
            .where('connection_id', '=', connectionId),
        ),
      )
      .executeTakeFirst();
    return Number(done.numUpdatedRows);
  });
