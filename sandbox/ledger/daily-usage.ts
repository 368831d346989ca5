import { azureDays } from '../usage/days.ts';
import type { DailyRatedLine, Period } from '../world/types.ts';
import type { World } from '../world/world.ts';
import type { Invoice } from './invoices.ts';
import { openPeriod } from './invoices.ts';
import { spanOf } from './periods.ts';

/** Who is asked for daily usage: an account and a month, nothing that happened at `untilMs` or later. */
export type DailyWanted = { readonly accountId: string; readonly period: Period; readonly untilMs: number };

/** Metered usage by day. A source is added here by whoever meters; the monthly totals are a source of `lineSources`. */
export const dailySources: readonly ((world: World, wanted: DailyWanted) => Iterable<DailyRatedLine>)[] = [azureDays];

function* dailyLines(world: World, wanted: DailyWanted, currency: string, after: string | undefined): Generator<DailyRatedLine> {
  let isFound = after === undefined;
  for (const source of dailySources) {
    for (const line of source(world, wanted)) {
      if (isFound && line.billingCurrency === currency.toUpperCase()) yield line;
      isFound ||= line.id === after;
    }
  }
}

/** Daily usage of a closed month. */
export const billedDays = (world: World, invoice: Invoice, after?: string): Iterable<DailyRatedLine> =>
  invoice.adjustment === undefined
    ? dailyLines(
        world,
        { accountId: invoice.accountId, period: invoice.period, untilMs: spanOf(invoice.period).toMs },
        invoice.currency,
        after,
      )
    : [];

/** Daily usage that is not on an invoice yet. */
export function unbilledDays(
  world: World,
  accountId: string,
  which: 'current' | 'previous',
  currency: string,
  after?: string,
): Iterable<DailyRatedLine> {
  const period = openPeriod(world, accountId, which);
  if (period === undefined) return [];
  return dailyLines(world, { accountId, period, untilMs: Math.min(spanOf(period).toMs, world.clock.nowMs() + 1) }, currency, after);
}
