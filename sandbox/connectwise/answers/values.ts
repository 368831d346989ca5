import { Decimal } from '../../../src/lib/decimal.ts';
import { type ExactNumber, exactNumber, type JsonObject } from '../../../src/lib/exact-json.ts';
import type { PsaReference, PsaStamp } from '../../world/types.ts';

/** Makes a link of this remote from a path below `/apis/3.0`. Links take the form by which the request came. */
export type Href = (path: string) => string;

/** Amounts and quantities as the remote writes them: plain digits, at least one behind the point (`25.0`). */
export function decimal(value: string | Decimal): ExactNumber {
  const number = new Decimal(value);
  return exactNumber(number.toFixed(Math.max(1, number.decimalPlaces())));
}

/** A calendar day as the remote stores it: midnight UTC. */
export const dateOf = (day: string): string => `${day}T00:00:00Z`;

/** A reference with the link that the remote puts into `_info`: `{id, name, _info: {type_href}}`. */
export const reference = (of: PsaReference, link: string, href: string): JsonObject => ({
  id: of.id,
  name: of.name,
  _info: { [`${link}_href`]: href },
});

/** Instants there have whole seconds. */
export const stampOf = (row: PsaStamp): JsonObject => ({
  lastUpdated: wholeSeconds(row.updatedAt),
  updatedBy: row.updatedBy,
  dateEntered: wholeSeconds(row.enteredAt),
  enteredBy: row.enteredBy,
});

/** Agreements call the same two members `createdDate` and `createdBy`. */
export const createdStampOf = (row: PsaStamp): JsonObject => ({
  lastUpdated: wholeSeconds(row.updatedAt),
  updatedBy: row.updatedBy,
  createdDate: wholeSeconds(row.enteredAt),
  createdBy: row.enteredBy,
});

export const wholeSeconds = (instant: string): string => Temporal.Instant.from(instant).round('second').toString();

/** Which unset dates come as an empty text instead of being left out (reported of real systems; a switch). */
export type EmptyDates = 'some' | 'all' | 'none';

export const unsetDate = (empty: EmptyDates, isOneOfSome: boolean): string | undefined =>
  empty === 'all' || (empty === 'some' && isOneOfSome) ? '' : undefined;
