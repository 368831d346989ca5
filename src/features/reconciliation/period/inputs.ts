import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { canonicalJson } from '../../../lib/canonical.ts';
import type { Db } from '../../../platform/db/connect.ts';
import { creditMark } from './credit-rules.ts';
import type { Given } from './load-books.ts';
import type { PublishedFile } from './published.ts';

/** What is compared with a month's invoices; each has when its rows were changed. */
const tables = [
  ['customer', 'changed_at'],
  ['subscription', 'changed_at'],
  ['subscription_change', 'at'],
  ['activity_record', 'seen_at'],
  ['account_mapping', 'changed_at'],
  ['product_mapping', 'changed_at'],
  ['psa_line', 'changed_at'],
  ['psa_line_change', 'at'],
  ['psa_agreement', 'changed_at'],
  ['psa_service', 'changed_at'],
  ['distributor_subscription', 'changed_at'],
  ['distributor_subscription_change', 'at'],
  ['price_sheet', 'read_at'],
  ['distributor_price', 'read_at'],
] as const;

/**
 * A mark of everything that a comparison stands on: where it is the same as that of the last one, there is nothing to do. The sum of the times
 * tells a change of any row, also of one that was committed late.
 */
export async function markInputs(
  db: Db,
  files: readonly PublishedFile[],
  { sources, taxRates, compared, credits }: Given,
): Promise<string> {
  const marks = tables.map(
    ([
      table,
      at,
    ]) => sql`select ${table} as name, count(*)::text as rows, coalesce(sum(extract(epoch from ${sql.ref(at)})), 0)::text as times
      from ${sql.table(table)}`,
  );
  const { rows } = await sql`${sql.join(marks, sql` union all `)} order by 1`.execute(db);
  const proven = sources.map(({ connectionId, verdict, failedUnits }) => [connectionId, verdict, [...failedUnits].sort()]);
  const given = files.map(({ invoiceId, version, contentHash, isComplete }) => [invoiceId, version, contentHash, isComplete]).sort();
  return createHash('sha256')
    .update(canonicalJson({ rows, proven, given, taxRates, compared, credits: creditMark(credits) }))
    .digest('hex');
}
