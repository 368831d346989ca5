import type { Db } from '../../platform/db/connect.ts';

/** Which of these months are signed off: what was decided in them is frozen. */
export async function closedMonths(db: Db, months: Iterable<string | undefined>): Promise<ReadonlySet<string>> {
  const asked = [...new Set(months)].filter((month) => month !== undefined);
  if (asked.length === 0) return new Set();
  const rows = await db
    .selectFrom('period_sign_off')
    .select('month')
    .where('month', 'in', asked)
    .where('reopened_at', 'is', null)
    .execute();
  return new Set(rows.map(({ month }) => month));
}
