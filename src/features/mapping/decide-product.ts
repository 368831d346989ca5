import { sql } from 'kysely';
import { type MappingId, publicId } from '../../model/ids.ts';
import type { Tx } from '../../platform/db/connect.ts';
import { inScope } from '../../platform/db/transaction.ts';
import { record } from '../audit/index.ts';
import type { Context } from '../context.ts';
import { compareAgain } from '../reconciliation/index.ts';
import { afterDecisions } from './after-decisions.ts';
import { compareSince, sinceOf, whyNotSince } from './corrections.ts';
import { type Decision, decide } from './decide.ts';
import type { DecidedLink, DecisionOutcome, Wanted } from './decide-account.ts';
import { type ProductMappingRow, readProductMapping } from './product-queries.ts';
import { followPlain } from './promotions.ts';
import { readPrevious, toColumns, toMapping } from './rows.ts';
import { keepProductVersions } from './versions.ts';

/** As `decideAccountLinks`, of products. `targetId`: the PSA's own id of the service. A product is absent nowhere. */
export async function decideProducts(
  tx: Tx,
  context: Context,
  wanted: readonly Wanted[],
  batchId: string | null = null,
): Promise<readonly DecidedLink[]> {
  const decisions = new Map(wanted.map(({ mappingId, decision }) => [mappingId, decision]));
  const rows = await tx
    .selectFrom('product_mapping')
    .selectAll()
    .where('mapping_id', '=', sql<string>`any(${[...decisions.keys()]}::uuid[])`)
    .orderBy('mapping_id')
    .forUpdate()
    .execute();
  const services = await sql<{
    key: string;
  }>`select connection_id || ' ' || remote_id as key from psa_service where retired_at is null`.execute(tx);
  const live = new Set(services.rows.map(({ key }) => key));
  const now = context.clock.now();
  const decided = rows.flatMap((row) => {
    const decision = decisions.get(row.mapping_id);
    if (decision === undefined) return [];
    const before = toMapping(row, row.service_remote_id);
    const facts = { by: context.actor.name, isLive: (id: string) => live.has(`${row.connection_id} ${id}`) };
    return [{ row, decision, before, decided: decide(before, readPrevious(row.previous), decision, facts) }];
  });
  const changed = decided.flatMap(({ decided: to, ...rest }) => ('refused' in to ? [] : [{ ...rest, ...to }]));
  await writeProducts(
    tx,
    changed.map(({ row, before, mapping, undoes }) => ({
      mapping_id: row.mapping_id,
      service_remote_id: mapping.targetId,
      ...toColumns(mapping),
      previous: undoes ? null : before,
      batch_id: undoes ? null : batchId,
      changed_at: now,
    })),
  );
  await afterDecisions(tx, { kind: 'product', now, changed }, async () => {
    const changedIds = changed.map(({ row }) => row.mapping_id);
    const followers = await followPlain(tx, changedIds, now);
    await keepProductVersions(tx, { ids: context.ids, now }, [...changedIds, ...followers]);
    return followers;
  });
  return decided.map(({ row, before, decided: to }) => ({ mappingId: row.mapping_id, name: row.product_name, before, decided: to }));
}

async function writeProducts(tx: Tx, rows: readonly Readonly<Record<string, unknown>>[]): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    update product_mapping as kept set service_remote_id = given.service_remote_id, state = given.state, how = given.how,
      evidence = given.evidence, candidates = given.candidates, decided_by = given.decided_by, reason = given.reason,
      ignored_until = given.ignored_until, rejected = given.rejected, previous = given.previous, batch_id = given.batch_id,
      changed_at = given.changed_at
    from json_populate_recordset(null::product_mapping, ${JSON.stringify(rows)}::json) as given
    where kept.mapping_id = given.mapping_id`.execute(tx);
}

/** A person's decision about which service bills a product. `targetId`: the PSA's own id of the service. */
export function decideProductMapping(
  context: Context,
  mappingId: MappingId,
  decision: Decision,
): Promise<DecisionOutcome<ProductMappingRow>> {
  return inScope(context.db, context.scope, async (tx) => {
    const since = sinceOf(decision);
    const whyNot = since === undefined ? undefined : await whyNotSince(tx, since, context.clock.today());
    if (whyNot !== undefined) return { status: 'refused', because: whyNot };
    const [link] = await decideProducts(tx, context, [{ mappingId, decision }]);
    if (link === undefined) return { status: 'refused', because: 'unknown' };
    if ('refused' in link.decided) return { status: 'refused', because: link.decided.refused };
    const mapping = await readProductMapping(tx, mappingId);
    if (mapping === undefined) return { status: 'refused', because: 'unknown' };
    await compareAgain(context, tx);
    await compareSince(tx, context, since);
    await record(tx, context, {
      action: `mapping.product.${decision.decision}`,
      object: publicId('mapping', mappingId),
      before: { state: link.before.state, serviceId: link.before.targetId },
      after: { state: mapping.state, serviceId: mapping.targetId, product: link.name, ...(since !== undefined && { since }) },
      ...('reason' in decision ? { reason: decision.reason } : {}),
    });
    return { status: 'decided', mapping };
  });
}
