import { sql } from 'kysely';
import type { Context } from '../features/context.ts';
import { feedLags } from '../features/feeds/index.ts';
import { countMissed } from '../features/sync/index.ts';
import { inScope } from '../platform/db/transaction.ts';
import type { Metrics } from '../platform/metrics.ts';

/** Sets what is measured by looking, not by counting as it happens: asked for with each scrape of /metrics. */
export async function measureNow(context: Pick<Context, 'clock' | 'db' | 'queue'>, metrics: Metrics): Promise<void> {
  metrics.deadLetters.set((await context.queue.deadLetters()).length);
  const rows = await inScope(context.db, { reseller: '*' }, (tx) =>
    tx
      .selectFrom('connection')
      .select(['kind', sql<Temporal.Instant | null>`min(last_success_at)`.as('at')])
      .where('state', '!=', 'off')
      .groupBy('kind')
      .execute(),
  );
  for (const { kind, at } of rows) metrics.lastSync.set({ kind }, at === null ? 0 : at.epochMilliseconds / 1_000);
  metrics.missed.set(await inScope(context.db, { reseller: '*' }, countMissed));
  const since = context.clock.now().subtract({ hours: 24 });
  for (const { feed, p50, p95 } of await inScope(context.db, { reseller: '*' }, (tx) => feedLags(tx, since))) {
    metrics.feedLag.set({ feed, quantile: '0.5' }, p50);
    metrics.feedLag.set({ feed, quantile: '0.95' }, p95);
  }
}
