import { sql } from 'kysely';
import { type ConnectionId, publicId } from '../../model/ids.ts';
import type { Tx } from '../../platform/db/connect.ts';
import { everything, inScope, withoutTimeLimit } from '../../platform/db/transaction.ts';
import { record } from '../audit/index.ts';
import { takeAway } from '../connections/index.ts';
import type { Context } from '../context.ts';
import { retireCustomers } from '../customers/index.ts';
import { afterChanges } from '../sync/index.ts';
import { countRemoval, type RemovalPreview } from './preview.ts';

type Removal = {
  /** The connection's name, typed by whoever removes it. */
  readonly name: string;
  readonly reason: string;
};

export type RemoveOutcome =
  | { readonly status: 'removed'; readonly left: RemovalPreview }
  | { readonly status: 'refused'; readonly because: 'unknown' | 'otherName' | 'writesOpen' };

/**
 * Removes a connection: its secrets are destroyed, nothing is read or written there any more, and what only it told of leaves the comparison. Rows
 * are retired, never deleted: history, invoices, mappings and the audit trail stay, and the same account added again goes on with them
 * (ux reference 5.4). Refused while a write has no outcome, because looking it up needs the sign-in.
 */
export async function removeConnection(context: Context, connectionId: ConnectionId, { name, reason }: Removal): Promise<RemoveOutcome> {
  const outcome = await inScope(context.db, everything, async (tx): Promise<RemoveOutcome> => {
    await withoutTimeLimit(tx); // retires everything of an account
    await sql`select from connection where connection_id = ${connectionId}::uuid for update`.execute(tx);
    const left = await countRemoval(tx, connectionId);
    if (left === undefined) return { status: 'refused', because: 'unknown' };
    if (left.name !== name.trim()) return { status: 'refused', because: 'otherName' };
    if (left.openWrites > 0) return { status: 'refused', because: 'writesOpen' };
    const now = context.clock.now();
    await takeAway(tx, connectionId, now);
    await retireAll(tx, context, connectionId, now);
    await record(tx, context, { action: 'connection.removed', object: publicId('connection', connectionId), before: left, reason });
    return { status: 'removed', left };
  });
  // Who is who is looked at again, and the books are compared without it.
  if (outcome.status === 'removed') await afterChanges(context, { customersCame: true });
  return outcome;
}

/** Rows of books that say nothing of a customer's history by themselves; subscriptions and customers go as a reading that misses them does. */
const books = [
  'distributor_subscription',
  'distributor_usage',
  'account',
  'psa_agreement',
  'psa_line',
  'tenant_licence',
  'access_relationship',
];

async function retireAll(tx: Tx, context: Context, connectionId: string, now: Temporal.Instant): Promise<void> {
  const all = now.add({ seconds: 1 }); // what was read until now, all of it
  await retireCustomers(tx, { connectionId, seenAt: now, ids: context.ids }, all);
  for (const table of books)
    await sql`update ${sql.table(table)} set retired_at = ${now}, changed_at = ${now}
      where connection_id = ${connectionId}::uuid and retired_at is null`.execute(tx);
  await sql`update distributor_price set ended_at = ${now} where connection_id = ${connectionId}::uuid and ended_at is null`.execute(tx);
}
