import { sql } from 'kysely';
import { canonicalJson } from '../../../lib/canonical.ts';
import type { Db } from '../../../platform/db/connect.ts';
import type { Setting } from '../read-books.ts';
import { readCatalogueDigests } from './book-digests.ts';

/**
 * What a comparison of any customer stands on: what the sources proved, since when their history is known, catalogues and product mappings,
 * tolerances, and the day. When one of them changes, everybody is compared: so at least once a day.
 */
export async function readBasis(db: Db, { sources, policy, today }: Setting): Promise<string> {
  return canonicalJson({
    today,
    sources: sources.map(({ readAt: _, failedUnits, ...source }) => ({ ...source, failedUnits: [...failedUnits].sort() })),
    tolerance: policy.priceTolerance.toString(),
    settlingMinutes: policy.settlingMinutes,
    compared: policy.compared,
    catalogues: await readCatalogueDigests(db),
    since: await knownSince(db),
  });
}

/** As `read-history.ts` reckons it. */
async function knownSince(db: Db): Promise<unknown> {
  const { rows } = await sql`
    select connection_id, (select min(ended_at)::text from sync_run run
        where run.connection_id = connection.connection_id and run.reach = 'full' and run.state = 'completed') as read,
      (select happened_at::text from activity_record record where record.connection_id = connection.connection_id
        order by happened_at limit 1) as log
    from connection order by connection_id`.execute(db);
  return rows;
}
