import type { Period } from '../world/types.ts';

/** First instant of a month and of the month after. */
export function spanOf(period: Period): { readonly fromMs: number; readonly toMs: number } {
  const [year = 0, month = 1] = period.split('-').map(Number);
  return { fromMs: Date.UTC(year, month - 1, 1), toMs: Date.UTC(year, month, 1) };
}

/** Month of an instant, UTC. */
export const periodAt = (ms: number): Period => new Date(ms).toISOString().slice(0, 7);

export function periodAfter(period: Period, count = 1): Period {
  const [year = 0, month = 1] = period.split('-').map(Number);
  return new Date(Date.UTC(year, month - 1 + count, 1)).toISOString().slice(0, 7);
}

/** A day of the month as `2026-10-31`: its last. */
export const lastDayOf = (period: Period): string => new Date(spanOf(period).toMs - 1000).toISOString().slice(0, 10);
