import { type MappingId, publicId } from '../../model/ids.ts';
import { inScope } from '../../platform/db/transaction.ts';
import { record } from '../audit/index.ts';
import type { Context } from '../context.ts';
import { compareAgain } from '../reconciliation/index.ts';
import { type Decision, decide } from './decide.ts';
import type { DecisionOutcome } from './decide-account.ts';
import { type ProductMappingRow, readProductMapping } from './product-queries.ts';
import { readPrevious, toColumns, toMapping } from './rows.ts';

/** A person's decision about which service bills a product. `targetId`: the PSA's own id of the service. */
export function decideProductMapping(
  context: Context,
  mappingId: MappingId,
  decision: Decision,
): Promise<DecisionOutcome<ProductMappingRow>> {
  return inScope(context.db, context.scope, async (tx) => {
    const row = await tx.selectFrom('product_mapping').selectAll().where('mapping_id', '=', mappingId).forUpdate().executeTakeFirst();
    if (row === undefined) return { status: 'refused', because: 'unknown' };
    const before = toMapping(row, row.service_remote_id);
    const previous = readPrevious(row.previous);
    const found = await tx
      .selectFrom('psa_service')
      .select('remote_id')
      .where('connection_id', '=', row.connection_id)
      .where('remote_id', 'in', [
        decision.decision === 'map' ? decision.targetId : '',
        before.candidates[0]?.targetId ?? '',
        previous?.targetId ?? '',
      ])
      .where('retired_at', 'is', null)
      .execute();
    const live = new Set(found.map((service) => service.remote_id));
    const decided = decide(before, previous, decision, { by: context.actor.name, isLive: (id) => live.has(id) });
    if ('refused' in decided) return { status: 'refused', because: decided.refused };
    const columns = toColumns(decided.mapping);
    await tx
      .updateTable('product_mapping')
      .set({
        ...columns,
        evidence: JSON.stringify(columns.evidence),
        candidates: JSON.stringify(columns.candidates),
        service_remote_id: decided.mapping.targetId,
        previous: decided.undoes ? null : JSON.stringify(before),
        changed_at: context.clock.now(),
      })
      .where('mapping_id', '=', mappingId)
      .execute();
    await compareAgain(context, tx);
    await record(tx, context, {
      action: `mapping.product.${decision.decision}`,
      object: publicId('mapping', mappingId),
      before: { state: before.state, serviceId: before.targetId },
      after: { state: decided.mapping.state, serviceId: decided.mapping.targetId, product: row.product_name },
      ...(decision.decision === 'ignore' ? { reason: decision.reason } : {}),
    });
    const mapping = await readProductMapping(tx, mappingId);
    return mapping === undefined ? { status: 'refused', because: 'unknown' } : { status: 'decided', mapping };
  });
}
