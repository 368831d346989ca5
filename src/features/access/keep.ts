import { sql } from 'kysely';
import type { Marketplace, TenantAccess } from '../../connectors/ports.ts';
import type { AccessRelationship } from '../../model/access.ts';
import type { Tx } from '../../platform/db/connect.ts';
import { keepRows } from '../../platform/db/keep-rows.ts';
import { customersOfTenants, ownersOf } from '../customers/index.ts';
import type { Kept, ListSyncer, Reading } from '../reading.ts';
import { judgeAccess } from './judge.ts';

/** GDAP relationships of one partner account. Invitations that nobody has accepted name no customer: they are read and counted, but there is nobody to keep them for. */
export const accessSyncer: ListSyncer<Marketplace, AccessRelationship> = {
  kind: 'access',
  list: (remote, cursor, signal) => remote.access(cursor, signal),
  keep: keepAccess,
  retire: retireAccess,
};

async function keepAccess(tx: Tx, reading: Reading, relationships: readonly AccessRelationship[]): Promise<Kept> {
  const customers = await customersOfTenants(tx, reading.connectionId, relationships);
  const known = await knownGroups(tx, reading.connectionId, [...customers.values()], relationships);
  const ownerOf = await ownersOf(tx, [...customers.values()]);
  const rows = relationships.flatMap((relationship) => {
    const customer_id = customers.get(relationship.customerTenantId ?? '');
    return customer_id === undefined
      ? []
      : [{ ...rowOf(reading, customer_id, relationship), reseller_id: ownerOf(customer_id), groups: known(relationship) }];
  });
  const kept = await keepRows(tx, {
    table: 'access_relationship',
    key: ['customer_id', 'connection_id', 'remote_id'],
    fixed: ['reseller_id'],
    fields: ['name', 'remote_status', 'state', 'ends_at', 'role_ids', 'auto_extends', 'duration', 'asked_at', 'starts_at', 'groups'],
    rows,
    seenAt: reading.seenAt,
  });
  await judgeAccess(tx, [...new Set(rows.map((row) => row.customer_id))], reading.seenAt);
  return { created: kept.created, updated: kept.updated, unchanged: relationships.length - kept.created - kept.updated, refused: [] };
}

/** Keeps a reading of one customer's relationships: what a whole one did not see of him is gone. */
export async function keepAccessOf(
  tx: Tx,
  reading: Reading,
  customerTenantId: string,
  { relationships, isWhole }: TenantAccess,
): Promise<void> {
  await keepAccess(tx, reading, relationships);
  if (!isWhole) return;
  const { rows } = await sql<{ customer_id: string }>`
    update access_relationship gone set retired_at = ${reading.seenAt}, changed_at = ${reading.seenAt}
    from customer where customer.customer_id = gone.customer_id and customer.tenant_id = ${customerTenantId}
      and gone.connection_id = ${reading.connectionId}::uuid and gone.retired_at is null and gone.seen_at < ${reading.seenAt}
      and not (gone.remote_id = any(${relationships.map(({ remoteId }) => remoteId)}::text[]))
    returning gone.customer_id`.execute(tx);
  const known = await customersOfTenants(tx, reading.connectionId, [{ customerTenantId }]);
  await judgeAccess(tx, [...new Set([...rows.map((row) => row.customer_id), ...known.values()])], reading.seenAt);
}

const rowOf = ({ connectionId }: Reading, customer_id: string, relationship: AccessRelationship) => ({
  customer_id,
  connection_id: connectionId,
  remote_id: relationship.remoteId,
  name: relationship.displayName,
  remote_status: relationship.remoteStatus,
  state: relationship.state,
  ends_at: relationship.endsAt ?? null,
  role_ids: relationship.roleIds,
  auto_extends: relationship.autoExtends,
  duration: relationship.duration ?? null,
  asked_at: relationship.askedAt ?? null,
  starts_at: relationship.startsAt ?? null,
});

/** Microsoft tells the groups of active relationships only. What held the others stays known: a replacement gets the same groups also after the end. */
async function knownGroups(
  tx: Tx,
  connectionId: string,
  customerIds: readonly string[],
  relationships: readonly AccessRelationship[],
): Promise<(relationship: AccessRelationship) => unknown> {
  const untold = relationships.flatMap(({ groups, remoteId }) => (groups === undefined ? [remoteId] : []));
  if (untold.length === 0 || customerIds.length === 0) return ({ groups }) => groups ?? [];
  const rows = await tx
    .selectFrom('access_relationship')
    .select(['remote_id', 'groups'])
    .where('customer_id', 'in', [...customerIds])
    .where('connection_id', '=', connectionId)
    .where('remote_id', 'in', untold)
    .execute();
  const before = new Map(rows.map((row) => [row.remote_id, row.groups]));
  return ({ groups, remoteId }) => groups ?? before.get(remoteId) ?? [];
}

async function retireAccess(tx: Tx, { connectionId, seenAt }: Reading, since: Temporal.Instant): Promise<number> {
  const { rows } = await sql<{ customer_id: string }>`
    update access_relationship set retired_at = ${seenAt}, changed_at = ${seenAt}
    where connection_id = ${connectionId}::uuid and retired_at is null and seen_at < ${since} returning customer_id`.execute(tx);
  await judgeAccess(tx, [...new Set(rows.map((row) => row.customer_id))], seenAt);
  return rows.length;
}
