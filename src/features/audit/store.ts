import { sql } from 'kysely';
import type { Tx } from '../../platform/db/connect.ts';
import type { ChainedEvent, ChainLink, Checkpoint } from './chain.ts';

/** Locks the end of the chain: audited transactions form a queue here, so call `record` late in the transaction. */
export async function lockHead(tx: Tx): Promise<Checkpoint> {
  const head = await tx.selectFrom('audit_head').select(['seq', 'hash']).forUpdate().executeTakeFirstOrThrow();
  return { seq: Number(head.seq), hash: head.hash };
}

export async function append(tx: Tx, { event, previousHash, hash }: ChainLink): Promise<void> {
  await tx
    .insertInto('audit_event')
    .values({
      seq: event.seq,
      event_id: event.eventId,
      at: Temporal.Instant.from(event.at),
      actor: event.actor,
      on_behalf_of: event.onBehalfOf,
      origin: event.origin,
      action: event.action,
      object: event.object,
      reseller_id: event.resellerId,
      before: event.before === null ? null : JSON.stringify(event.before),
      after: event.after === null ? null : JSON.stringify(event.after),
      reason: event.reason,
      plan_id: event.planId,
      correlation_id: event.correlationId,
      result: event.result,
      previous_hash: previousHash,
      hash,
    })
    .execute();
  await tx.updateTable('audit_head').set({ seq: event.seq, hash }).execute();
}

export async function readHead(tx: Tx): Promise<Checkpoint> {
  const head = await tx.selectFrom('audit_head').select(['seq', 'hash']).executeTakeFirstOrThrow();
  return { seq: Number(head.seq), hash: head.hash };
}

/** Events after `seq` in order, at most `limit`. */
export async function readLinks(tx: Tx, afterSeq: number, limit: number): Promise<readonly ChainLink[]> {
  const rows = await tx.selectFrom('audit_event').selectAll().where('seq', '>', String(afterSeq)).orderBy('seq').limit(limit).execute();
  return rows.map((row) => ({
    event: {
      seq: Number(row.seq),
      eventId: row.event_id,
      at: microseconds(row.at),
      actor: row.actor,
      onBehalfOf: row.on_behalf_of,
      origin: row.origin,
      action: row.action,
      object: row.object,
      resellerId: row.reseller_id,
      before: row.before ?? null,
      after: row.after ?? null,
      reason: row.reason,
      planId: row.plan_id,
      correlationId: row.correlation_id,
      result: row.result,
    } satisfies ChainedEvent,
    previousHash: row.previous_hash,
    hash: row.hash,
  }));
}

/** The database keeps microseconds: what is hashed must be what comes back. */
export const microseconds = (instant: Temporal.Instant): string =>
  instant.round({ smallestUnit: 'microsecond', roundingMode: 'floor' }).toString();

/** All events of one snapshot, in batches, so that a trail of any length is walked in flat memory. */
export async function* walkLinks(tx: Tx): AsyncGenerator<ChainLink> {
  await sql`set transaction isolation level repeatable read`.execute(tx);
  for (let after = 0; ; ) {
    const links = await readLinks(tx, after, 2_000);
    yield* links;
    const last = links.at(-1);
    if (last === undefined) return;
    after = last.event.seq;
  }
}
