import { sql } from 'kysely';
import type { Marketplace, WebhookRegistration } from '../../connectors/ports.ts';
import type { Holder } from '../../model/feed.ts';
import { publicId } from '../../model/ids.ts';
import type { Tx } from '../../platform/db/connect.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import { record } from '../audit/index.ts';
import type { Context } from '../context.ts';
import { hostOf, isOurs } from './address.ts';
import { lockState, sealRegistration } from './state.ts';

/** Looks whose the registration is and writes it down; a change of hands goes into the audit trail (F44). Reads only. */
export async function lookAtRegistration(
  context: Context,
  connectionId: string,
  remote: Marketplace,
  signal?: AbortSignal,
): Promise<Holder> {
  const found = await remote.webhookSlot?.read(signal);
  return inScope(context.db, everything, async (tx) => {
    const now = context.clock.now();
    const before = await lockState(tx, connectionId, now);
    const holder = holderOf(found, before.pathKey);
    const host = found === undefined ? null : hostOf(found.url);
    await tx
      .updateTable('feed_state')
      .set({
        holder,
        checked_at: now,
        registered_host: host,
        registered_events: [...(found?.events ?? [])],
        registered: found === undefined ? null : sealRegistration(context, connectionId, 'registered', found),
        ...(holder === before.holder ? {} : { holder_since: now }),
      })
      .where('connection_id', '=', connectionId)
      .execute();
    await settleActs(tx, connectionId, holder, host, now);
    if (holder !== before.holder && before.holder !== 'unknown')
      await record(tx, context, {
        action: 'webhook.holderChanged',
        object: publicId('connection', connectionId),
        before: { holder: before.holder, host: before.registeredHost ?? null },
        after: { holder, host },
      });
    return holder;
  });
}

const holderOf = (found: WebhookRegistration | undefined, pathKey: string): Holder =>
  found === undefined ? 'none' : isOurs(found.url, pathKey) ? 'ours' : 'foreign';

/** A writing whose end nobody saw (the process died, the answer was lost): what stands there now says what became of it. */
async function settleActs(tx: Tx, connectionId: string, holder: Holder, host: string | null, now: Temporal.Instant): Promise<void> {
  await sql`update webhook_act set ended_at = ${now},
      state = case when (act = 'giveBack' and to_host = ${host}::text and ${holder} <> 'ours') or (act <> 'giveBack' and ${holder} = 'ours')
        then 'confirmed' else 'notPlaced' end
    where connection_id = ${connectionId}::uuid and state in ('submitting', 'unknown') and at < ${now.subtract({ minutes: 1 })}`.execute(
    tx,
  );
}
