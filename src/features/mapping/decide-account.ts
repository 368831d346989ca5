import { sql } from 'kysely';
import { type MappingId, publicId } from '../../model/ids.ts';
import type { Tx } from '../../platform/db/connect.ts';
import { inScope } from '../../platform/db/transaction.ts';
import { record } from '../audit/index.ts';
import type { Context } from '../context.ts';
import { compareAgain } from '../reconciliation/index.ts';
import { type AccountMappingRow, readAccountMapping } from './account-queries.ts';
import { afterDecisions } from './after-decisions.ts';
import { compareSince, sinceOf, whyNotSince } from './corrections.ts';
import { type Decided, type Decision, type DecisionRefusal, decide } from './decide.ts';
import { followMapping } from './follow-mapping.ts';
import type { Mapping } from './match.ts';
import { readPrevious, toColumns, toMapping } from './rows.ts';

export type DecisionOutcome<Row> =
  | { readonly status: 'decided'; readonly mapping: Row }
  | { readonly status: 'refused'; readonly because: DecisionRefusal | 'unknown' };

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** What somebody wants of one link. `targetId`: our id of the account. */
export type Wanted = { readonly mappingId: string; readonly decision: Decision };
/** A link before and after a decision, or why nothing was decided. */
export type DecidedLink = { readonly mappingId: string; readonly name: string; readonly before: Mapping; readonly decided: Decided };

/**
 * Decides links in the transaction it is given, all at once: the links, their versions, what the decisions say about suggestions, and what hangs
 * on them. A refused one stays as it is. Ids that do not exist, and further accounts, are left out.
 */
export async function decideAccountLinks(
  tx: Tx,
  context: Context,
  wanted: readonly Wanted[],
  batchId: string | null = null,
): Promise<readonly DecidedLink[]> {
  const decisions = new Map(wanted.map(({ mappingId, decision }) => [mappingId, decision]));
  const rows = await tx
    .selectFrom('account_mapping')
    .selectAll()
    .where('mapping_id', '=', sql<string>`any(${[...decisions.keys()]}::uuid[])`)
    .where('is_extra', '=', false)
    .orderBy('customer_id')
    .orderBy('mapping_id')
    .forUpdate()
    .execute();
  const links = rows.flatMap((row) => {
    const decision = decisions.get(row.mapping_id);
    return decision === undefined ? [] : [{ row, decision, before: toMapping(row, row.account_id), previous: readPrevious(row.previous) }];
  });
  const named = links.flatMap(({ decision, before, previous }) => [
    decision.decision === 'map' ? decision.targetId : '',
    before.candidates[0]?.targetId ?? '',
    previous?.targetId ?? '',
  ]);
  const live = await liveAccounts(tx, named);
  const now = context.clock.now();
  const decided = links.map(({ row, decision, before, previous }) => ({
    row,
    decision,
    before,
    decided: decide(before, previous, decision, {
      by: context.actor.name,
      isLive: (id) => live.has(`${row.connection_id} ${id}`),
    }),
  }));
  const changed = decided.flatMap(({ row, decision, before, decided: to }) => ('refused' in to ? [] : [{ row, decision, before, ...to }]));
  await writeLinks(
    tx,
    changed.map(({ row, before, mapping, undoes }) => ({
      customer_id: row.customer_id,
      mapping_id: row.mapping_id,
      account_id: mapping.targetId,
      ...toColumns(mapping),
      previous: undoes ? null : before,
      batch_id: undoes ? null : batchId,
      changed_at: now,
    })),
  );
  await afterDecisions(tx, { kind: 'account', now, changed }, async () => {
    await followMapping(tx, context, [...new Set(changed.map(({ row }) => row.customer_id))]);
    return [];
  });
  return decided.map(({ row, before, decided: to }) => ({ mappingId: row.mapping_id, name: row.customer_name, before, decided: to }));
}

/** Those of these accounts that exist, as `connection account`. */
async function liveAccounts(tx: Tx, accountIds: readonly string[]): Promise<ReadonlySet<string>> {
  const asked = [...new Set(accountIds.filter((id) => uuid.test(id)))];
  if (asked.length === 0) return new Set();
  const { rows } = await sql<{ key: string }>`
    select connection_id || ' ' || account_id as key from account where account_id = any(${asked}::uuid[]) and retired_at is null`.execute(
    tx,
  );
  return new Set(rows.map((row) => row.key));
}

/** Columns by name, JSON as values. */
async function writeLinks(tx: Tx, rows: readonly Readonly<Record<string, unknown>>[]): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    update account_mapping as kept set account_id = given.account_id, state = given.state, how = given.how, evidence = given.evidence,
      candidates = given.candidates, decided_by = given.decided_by, reason = given.reason, ignored_until = given.ignored_until,
      is_absent = given.is_absent, rejected = given.rejected, previous = given.previous, batch_id = given.batch_id, changed_at = given.changed_at
    from json_populate_recordset(null::account_mapping, ${JSON.stringify(rows)}::json) as given
    where kept.customer_id = given.customer_id and kept.mapping_id = given.mapping_id`.execute(tx);
}

/** A person's decision about which account a customer is. `targetId`: our id of the account. */
export function decideAccountMapping(
  context: Context,
  mappingId: MappingId,
  decision: Decision,
): Promise<DecisionOutcome<AccountMappingRow>> {
  return inScope(context.db, context.scope, async (tx) => {
    const since = sinceOf(decision);
    const whyNot = since === undefined ? undefined : await whyNotSince(tx, since, context.clock.today());
    if (whyNot !== undefined) return { status: 'refused', because: whyNot };
    const [link] = await decideAccountLinks(tx, context, [{ mappingId, decision }]);
    if (link === undefined) return { status: 'refused', because: 'unknown' };
    if ('refused' in link.decided) return { status: 'refused', because: link.decided.refused };
    const mapping = await readAccountMapping(tx, mappingId);
    if (mapping === undefined) return { status: 'refused', because: 'unknown' };
    await compareAgain(context, tx);
    await compareSince(tx, context, since);
    await record(tx, context, {
      action: `mapping.account.${decision.decision}`,
      object: publicId('mapping', mappingId),
      before: { state: link.before.state, accountId: link.before.targetId },
      after: { state: mapping.state, accountId: mapping.targetId, customer: link.name, ...(since !== undefined && { since }) },
      resellerId: mapping.resellerId,
      ...('reason' in decision ? { reason: decision.reason } : {}),
    });
    return { status: 'decided', mapping };
  });
}
