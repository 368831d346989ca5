import { sql } from 'kysely';
import type { Tx } from '../../../platform/db/connect.ts';
import { keepNamedResellers } from '../resellers.ts';

/** A customer just read, by what it may have been expected under. */
export type Arrival = {
  readonly customerId: string;
  readonly cloud: string;
  readonly tenantId: string;
  readonly domains: readonly string[];
};

/**
 * Customers that were expected and are there now: by their tenant, else by a domain that is theirs. Whoever accepted the link of another
 * account than the one that invited it is shown as such (S90). Call it where customers are kept.
 */
export async function joinExpected(tx: Tx, connectionId: string, arrivals: readonly Arrival[], at: Temporal.Instant): Promise<void> {
  if (arrivals.length === 0) return;
  const given = arrivals.flatMap(({ customerId, cloud, tenantId, domains }) =>
    (domains.length === 0 ? [''] : domains).map((domain) => ({ customer_id: customerId, cloud, tenant_id: tenantId, domain })),
  );
  const { rows } = await sql<{ customer_id: string; reseller_mpn: string }>`update expected_customer as expected set
      state = case when expected.connection_id = ${connectionId}::uuid then 'joined' else 'joinedElsewhere' end,
      customer_id = given.customer_id, joined_connection_id = ${connectionId}::uuid, joined_at = ${at}, changed_at = ${at},
      accepted_at = coalesce(expected.accepted_at, ${at})
    from json_to_recordset(${JSON.stringify(given)}::json) as given (customer_id uuid, cloud text, tenant_id text, domain text)
    where expected.cloud = given.cloud
      and (expected.tenant_id = given.tenant_id or (expected.tenant_id = '' and expected.domain <> '' and expected.domain = given.domain))
      and (expected.state in ('pending', 'waiting', 'expired')
        or (expected.state = 'joinedElsewhere' and expected.connection_id = ${connectionId}::uuid))
    returning expected.customer_id, case when expected.connection_id = ${connectionId}::uuid then expected.reseller_mpn else '' end as reseller_mpn`.execute(
    tx,
  );
  const named = rows.flatMap(({ customer_id: customerId, reseller_mpn: mpn }) => (mpn === '' ? [] : [{ customerId, connectionId, mpn }]));
  if (named.length > 0) await keepNamedResellers(tx, named, at);
}
