import { createHash } from 'node:crypto';
import type { Context } from '../features/context.ts';
import { canonicalJson } from '../lib/canonical.ts';
import type { Tx } from '../platform/db/connect.ts';
import { inScope } from '../platform/db/transaction.ts';

/** What an earlier call with the same key means for this one. */
export type KeyVerdict =
  | { readonly kind: 'first' }
  | { readonly kind: 'replay'; readonly status: number; readonly reply: unknown }
  | { readonly kind: 'running' }
  | { readonly kind: 'otherBody' };

export type KeyUse = { readonly personId: string; readonly key: string; readonly bodyHash: string };

export const keyUse = (personId: string, key: string, routeId: string, params: unknown, body: unknown): KeyUse => ({
  personId,
  key,
  bodyHash: createHash('sha256')
    .update(canonicalJson({ routeId, params: params ?? null, body: body ?? null }))
    .digest('hex'),
});

/** Claims the key, or says what became of it. The database decides between two calls at once. */
export function claimKey(context: Context, use: KeyUse): Promise<KeyVerdict> {
  return inScope(context.db, context.scope, async (tx): Promise<KeyVerdict> => {
    const claimed = await tx
      .insertInto('idempotency_key')
      .values({
        person_id: use.personId,
        key: use.key,
        body_hash: use.bodyHash,
        state: 'running',
        status: null,
        reply: null,
        created_at: context.clock.now(),
      })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    if ((claimed.numInsertedOrUpdatedRows ?? 0n) > 0n) return { kind: 'first' };
    const known = await tx
      .selectFrom('idempotency_key')
      .selectAll()
      .where('person_id', '=', use.personId)
      .where('key', '=', use.key)
      .executeTakeFirst();
    if (known === undefined) return { kind: 'running' };
    if (known.body_hash === use.bodyHash && known.state === 'running' && (await takeOver(tx, use, context.clock.now())))
      return { kind: 'first' };
    if (known.body_hash !== use.bodyHash) return { kind: 'otherBody' };
    return known.state === 'done' && known.status !== null
      ? { kind: 'replay', status: known.status, reply: known.reply }
      : { kind: 'running' };
  });
}

/** A process that died in the middle left its key claimed. What these calls do is a transaction, or a job that joins itself: it may be done again. */
async function takeOver(tx: Tx, use: KeyUse, now: Temporal.Instant): Promise<boolean> {
  const taken = await tx
    .updateTable('idempotency_key')
    .set({ created_at: now })
    .where('person_id', '=', use.personId)
    .where('key', '=', use.key)
    .where('state', '=', 'running')
    .where('created_at', '<', now.subtract({ minutes: 5 }))
    .executeTakeFirst();
  return taken.numUpdatedRows > 0n;
}

/** Keeps the answer for later calls with the same key. Kept for ever: these calls move money (reliability reference, section 3). */
export async function keepAnswer(context: Context, use: KeyUse, status: number, reply: unknown): Promise<void> {
  await inScope(context.db, context.scope, async (tx) => {
    await tx
      .updateTable('idempotency_key')
      .set({ state: 'done', status, reply: JSON.stringify(reply ?? null) })
      .where('person_id', '=', use.personId)
      .where('key', '=', use.key)
      .execute();
  });
}

/** Gives the key back after a refusal or a fault: those are not stored. */
export async function releaseKey(context: Context, use: KeyUse): Promise<void> {
  await inScope(context.db, context.scope, async (tx) => {
    await tx
      .deleteFrom('idempotency_key')
      .where('person_id', '=', use.personId)
      .where('key', '=', use.key)
      .where('state', '=', 'running')
      .execute();
  });
}
