import { z } from 'zod';
import { Blackout, darkUntil, isZone } from './cadence.ts';

/** Minutes after midnight. */
const minuteOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
const [day, week] = [1_440, 7 * 1_440];

/** Whether windows leave no minute of a week. Pure. */
export function fillsTheWeek(windows: readonly Blackout[]): boolean {
  const dark = new Set<number>();
  for (const { days, from, to } of windows)
    for (const each of days) {
      const start = (each - 1) * day + minuteOf(from);
      const length = (minuteOf(to) - minuteOf(from) + day) % day || day;
      for (let minute = 0; minute < length; minute += 1) dark.add((start + minute) % week);
    }
  return dark.size === week;
}

/** When somebody wants no notices but urgent ones, in his own time zone; a window over midnight belongs to the day it begins on. */
export const QuietHours = z
  .strictObject({
    timeZone: z.string().max(60).refine(isZone, 'is no time zone, like Europe/Berlin').meta({ description: 'Like Europe/Berlin' }),
    windows: z.array(Blackout).min(1).max(7),
  })
  .refine(({ windows }) => !fillsTheWeek(windows), { path: ['windows'], message: 'leave no time in which notices are sent' });
export type QuietHours = z.infer<typeof QuietHours>;

/** The end of the quiet hours that `at` is in, by the clock of their zone; undefined outside of them. Pure. */
export const quietUntil = (quiet: QuietHours | undefined, at: Temporal.Instant): Temporal.Instant | undefined =>
  quiet === undefined ? undefined : darkUntil(at, quiet.windows, quiet.timeZone);
