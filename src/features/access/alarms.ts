import { sql } from 'kysely';
import type { Tx } from '../../platform/db/connect.ts';
import { witnessDisagrees } from './witness.ts';

export type AccessAlarms = {
  /** Active, end within 30 days, and do not extend themselves. */
  readonly ending: number;
  /** A distributor tells something else than Microsoft. */
  readonly disagreeing: number;
};

const soonDays = 30;

/** Customers whose access somebody has to look at. Cheap: the first by the index of ends, the second by accounts that tell something. */
export async function countAlarms(tx: Tx, now: Temporal.Instant): Promise<AccessAlarms> {
  const { rows } = await sql<AccessAlarms>`select
    (select count(*)::int from customer where retired_at is null and access_state = 'active' and 'noAutoExtend' = any(access_flags)
      and access_end_key > ${now} and access_end_key <= ${now.add({ hours: 24 * soonDays })}) as ending,
    (select count(*)::int from customer where retired_at is null and ${witnessDisagrees}
      and tenant_id in (select unnest(tenant_ids) from account where access_told <> '{}' and retired_at is null)) as disagreeing`.execute(
    tx,
  );
  return rows[0] ?? { ending: 0, disagreeing: 0 };
}
