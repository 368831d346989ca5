import type { Tx } from '../../platform/db/connect.ts';
import type { Context } from '../context.ts';
import { hashEvent } from './chain.ts';
import { append, lockHead, microseconds } from './store.ts';

export type AuditEntry = {
  /** Verb and thing, dotted: `connection.added`, `plan.applied`. */
  readonly action: string;
  /** Public id or name of what was acted on. */
  readonly object: string;
  readonly before?: unknown;
  /** Secrets as the word "changed", never their values. */
  readonly after?: unknown;
  readonly reason?: string;
  readonly planId?: string;
  readonly correlationId?: string;
  /** The reseller whose data it is about; left out for the installation's own. */
  readonly resellerId?: string;
  readonly result?: 'done' | 'refused' | 'failed';
};

/** Writes an audit event in the transaction of the change it tells of (O4, SEC-50). Call it last: it locks the end of the chain. */
export async function record(tx: Tx, context: Pick<Context, 'actor' | 'clock' | 'ids'>, entry: AuditEntry): Promise<void> {
  const head = await lockHead(tx);
  const event = {
    seq: head.seq + 1,
    eventId: context.ids(),
    at: microseconds(context.clock.now()),
    actor: storable(context.actor.name),
    onBehalfOf: context.actor.onBehalfOf === undefined ? null : storable(context.actor.onBehalfOf),
    origin: context.actor.origin ?? null,
    action: entry.action,
    object: storable(entry.object),
    resellerId: entry.resellerId ?? null,
    before: plain(entry.before),
    after: plain(entry.after),
    reason: entry.reason === undefined ? null : storable(entry.reason),
    planId: entry.planId ?? null,
    correlationId: entry.correlationId ?? null,
    result: entry.result ?? 'done',
  };
  await append(tx, { event, previousHash: head.hash, hash: hashEvent(head.hash, event) });
}

/** Names from other systems may hold NUL or half a character: the database would refuse the one and change the other. */
const storable = (text: string): string => text.replaceAll('\0', '\uFFFD').toWellFormed();

/** As the database keeps it: what is hashed must be what comes back. */
function plain(value: unknown): unknown {
  if (value === undefined || value === null) return null;
  return JSON.parse(JSON.stringify(value), (_key, item: unknown) => (typeof item === 'string' ? storable(item) : item)) as unknown;
}
