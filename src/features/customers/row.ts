import { sql } from 'kysely';
import type { AccessState } from '../../model/access.ts';
import { PartnerType } from '../../model/connection.ts';
import type { Readiness } from '../../model/customer.ts';
import type { MappingState } from '../../model/mapping.ts';
import { type Money, money } from '../../model/money.ts';
import type { TenantConsent } from '../../model/tenant-consent.ts';
import type { Db } from '../../platform/db/connect.ts';
import { type ReadyRule, readinessOf } from './readiness.ts';

export type CustomerRow = {
  readonly customerId: string;
  readonly name: string;
  readonly domain: string;
  readonly tenantId: string;
  readonly cloud: string;
  readonly country: string | null;
  readonly access: AccessState;
  readonly accessEndsAt: Temporal.Instant | null;
  readonly readiness: Readiness;
  readonly psaMapping: MappingState;
  readonly subscriptions: number;
  readonly openDifferences: number;
  readonly atStake: Money;
  readonly connectionIds: readonly string[];
  readonly readAt: Temporal.Instant;
  /** The account that it was read from last. */
  readonly readFrom: string | undefined;
  readonly retired: boolean;
  /** How the accounts that sell to it buy from Microsoft. */
  readonly partnerTypes: readonly PartnerType[];
  /** Through whom indirect providers sell to it. */
  readonly resellers: readonly { readonly mpn: string; readonly name: string }[];
};

export const selectCustomers = (db: Db) =>
  db
    .selectFrom('customer')
    .select([
      'customer.customer_id',
      'name',
      'domain',
      'tenant_id',
      'cloud',
      'country',
      'access_state',
      'access_ends_at',
      'consent_state',
      'consent_worked_at',
      'psa_state',
      'subscriptions',
      'open_differences',
      'at_stake',
      'currency',
      'seen_at',
      'retired_at',
    ])
    .select(
      sql<string[]>`array(select connection_id::text from customer_connection sold
        where sold.customer_id = customer.customer_id and sold.retired_at is null order by connection_id)`.as('connection_ids'),
    )
    .select(
      sql<string | null>`(select connection_id::text from customer_connection sold
        where sold.customer_id = customer.customer_id order by sold.seen_at desc, connection_id limit 1)`.as('read_from'),
    )
    .select(
      sql<
        { mpn: string; name: string }[]
      >`(select coalesce(jsonb_agg(jsonb_build_object('mpn', mpn, 'name', seller.name) order by mpn), '[]')
        from (select mpn, max(name) as name from customer_reseller held where held.customer_id = customer.customer_id group by mpn) as seller)`.as(
        'resellers',
      ),
    );

type Selected = Awaited<ReturnType<ReturnType<typeof selectCustomers>['execute']>>[number];

export function toCustomerRow(row: Selected, rule: ReadyRule, types: ReadonlyMap<string, PartnerType>): CustomerRow {
  const access = row.access_state as AccessState; // all three written from the same schemas
  const consent = row.consent_state as TenantConsent;
  const psaMapping = row.psa_state as MappingState;
  return {
    customerId: row.customer_id,
    name: row.name,
    domain: row.domain,
    tenantId: row.tenant_id,
    cloud: row.cloud,
    country: row.country,
    access,
    accessEndsAt: row.access_ends_at,
    readiness: readinessOf({ access, consent, workedAt: row.consent_worked_at, psaMapping }, rule),
    psaMapping,
    subscriptions: row.subscriptions,
    openDifferences: row.open_differences,
    atStake: money(row.at_stake, row.currency),
    connectionIds: row.connection_ids,
    readAt: row.seen_at,
    readFrom: row.read_from ?? undefined,
    retired: row.retired_at !== null,
    partnerTypes: PartnerType.options.filter((type) => row.connection_ids.some((id) => types.get(id) === type)),
    resellers: row.resellers,
  };
}
