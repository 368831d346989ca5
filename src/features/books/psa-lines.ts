import { sql } from 'kysely';
import type { Psa } from '../../connectors/ports.ts';
import type { PsaLine } from '../../model/psa.ts';
import type { Tx } from '../../platform/db/connect.ts';
import { keepRows } from '../../platform/db/keep-rows.ts';
import type { Kept, Reading, Unit, UnitSyncer } from '../reading.ts';
import { accountsOf } from './accounts.ts';
import { keepLineChanges, keepLinesGone, lineFields, type RetiredLine, storedLines } from './psa-line-history.ts';
import { keptOf } from './rows.ts';

/** Lines are listed for one agreement at a time (psa reference 3.3). */
export const psaLineSyncer: UnitSyncer<Psa, PsaLine> = {
  kind: 'lines',
  counted: 'agreements',
  units: agreementsToRead,
  read: (remote, unit, signal) => remote.lines({ remoteId: unit.remoteId, accountRemoteId: unit.parentRemoteId }, signal),
  keep: (tx, reading, unit, lines) => keepLines(tx, reading, unit.parentRemoteId, lines),
  retire: async (tx, reading, unit) => {
    const { connectionId, seenAt } = reading;
    const { rows } = await sql<RetiredLine>`
      update psa_line set retired_at = ${seenAt}, changed_at = ${seenAt}
      where connection_id = ${connectionId}::uuid and agreement_remote_id = ${unit.remoteId}
        and retired_at is null and seen_at < ${seenAt}
      returning account_id, remote_id, reseller_id`.execute(tx);
    await keepLinesGone(tx, reading, rows);
    return rows.length;
  },
};

async function agreementsToRead(
  tx: Tx,
  connectionId: string,
  only: { readonly customerId?: string; readonly remoteIds?: readonly string[] } = {},
): Promise<readonly Unit[]> {
  const rows = await tx
    .selectFrom('psa_agreement')
    .innerJoin('account', 'account.account_id', 'psa_agreement.account_id')
    .select([
      'psa_agreement.remote_id',
      'psa_agreement.name',
      'account.account_id',
      'account.name as account',
      'account.remote_id as parent',
    ])
    .select(
      sql<number>`(select count(*)::int from psa_line where psa_line.connection_id = psa_agreement.connection_id
        and psa_line.agreement_remote_id = psa_agreement.remote_id and psa_line.retired_at is null)`.as('known'),
    )
    .where('psa_agreement.connection_id', '=', connectionId)
    .where('psa_agreement.retired_at', 'is', null)
    .$if(only.customerId !== undefined, (query) =>
      query.where('psa_agreement.account_id', 'in', (mapped) =>
        mapped
          .selectFrom('account_mapping')
          .select(sql<string>`account_id`.as('account_id'))
          .where('customer_id', '=', only.customerId ?? '')
          .where('connection_id', '=', connectionId)
          .where('account_id', 'is not', null),
      ),
    )
    .$if(only.remoteIds !== undefined, (query) => query.where('psa_agreement.remote_id', '=', sql<string>`any(${only.remoteIds}::text[])`))
    .orderBy(sql`psa_agreement.remote_id collate "C"`)
    .execute();
  return rows.map((row) => ({
    key: row.remote_id,
    name: `${row.account}: ${row.name}`,
    id: row.account_id,
    remoteId: row.remote_id,
    parentRemoteId: row.parent,
    known: row.known,
  }));
}

/** Keeps lines of one account, all as seen at the reading's instant: from a sync, or from looking again before and after a correction. */
export async function keepLines(tx: Tx, reading: Reading, accountRemoteId: string, lines: readonly PsaLine[]): Promise<Kept> {
  const account = (await accountsOf(tx, reading.connectionId, [accountRemoteId])).get(accountRemoteId);
  if (account === undefined) throw new Error(`Lines of an account that is not kept: ${accountRemoteId}`);
  const before = await storedLines(tx, account.accountId, reading.connectionId, lines);
  const kept = await keepRows(tx, {
    table: 'psa_line',
    key: ['account_id', 'connection_id', 'remote_id'],
    fixed: ['reseller_id'],
    fields: lineFields,
    rows: lines.map((line) => ({
      account_id: account.accountId,
      connection_id: reading.connectionId,
      remote_id: line.remoteId,
      reseller_id: account.resellerId,
      agreement_remote_id: line.agreementRemoteId,
      service_remote_id: line.serviceRemoteId,
      description: line.description,
      quantity: line.quantity,
      unit_price: line.unitPrice,
      unit_cost: line.unitCost,
      is_billed: line.isBilled,
      from_on: line.fromOn ?? null,
      cancelled_on: line.cancelledOn ?? null,
      vendor_subscription_id: line.vendorSubscriptionId ?? null,
      version: line.version,
    })),
    seenAt: reading.seenAt,
  });
  if (kept.touched.length > 0) await keepLineChanges(tx, reading, account, before, lines);
  return keptOf(kept);
}
