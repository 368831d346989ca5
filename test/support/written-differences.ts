import { sql } from 'kysely';
import type { Db } from '../../src/platform/db/connect.ts';

/** Every difference in full, but for when and in which run it was looked at and when its books were read. */
export async function writtenDifferences(db: Db): Promise<string> {
  const { rows } = await sql<{ row: unknown }>`
    select (to_jsonb(difference) - '{difference_id,run_id,last_seen_at,first_seen_at,changed_at,version}'::text[]) as row
    from difference order by customer_id, kind, subject`.execute(db);
  return JSON.stringify(rows, (key, value: unknown) => (key === 'readAt' ? undefined : value));
}
