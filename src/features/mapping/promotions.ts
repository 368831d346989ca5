import { sql } from 'kysely';
import type { Tx } from '../../platform/db/connect.ts';
import type { Mapping } from './match.ts';
import { toColumns, toMapping } from './rows.ts';
import { isSame } from './settle.ts';

/**
 * What bills a product that was bought with a promotion: the same as without it (`plain`), until a person says otherwise. What somebody refused
 * for the promotion stays refused. Pure.
 */
export function followed(before: Mapping | undefined, plain: Mapping, isLive: (targetId: string) => boolean): Mapping {
  if (before !== undefined && before.decidedBy !== null) return withTarget(before, isLive);
  const rejected = before?.rejected ?? [];
  const isRefused = plain.targetId !== null && rejected.includes(plain.targetId);
  return {
    ...plain,
    ...(isRefused && { state: 'unmapped' as const, targetId: null }),
    how: plain.targetId === null || isRefused ? null : 'withoutPromotion',
    evidence: plain.targetId === null || isRefused ? [] : ['billed as without the promotion'],
    candidates: plain.candidates.filter((each) => !rejected.includes(each.targetId)),
    decidedBy: null,
    rejected,
  };
}

/** A person's choice turns stale when its service is gone, and back. */
function withTarget(before: Mapping, isLive: (targetId: string) => boolean): Mapping {
  if (before.targetId === null) return before;
  if (!isLive(before.targetId)) return { ...before, state: 'stale' };
  return before.state === 'stale' ? { ...before, state: 'mapped' } : before;
}

/** What was decided about these products holds at once for the promotions that follow them, or that follow again. Answers which are others now. */
export async function followPlain(tx: Tx, decidedIds: readonly string[], now: Temporal.Instant): Promise<readonly string[]> {
  const { rows: pairs } = await sql<{ follower: string; plain: string }>`
    select promoted.mapping_id as follower, plain.mapping_id as plain from product_mapping plain
    join product_mapping promoted using (connection_id, product_id, sku_id, term, frequency)
    where (plain.mapping_id = any(${[...decidedIds]}::uuid[]) or promoted.mapping_id = any(${[...decidedIds]}::uuid[]))
      and plain.promotion_id = '' and promoted.promotion_id <> ''
      and promoted.decided_by is null and promoted.how is distinct from 'rule'`.execute(tx);
  if (pairs.length === 0) return [];
  const ids = pairs.flatMap(({ follower, plain }) => [follower, plain]);
  const rows = await tx.selectFrom('product_mapping').selectAll().where('mapping_id', 'in', ids).execute();
  const byId = new Map(rows.map((row) => [row.mapping_id, toMapping(row, row.service_remote_id)]));
  const changed = pairs.flatMap(({ follower, plain }) => {
    const [was, of] = [byId.get(follower), byId.get(plain)];
    if (was === undefined || of === undefined) return [];
    const becomes = followed(was, of, () => true);
    return isSame(was, becomes)
      ? []
      : [{ mapping_id: follower, service_remote_id: becomes.targetId, ...toColumns(becomes), changed_at: now }];
  });
  await sql`
    update product_mapping as kept set service_remote_id = given.service_remote_id, state = given.state, how = given.how,
      evidence = given.evidence, candidates = given.candidates, reason = given.reason, ignored_until = given.ignored_until,
      changed_at = given.changed_at
    from json_populate_recordset(null::product_mapping, ${JSON.stringify(changed)}::json) as given
    where kept.mapping_id = given.mapping_id`.execute(tx);
  return changed.map((row) => row.mapping_id);
}
