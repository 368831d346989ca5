import { type MappingId, publicId } from '../../model/ids.ts';
import { inScope } from '../../platform/db/transaction.ts';
import { record } from '../audit/index.ts';
import type { Context } from '../context.ts';
import { compareAgain } from '../reconciliation/index.ts';
import { type AccountMappingRow, readAccountMapping } from './account-queries.ts';
import { type Decision, type DecisionRefusal, decide } from './decide.ts';
import { followMapping } from './follow-mapping.ts';
import { readPrevious, toColumns, toMapping } from './rows.ts';

export type DecisionOutcome<Row> =
  | { readonly status: 'decided'; readonly mapping: Row }
  | { readonly status: 'refused'; readonly because: DecisionRefusal | 'unknown' };

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** A person's decision about which account a customer is. `targetId`: our id of the account. */
export function decideAccountMapping(
  context: Context,
  mappingId: MappingId,
  decision: Decision,
): Promise<DecisionOutcome<AccountMappingRow>> {
  return inScope(context.db, context.scope, async (tx) => {
    const row = await tx.selectFrom('account_mapping').selectAll().where('mapping_id', '=', mappingId).forUpdate().executeTakeFirst();
    if (row === undefined) return { status: 'refused', because: 'unknown' };
    const before = toMapping(row, row.account_id);
    const previous = readPrevious(row.previous);
    const wanted = [decision.decision === 'map' ? decision.targetId : '', before.candidates[0]?.targetId ?? '', previous?.targetId ?? ''];
    const found = await tx
      .selectFrom('account')
      .select('account_id')
      .where('connection_id', '=', row.connection_id)
      .where('account_id', 'in', [...wanted.filter((id) => uuid.test(id)), mappingId])
      .where('retired_at', 'is', null)
      .execute();
    const live = new Set(found.map((account) => account.account_id));
    const decided = decide(before, previous, decision, { by: context.actor.name, isLive: (id) => live.has(id) });
    if ('refused' in decided) return { status: 'refused', because: decided.refused };
    const columns = toColumns(decided.mapping);
    await tx
      .updateTable('account_mapping')
      .set({
        ...columns,
        evidence: JSON.stringify(columns.evidence),
        candidates: JSON.stringify(columns.candidates),
        account_id: decided.mapping.targetId,
        previous: decided.undoes ? null : JSON.stringify(before),
        changed_at: context.clock.now(),
      })
      .where('customer_id', '=', row.customer_id)
      .where('connection_id', '=', row.connection_id)
      .execute();
    await followMapping(tx, [row.customer_id], context.clock.now());
    await compareAgain(context, tx);
    await record(tx, context, {
      action: `mapping.account.${decision.decision}`,
      object: publicId('mapping', mappingId),
      before: { state: before.state, accountId: before.targetId },
      after: { state: decided.mapping.state, accountId: decided.mapping.targetId, customer: row.customer_name },
      resellerId: row.reseller_id,
      ...(decision.decision === 'ignore' ? { reason: decision.reason } : {}),
    });
    const mapping = await readAccountMapping(tx, mappingId);
    return mapping === undefined ? { status: 'refused', because: 'unknown' } : { status: 'decided', mapping };
  });
}
