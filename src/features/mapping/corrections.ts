import { sql } from 'kysely';
import type { Tx } from '../../platform/db/connect.ts';
import type { Context } from '../context.ts';
import { comparePeriodAgain } from '../reconciliation/index.ts';
import { closedMonths } from '../sign-offs/index.ts';
import type { Decision, MappingKind } from './decide.ts';

/** The first day from which a decision counts: a calendar date before today; undefined: it counts from now on. */
export const sinceOf = (decision: Decision): string | undefined => ('since' in decision ? decision.since : undefined);

type SinceRefusal = 'sinceAhead' | 'closedPeriod';

/** Why a mapping cannot be corrected since that day; undefined when it can. What is signed off never changes. */
export async function whyNotSince(tx: Tx, since: string, today: Temporal.PlainDate): Promise<SinceRefusal | undefined> {
  const from = Temporal.PlainDate.from(since);
  if (Temporal.PlainDate.compare(from, today) >= 0) return 'sinceAhead';
  return (await closedMonths(tx, monthsFrom(from, today))).size > 0 ? 'closedPeriod' : undefined;
}

/** Months with invoices whose comparison reads the mapping of that time, oldest first: `2026-09`. */
export async function touchedMonths(tx: Tx, since: string, today: Temporal.PlainDate): Promise<readonly string[]> {
  const { rows } = await sql<{ period: string }>`
    select distinct period from provider_invoice
    where period = any(${monthsFrom(Temporal.PlainDate.from(since), today)}::text[]) order by period`.execute(tx);
  return rows.map((row) => row.period);
}

const monthsFrom = (from: Temporal.PlainDate, today: Temporal.PlainDate): string[] => {
  const [first, last] = [from.toPlainYearMonth(), today.toPlainYearMonth()];
  const count = first.until(last, { largestUnit: 'months' }).months + 1;
  return Array.from({ length: Math.max(0, count) }, (_, n) => first.add({ months: n }).toString());
};

const versions = { account: 'account_mapping_version', product: 'product_mapping_version' } as const;

/** What stood for months before is taken back with the decision that said it; call it before the versions are kept. */
export async function withdrawSince(tx: Tx, kind: MappingKind, mappingIds: readonly string[]): Promise<void> {
  if (mappingIds.length === 0) return;
  await sql`update ${sql.table(versions[kind])} set withdrawn = true
    where mapping_id = any(${[...mappingIds]}::uuid[]) and to_at is null and since_on is not null`.execute(tx);
}

/** Says of the present versions from when on they count; call it when the versions are kept. */
export async function markSince(tx: Tx, kind: MappingKind, mappingIds: readonly string[], since: string): Promise<void> {
  await sql`update ${sql.table(versions[kind])} set since_on = ${since}::date, withdrawn = false
    where mapping_id = any(${[...mappingIds]}::uuid[]) and to_at is null`.execute(tx);
}

/** Has the months compared again that a correction touches. */
export async function compareSince(tx: Tx, context: Context, since: string | undefined): Promise<void> {
  if (since === undefined) return;
  for (const period of await touchedMonths(tx, since, context.clock.today()))
    await comparePeriodAgain(context, tx, { period, connectionIds: undefined });
}
