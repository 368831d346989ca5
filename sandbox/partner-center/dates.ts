import { instantAt } from '../world/estate/times.ts';

/** An instant as Partner Center writes it: UTC with `Z`, fractions as they are (up to 7 digits; none are added). */
export const wireInstant = (instant: string): string => (isPlain(instant) ? instant : Temporal.Instant.from(instant).toString());

/** As the world writes instants: UTC, whole seconds. Nothing is to be converted then, and answers are full of them. */
const isPlain = (instant: string): boolean => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(instant);

/** A day as an instant at 00:00 UTC: `2027-01-13T00:00:00Z` (commitmentEndDate and its sisters). */
export const wireDay = (instant: string): string => `${dayOf(instant)}T00:00:00Z`;

/** The UTC day of an instant: `2027-01-13`. */
export const dayOf = (instant: string): string =>
  isPlain(instant) ? instant.slice(0, 10) : Temporal.Instant.from(instant).toZonedDateTimeISO('UTC').toPlainDate().toString();

/** The next 00:00 UTC after an instant. */
export const nextMidnight = (instant: string): string =>
  `${new Date(Date.parse(`${dayOf(instant)}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10)}T00:00:00Z`;

export const isAfter = (left: string, right: string): boolean => Date.parse(left) > Date.parse(right);

export const plusHours = (instant: string, hours: number): string =>
  isPlain(instant) ? instantAt(Date.parse(instant) + hours * 3_600_000) : Temporal.Instant.from(instant).add({ hours }).toString();

/** Last second of a term that starts at an instant: one month, year or three years, less a day (`2021-01-14` + P1Y ends `2022-01-13`). */
export const termEnd = (startAt: string, term: string): string =>
  `${Temporal.PlainDate.from(dayOf(startAt)).add(term).subtract({ days: 1 }).toString()}T23:59:59Z`;
