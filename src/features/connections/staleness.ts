import type { Ledger } from '../../model/sync-kind.ts';

/** What was heard of an account: its last reading without a fault, and when its last readings of everything began. */
export type Heard = {
  readonly lastSuccessAt: Temporal.Instant | null;
  readonly booksReadAt: Temporal.Instant | null;
};

const before = (one: Temporal.Instant | null, other: Temporal.Instant): boolean => one === null || Temporal.Instant.compare(one, other) < 0;

/**
 * Whether a record can no longer be taken for what the remote has now. Of the books: it was read longer ago than the setting, and since then
 * its account was silent as long, or was read whole without it. One that no change was told of is as fresh as its account. What is charged is
 * read once a day, and is late by the setting after that. Pure.
 */
export function isStale(readAt: Temporal.Instant, ledger: Ledger, heard: Heard, { now, minutes }: Allowed): boolean {
  const oldest = now.subtract({ minutes, hours: ledger === 'charges' ? 24 : 0 });
  if (!before(readAt, oldest)) return false;
  if (ledger === 'charges') return true;
  return before(heard.lastSuccessAt, oldest) || (heard.booksReadAt !== null && before(readAt, heard.booksReadAt));
}

/** `minutes`: of the setting `staleAfterMinutes`. */
type Allowed = { readonly now: Temporal.Instant; readonly minutes: number };
