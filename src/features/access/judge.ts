import { sql } from 'kysely';
import { AccessGroup, type AccessRelationship, type AccessState, accessFlags, bestAccess } from '../../model/access.ts';
import type { Tx } from '../../platform/db/connect.ts';

/** The one word for each customer, from all relationships that still exist, when the one that counts ends, and what to know besides. */
export async function judgeAccess(tx: Tx, customerIds: readonly string[], now: Temporal.Instant): Promise<void> {
  if (customerIds.length === 0) return;
  const rows = await tx
    .selectFrom('access_relationship')
    .select(['customer_id', 'state', 'ends_at', 'remote_status', 'role_ids', 'auto_extends', 'groups'])
    .where('customer_id', 'in', customerIds)
    .where('retired_at', 'is', null)
    .execute();
  const of = Map.groupBy(rows, (row) => row.customer_id);
  const judged = customerIds.map((customer_id) => ({ customer_id, ...judge(of.get(customer_id) ?? [], now) }));
  // In the order in which a reading keeps its customers, so that none of the two waits for the other.
  await sql`select 1 from customer where customer_id = any(${customerIds}::uuid[]) order by tenant_id for no key update`.execute(tx);
  // An error keeps what was last known for good, and since when nobody knows better.
  await sql`update customer set access_state = given.state, access_ends_at = given.ends_at, access_flags = given.flags, access_checked_at = ${now},
      access_good_state = case given.state when 'error' then coalesce(access_good_state, nullif(access_state, 'error')) else given.state end,
      access_good_at = case given.state when 'error' then coalesce(access_good_at, access_checked_at) else ${now} end
    from json_to_recordset(${JSON.stringify(judged)}::json) as given (customer_id uuid, state text, ends_at timestamptz, flags text[])
    where customer.customer_id = given.customer_id`.execute(tx);
}

/** A kept relationship, as far as it is judged by. */
export type Held = {
  readonly state: string;
  readonly ends_at: Temporal.Instant | null;
  readonly remote_status: string;
  readonly role_ids: readonly string[];
  readonly auto_extends: boolean;
  readonly groups: unknown;
};
type Judged = { readonly state: AccessState; readonly ends_at: Temporal.Instant | null; readonly flags: readonly string[] };

/** Pure: the best state, the latest end among the relationships that have it, and the flags. */
export function judge(rows: readonly Held[], now: Temporal.Instant): Judged {
  const relationships = rows.map((row) => ({
    state: row.state as AccessRelationship['state'], // written from the same schema
    endsAt: row.ends_at ?? undefined,
    remoteStatus: row.remote_status,
    roleIds: row.role_ids,
    autoExtends: row.auto_extends,
    groups: AccessGroup.array().parse(row.groups),
  }));
  const state = bestAccess(relationships, now);
  const ends = relationships.filter((each) => bestAccess([each], now) === state).flatMap(({ endsAt }) => endsAt ?? []);
  const last = ends.toSorted((a, b) => Temporal.Instant.compare(a, b)).at(-1) ?? null;
  return { state, ends_at: last, flags: accessFlags(relationships, now) };
}
