import type { Marketplace } from '../../connectors/ports.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';
import { findCursor, keepCursor } from './store.ts';

/** The activity log is kept for 90 days, but reading everything is cheaper long before (partner-center-api reference). */
const mostDaysBack = 30;
const kind = 'activity';

/**
 * Tenants that something happened with since the last reading; undefined when only a full reading tells. The log's finest grain is a day
 * and it may lag, so a day is read again. A hint is only a reason to look (ruling 9).
 */
export async function changedTenants(
  context: Context,
  connectionId: string,
  remote: Marketplace,
  signal: AbortSignal,
): Promise<readonly string[] | undefined> {
  const last = await inScope(context.db, everything, (tx) => findCursor(tx, connectionId, kind));
  if (last === undefined) return undefined;
  const since = Temporal.PlainDate.from(last.cursor).subtract({ days: 1 });
  if (since.until(context.clock.today()).days > mostDaysBack) return undefined;
  const tenants = new Set<string>();
  for await (const page of remote.activity(since.toString(), signal)) {
    for (const hint of page.items) if (hint.customerTenantId !== undefined) tenants.add(hint.customerTenantId.toLowerCase());
  }
  return [...tenants].sort();
}

/** Everything up to this day is read. */
export const keepActivityDay = (context: Context, connectionId: string, day: Temporal.PlainDate): Promise<void> =>
  inScope(context.db, everything, (tx) =>
    keepCursor(tx, connectionId, kind, { cursor: day.toString(), lastCount: undefined }, context.clock.now()),
  );
