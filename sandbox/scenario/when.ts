import { dayMs, monthsLater } from '../world/estate/times.ts';
import type { When } from './language.ts';

const units = { minute: 60_000, hour: 3_600_000, day: dayMs, week: 7 * dayMs } as const;

/** Milliseconds of `2 days` or `P2DT6H`. */
export function spanMs(text: string): number {
  const plain = /^(\d+) (minute|hour|day|week)s?$/.exec(text);
  if (plain === null) return Temporal.Duration.from(text).total({ unit: 'millisecond' });
  const unit = plain[2];
  return Number(plain[1]) * (unit === 'minute' || unit === 'hour' || unit === 'week' ? units[unit] : units.day);
}

/** When nothing else is said: office hours. */
const officeTime = '09:00';

/** Start of the scenario, the step before, and when a term ends. */
export type Moments = {
  readonly beganMs: number;
  readonly beforeMs: number;
  readonly renewalMs: (when: Extract<When, { renewalOf: unknown }>) => number;
};

/** The instant of a step; never before the step that stands above it. */
export function momentOf(when: When | undefined, moments: Moments): number {
  const { beganMs, beforeMs } = moments;
  if (when === undefined) return beforeMs;
  if ('day' in when) return nextDay(when.day, when.time ?? officeTime, beforeMs);
  if ('after' in when) return Math.max(beforeMs, beganMs + spanMs(when.after));
  if ('later' in when) return beforeMs + spanMs(when.later);
  if ('at' in when) return Math.max(beforeMs, Date.parse(when.at));
  return Math.max(beforeMs, moments.renewalMs(when) + when.days * dayMs);
}

/** The next such day of a month, not before an instant; the last day in months that are shorter. */
function nextDay(day: number, time: string, fromMs: number): number {
  const from = new Date(fromMs);
  const first = Date.UTC(from.getUTCFullYear(), from.getUTCMonth(), 1);
  for (let month = 0; ; month += 1) {
    const start = monthsLater(first, month);
    const length = Math.round((monthsLater(start, 1) - start) / dayMs);
    const ms = Date.parse(
      `${new Date(start + (Math.min(day, length) - 1) * dayMs).toISOString().slice(0, 10)}T${time.length === 5 ? `${time}:00` : time}Z`,
    );
    if (ms >= fromMs) return ms;
  }
}
