import { sql } from 'kysely';
import type { Marketplace, Page } from '../../connectors/ports.ts';
import { isAppError } from '../../lib/errors.ts';
import type { TenantLicence } from '../../model/billing.ts';
import type { Tx } from '../../platform/db/connect.ts';
import { keepRows } from '../../platform/db/keep-rows.ts';
import { ownersOf } from '../customers/index.ts';
import { type Closed, customerUnit, type UnitSyncer } from '../reading.ts';

/** Roles of delegated access that may read licences: Global Administrator, Global Reader, Directory Readers, User and License Administrator (reference 9, 16). */
const readers = [
  '62e90394-69f5-4237-9190-012177145e10',
  'f2ef992c-3afb-46b9-b7cf-a126ee74c451',
  '88d8e3e3-8f55-4a1e-953a-9b9898b8876b',
  'fe930be7-5e62-47db-91af-98c3a49a38b1',
  '4d6ac14f-3453-41d0-bef9-a3e0c569773a',
];

/** Licences of customers whose access is active and reaches to the directory. The others are not asked: their door is closed, nothing fails. */
export const licenceSyncer: UnitSyncer<Marketplace, TenantLicence> = {
  kind: 'licences',
  counted: 'customers',
  units: customersWithAccess,
  read: async (remote, unit, signal) => {
    try {
      return pageOf((await remote.licences?.(unit.remoteId, signal)) ?? []);
    } catch (error) {
      return closedBy(error);
    }
  },
  keep: async (tx, reading, unit, licences) => {
    const ownerOf = await ownersOf(tx, [unit.id]);
    const kept = await keepRows(tx, {
      table: 'tenant_licence',
      key: ['customer_id', 'connection_id', 'sku_id'],
      fixed: ['reseller_id'],
      fields: ['part_number', 'capability', 'enabled', 'warning', 'suspended', 'assigned', 'assigned_blocked'],
      rows: licences.map((licence) => ({
        customer_id: unit.id,
        connection_id: reading.connectionId,
        sku_id: licence.skuId,
        reseller_id: ownerOf(unit.id),
        part_number: licence.partNumber,
        capability: licence.capability,
        enabled: licence.enabled,
        warning: licence.warning,
        suspended: licence.suspended,
        assigned: licence.assigned,
        assigned_blocked: licence.assignedBlocked ?? null,
      })),
      seenAt: reading.seenAt,
    });
    return { created: kept.created, updated: kept.updated, unchanged: kept.unchanged, refused: [] };
  },
  retire: async (tx, { connectionId, seenAt }, unit) => {
    const { numAffectedRows } = await sql`
      update tenant_licence set retired_at = ${seenAt}, changed_at = ${seenAt}
      where customer_id = ${unit.id}::uuid and connection_id = ${connectionId}::uuid and retired_at is null and seen_at < ${seenAt}`.execute(
      tx,
    );
    return Number(numAffectedRows ?? 0n);
  },
};

const pageOf = (items: readonly TenantLicence[]): Page<TenantLicence> => ({ items, quarantined: [], cursor: undefined, total: undefined });

function closedBy(error: unknown): Closed {
  if (!isAppError(error) || error.code !== 'not_permitted') throw error;
  return { closed: { code: error.code, reason: [error.message, error.facts.hint].filter((part) => part !== undefined).join('. ') } };
}

async function customersWithAccess(tx: Tx, connectionId: string) {
  const rows = await tx
    .selectFrom('customer')
    .select(['customer.customer_id', 'customer.name', 'customer.tenant_id'])
    .select(
      sql<number>`(select count(*)::int from tenant_licence where tenant_licence.customer_id = customer.customer_id
        and tenant_licence.connection_id = ${connectionId}::uuid and tenant_licence.retired_at is null)`.as('known'),
    )
    .where('customer.retired_at', 'is', null)
    .where((where) =>
      where.exists(
        where
          .selectFrom('access_relationship')
          .select('access_relationship.customer_id')
          .whereRef('access_relationship.customer_id', '=', 'customer.customer_id')
          .where('access_relationship.connection_id', '=', connectionId)
          .where('access_relationship.retired_at', 'is', null)
          .where('access_relationship.state', '=', 'active')
          .where(sql<boolean>`access_relationship.role_ids && ${readers}::text[]`),
      ),
    )
    .orderBy('customer.tenant_id')
    .execute();
  return rows.map(customerUnit);
}
