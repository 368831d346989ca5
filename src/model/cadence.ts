import { z } from 'zod';
import { SyncKind } from './sync-kind.ts';

export const TimeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'is not a time of day like 23:05');

/** How often something is done. Times of day are those of the installation's time zone; a month that is too short has it on its last day. */
export const Cadence = z.discriminatedUnion('every', [
  z.strictObject({ every: z.literal('minutes'), minutes: z.number().int().min(5).max(10_080) }),
  z.strictObject({ every: z.literal('day'), at: TimeOfDay }),
  z.strictObject({ every: z.literal('week'), day: z.number().int().min(1).max(7), at: TimeOfDay }),
  z.strictObject({ every: z.literal('month'), day: z.number().int().min(1).max(31), at: TimeOfDay }),
  z.strictObject({ every: z.literal('never') }),
]);
export type Cadence = z.infer<typeof Cadence>;

/** What is read by a schedule: everything, changes at distributors and PSA systems, what is charged, and each kind of record by itself. */
export const ScheduleName = z.enum(['everything', 'changes', 'charges', ...SyncKind.options]);
export type ScheduleName = z.infer<typeof ScheduleName>;

/** No schedule starts a reading on these days (1 is Monday) from one time to the other; over midnight it belongs to the day it begins on. */
export const Blackout = z.strictObject({ days: z.array(z.number().int().min(1).max(7)).min(1).max(7), from: TimeOfDay, to: TimeOfDay });
export type Blackout = z.infer<typeof Blackout>;

/**
 * The first turn after `last`, in the zone's own time: an hour that the clock leaves out comes when it has passed, one that comes twice is taken
 * once, so a daily turn is one each local day (F82). Undefined: never. Pure.
 */
export function nextTurn(cadence: Cadence, last: Temporal.Instant, zone: string): Temporal.Instant | undefined {
  if (cadence.every === 'never') return undefined;
  if (cadence.every === 'minutes') return last.add({ minutes: cadence.minutes });
  const from = last.toZonedDateTimeISO(zone).toPlainDate();
  for (let ahead = 0; ahead <= 62; ahead += 1) {
    const date = from.add({ days: ahead });
    const turn = date.toZonedDateTime({ timeZone: zone, plainTime: Temporal.PlainTime.from(cadence.at) }).toInstant();
    if (isOn(cadence, date) && Temporal.Instant.compare(turn, last) > 0) return turn;
  }
  return undefined;
}

function isOn(cadence: Extract<Cadence, { at: string }>, date: Temporal.PlainDate): boolean {
  if (cadence.every === 'day') return true;
  if (cadence.every === 'week') return date.dayOfWeek === cadence.day;
  return date.day === Math.min(cadence.day, date.daysInMonth);
}

/** The end of the dark time that `at` is in, over windows that follow each other; undefined when it is in none. Pure. */
export function darkUntil(at: Temporal.Instant, blackouts: readonly Blackout[], zone: string): Temporal.Instant | undefined {
  let until: Temporal.Instant | undefined;
  for (let round = 0; round <= 14 * blackouts.length; round += 1) {
    const here = until ?? at;
    const end = blackouts.map((blackout) => endOf(here, blackout, zone)).find((found) => found !== undefined);
    if (end === undefined) return until;
    until = end;
  }
  return until;
}

function endOf(at: Temporal.Instant, { days, from, to }: Blackout, zone: string): Temporal.Instant | undefined {
  const today = at.toZonedDateTimeISO(zone).toPlainDate();
  for (const date of [today.subtract({ days: 1 }), today]) {
    if (!days.includes(date.dayOfWeek)) continue;
    const start = instantAt(date, from, zone);
    const end = instantAt(to <= from ? date.add({ days: 1 }) : date, to, zone);
    if (Temporal.Instant.compare(start, at) <= 0 && Temporal.Instant.compare(at, end) < 0) return end;
  }
  return undefined;
}

const instantAt = (date: Temporal.PlainDate, time: string, zone: string): Temporal.Instant =>
  date.toZonedDateTime({ timeZone: zone, plainTime: Temporal.PlainTime.from(time) }).toInstant();

/** A time zone that this machine knows, by its name: `Temporal` takes an instant for the zone that is written in it. Pure. */
export function isZone(name: string): boolean {
  try {
    Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
