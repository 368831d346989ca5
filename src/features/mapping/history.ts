import { sql } from 'kysely';
import type { MappingId } from '../../model/ids.ts';
import type { MappingState, MatchHow } from '../../model/mapping.ts';
import { inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';

/** What a link was from one moment to another; the present one has no end. */
export type MappingVersion = {
  readonly from: Temporal.Instant;
  readonly to: Temporal.Instant | null;
  readonly state: MappingState;
  readonly targetName: string | null;
  readonly how: MatchHow | null;
  readonly decidedBy: string | null;
  readonly reason: string | null;
};

/** Newest first, of an account or a product alike; undefined when there is no such mapping. */
export function readHistory(context: Context, mappingId: MappingId): Promise<readonly MappingVersion[] | undefined> {
  return inScope(context.db, context.scope, async (tx) => {
    const { rows } = await sql<MappingVersion>`
      select from_at as "from", to_at as "to", state, account_name as "targetName", how, decided_by as "decidedBy", reason
      from account_mapping_version where mapping_id = ${mappingId}::uuid
      union all
      select from_at, to_at, state, service_name, how, decided_by, reason from product_mapping_version where mapping_id = ${mappingId}::uuid
      order by 1 desc, 2 desc nulls first`.execute(tx);
    return rows.length === 0 ? undefined : rows;
  });
}
