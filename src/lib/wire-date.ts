import { z } from 'zod';
import { optionalText } from './wire.ts';

const start = /^(\d{4}-\d{2}-\d{2})(?:$|[T ])/;
/** `2023-08-11T11:33:12.314-0600`: an offset without colon, which strict readers refuse. */
const bareOffset = /([+-]\d{2})(\d{2})$/;
const zoned = /(Z|[+-]\d{2}:?\d{2})$/i;

/** Years that mean "none" (0001-01-01, 9999-12-31 and neighbours such as Partner Center's 9999-12-10). */
const isSentinel = (day: string): boolean => /^\d{4}-/.test(day) && (day < '0002' || day >= '9990');

/** An instant that a remote wrote; without a zone it is UTC. Undefined when it cannot be read as one. */
export function readInstant(text: string): Temporal.Instant | undefined {
  const withZone = zoned.test(text) ? text.replace(bareOffset, '$1:$2') : `${text.includes('T') ? text : `${text}T00:00`}Z`;
  try {
    return Temporal.Instant.from(withZone);
  } catch {
    return undefined;
  }
}

/** The UTC calendar date of a date or instant that a remote wrote: `none` for sentinels, undefined when unreadable. Month/day order is never guessed. */
export function readDay(text: string): string | undefined {
  const day = start.exec(text)?.[1];
  if (day === undefined) return undefined;
  if (isSentinel(day)) return 'none';
  const instant = text.length > day.length ? readInstant(text) : undefined;
  if (instant !== undefined) return instant.toZonedDateTimeISO('UTC').toPlainDate().toString();
  try {
    // A time that cannot be read does not make the date unreadable.
    return Temporal.PlainDate.from(day, { overflow: 'reject' }).toString();
  } catch {
    return undefined;
  }
}

/** A date of a record: absent, blank, null and sentinels are undefined, an unreadable one fails the record. */
export const optionalDay = optionalText.transform((text, context) => {
  if (text === undefined) return undefined;
  const day = readDay(text);
  if (day !== undefined) return day === 'none' ? undefined : day;
  context.addIssue({ code: 'custom', message: `is not a date: ${text.slice(0, 40)}` });
  return z.NEVER;
});

/** An instant of a record, as `optionalDay`. */
export const optionalInstant = optionalText.transform((text, context) => {
  if (text === undefined || isSentinel(text)) return undefined;
  const instant = readInstant(text);
  if (instant !== undefined) return instant;
  context.addIssue({ code: 'custom', message: `is not a date with time: ${text.slice(0, 40)}` });
  return z.NEVER;
});
