import { sql } from 'kysely';
import { type MappingId, publicId } from '../../model/ids.ts';
import { inScope } from '../../platform/db/transaction.ts';
import { record } from '../audit/index.ts';
import type { Context } from '../context.ts';
import { compareAgain } from '../reconciliation/index.ts';
import { type AccountMappingRow, readAccountMapping } from './account-queries.ts';
import { followMapping } from './follow-mapping.ts';

export type ExtraLink = {
  /** Our id of an account of the same connection. */
  readonly targetId: string;
  /** Microsoft's ids of the subscriptions that are billed there. */
  readonly covers: readonly string[];
  readonly reason: string;
};

export type ExtraRefusal =
  | { readonly because: 'unknown' | 'targetMissing' | 'firstNotMapped' | 'alreadyLinked' | 'notItsOwn' }
  /** These subscriptions are billed in another further account already: they would be billed twice. */
  | { readonly because: 'overlap'; readonly subscriptions: readonly string[] };
export type ExtraOutcome =
  | { readonly status: 'added'; readonly mapping: AccountMappingRow }
  | ({ readonly status: 'refused' } & ExtraRefusal);

/**
 * Gives a customer a further account of a connection where it has one: departments, split billing (capability S58). Every subscription is billed
 * in one account: in the further one that covers it, else in the first.
 */
export function addExtraLink(context: Context, firstId: MappingId, { targetId, covers, reason }: ExtraLink): Promise<ExtraOutcome> {
  return inScope(context.db, context.scope, async (tx) => {
    const first = await tx.selectFrom('account_mapping').selectAll().where('mapping_id', '=', firstId).forUpdate().executeTakeFirst();
    if (first === undefined || first.is_extra) return { status: 'refused', because: 'unknown' };
    if (first.state !== 'mapped') return { status: 'refused', because: 'firstNotMapped' };
    const { rows: accounts } = await sql<{ account_id: string }>`
      select account_id from account
      where account_id::text = ${targetId} and connection_id = ${first.connection_id}::uuid and retired_at is null`.execute(tx);
    if (accounts.length === 0) return { status: 'refused', because: 'targetMissing' };
    const others = await tx
      .selectFrom('account_mapping')
      .select(['account_id', 'covers'])
      .where('customer_id', '=', first.customer_id)
      .where('connection_id', '=', first.connection_id)
      .execute();
    if (others.some((other) => other.account_id === targetId)) return { status: 'refused', because: 'alreadyLinked' };
    const wanted = [...new Set(covers.map((id) => id.toLowerCase()))];
    const taken = new Set(others.flatMap((other) => other.covers));
    const twice = wanted.filter((id) => taken.has(id));
    if (twice.length > 0) return { status: 'refused', because: 'overlap', subscriptions: twice };
    const { rows: own } = await sql<{ remote_id: string }>`
      select distinct lower(remote_id) as remote_id from subscription
      where customer_id = ${first.customer_id}::uuid and lower(remote_id) = any(${wanted}::text[])`.execute(tx);
    if (own.length < wanted.length) return { status: 'refused', because: 'notItsOwn' };
    const mappingId = context.ids();
    const by = context.actor.name;
    await tx
      .insertInto('account_mapping')
      .values({
        customer_id: first.customer_id,
        customer_name: first.customer_name,
        connection_id: first.connection_id,
        mapping_id: mappingId,
        reseller_id: first.reseller_id,
        account_id: targetId,
        state: 'mapped',
        how: 'manual',
        evidence: JSON.stringify([`added by ${by}`]),
        candidates: '[]',
        decided_by: by,
        reason,
        is_extra: true,
        covers: wanted,
        changed_at: context.clock.now(),
      })
      .execute();
    await followMapping(tx, context, [first.customer_id]);
    await compareAgain(context, tx);
    await record(tx, context, {
      action: 'mapping.account.linked',
      object: publicId('mapping', mappingId),
      after: { accountId: targetId, covers: wanted, customer: first.customer_name },
      reason,
      resellerId: first.reseller_id,
    });
    const mapping = await readAccountMapping(tx, mappingId);
    return mapping === undefined ? { status: 'refused', because: 'unknown' } : { status: 'added', mapping };
  });
}

/** Takes a further account away again; what it billed is billed in the first. Answers whether there was one. */
export function removeExtraLink(context: Context, mappingId: MappingId): Promise<boolean> {
  return inScope(context.db, context.scope, async (tx) => {
    const row = await tx
      .deleteFrom('account_mapping')
      .where('mapping_id', '=', mappingId)
      .where('is_extra', '=', true)
      .returning(['customer_id', 'customer_name', 'account_id', 'reseller_id'])
      .executeTakeFirst();
    if (row === undefined) return false;
    await followMapping(tx, context, [row.customer_id]);
    await compareAgain(context, tx);
    await record(tx, context, {
      action: 'mapping.account.unlinked',
      object: publicId('mapping', mappingId),
      before: { accountId: row.account_id, customer: row.customer_name },
      resellerId: row.reseller_id,
    });
    return true;
  });
}
