import { sql } from 'kysely';
import type { CauseCode } from '../../model/difference.ts';
import { publicId } from '../../model/ids.ts';
import { inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';
import { wordsOf } from './change-words.ts';

export type TimelineEntry = {
  readonly at: Temporal.Instant;
  readonly kind: 'change' | 'audit' | 'difference';
  readonly title: string;
  readonly detail: string;
  /** Of a difference: why. */
  readonly cause: CauseCode | null;
  readonly actor: string | null;
};

const mostEntries = 200;

/** What happened with a customer, newest first: changes of its subscriptions, differences found, and what people decided. Undefined when there is no such customer. */
export function readTimeline(context: Context, customerId: string): Promise<readonly TimelineEntry[] | undefined> {
  return inScope(context.db, context.scope, async (tx) => {
    const customer = await tx.selectFrom('customer').select('customer_id').where('customer_id', '=', customerId).executeTakeFirst();
    if (customer === undefined) return undefined;
    const changes = await sql<{ at: Temporal.Instant; changes: Record<string, { before: unknown; after: unknown }>; offer_name: string }>`
      select change.at, change.changes, subscription.offer_name from subscription_change change
      join subscription on subscription.customer_id = change.customer_id and subscription.subscription_id = change.subscription_id
      where change.customer_id = ${customerId}::uuid order by change.at desc limit ${mostEntries}`.execute(tx);
    const differences = await sql<{ at: Temporal.Instant; kind: string; product_name: string; cause: CauseCode; sentence: string | null }>`
      select first_seen_at as at, kind, product_name, cause, finding -> 'causes' -> 0 ->> 'sentence' as sentence from difference
      where customer_id = ${customerId}::uuid order by first_seen_at desc limit ${mostEntries}`.execute(tx);
    const events = await sql<{ at: Temporal.Instant; action: string; reason: string | null; actor: string }>`
      select at, action, reason, actor from audit_event
      where object in (select ${publicId('customer', customerId)} union all
        select unnest(${await objectsOf(tx, customerId)}::text[])) order by at desc limit ${mostEntries}`.execute(tx);
    const entries: TimelineEntry[] = [
      ...changes.rows.map((row) => ({
        at: row.at,
        kind: 'change' as const,
        title: row.offer_name,
        detail: wordsOf(row.changes),
        cause: null,
        actor: null,
      })),
      ...differences.rows.map((row) => ({
        at: row.at,
        kind: 'difference' as const,
        title: row.product_name,
        detail: row.sentence ?? row.kind,
        cause: row.cause,
        actor: null,
      })),
      ...events.rows.map((row) => ({
        at: row.at,
        kind: 'audit' as const,
        title: row.action,
        detail: row.reason ?? '',
        cause: null,
        actor: row.actor,
      })),
    ];
    return entries.toSorted((a, b) => Temporal.Instant.compare(b.at, a.at)).slice(0, mostEntries);
  });
}

/** Public ids of what belongs to the customer and can be decided on. */
async function objectsOf(tx: Parameters<Parameters<typeof inScope>[2]>[0], customerId: string): Promise<string[]> {
  const mappings = await tx.selectFrom('account_mapping').select('mapping_id').where('customer_id', '=', customerId).execute();
  const differences = await tx
    .selectFrom('difference')
    .select('difference_id')
    .where('customer_id', '=', customerId)
    .limit(mostEntries)
    .execute();
  return [
    ...mappings.map((row) => publicId('mapping', row.mapping_id)),
    ...differences.map((row) => publicId('difference', row.difference_id)),
  ];
}
