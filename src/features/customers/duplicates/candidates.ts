import { sql } from 'kysely';
import { ownReseller, publicId } from '../../../model/ids.ts';
import { inScope } from '../../../platform/db/transaction.ts';
import { record } from '../../audit/index.ts';
import type { Context } from '../../context.ts';

export type DuplicateReason = 'sameTenant' | 'sameDomain' | 'sameRegistrationNumber';

export type Side = {
  readonly customerId: string;
  readonly name: string;
  readonly tenantId: string;
  readonly cloud: string;
  readonly domain: string;
  readonly isGone: boolean;
  readonly subscriptions: number;
};

export type DuplicateCandidate = {
  readonly first: Side;
  readonly second: Side;
  readonly reasons: readonly { readonly reason: DuplicateReason; readonly value: string }[];
  /** The one that is gone from Microsoft can be merged into the other; null: two tenants that live, or two clouds. */
  readonly mergeable: { readonly survivorId: string; readonly goneId: string } | null;
};

type Row = {
  first_id: string;
  second_id: string;
  reasons: { reason: DuplicateReason; value: string }[];
  first: Record<string, unknown>;
  second: Record<string, unknown>;
};

const most = 500;

/** Domains that belong to Microsoft's hosting and not to one company. */
const shared = ['onmicrosoft.com', 'outlook.com', 'hotmail.com', 'gmail.com'];

/**
 * Records that may be one customer, by facts only: the same tenant id (in two clouds), a domain that both have, the same registration number.
 * A name that looks alike is no reason (S149). Pairs that somebody declared two are left out.
 */
export const listDuplicates = (context: Context): Promise<DuplicateCandidate[]> =>
  inScope(context.db, context.scope, async (tx) => {
    const { rows } = await sql<Row>`
      with facts as (
        select customer_id, 'sameTenant' as reason, tenant_id as value from customer where merged_into is null
        union select customer_id, 'sameDomain', domain from customer where merged_into is null and domain <> ''
        union select p.customer_id, 'sameDomain', unnest(p.domains) from customer_profile p join customer using (customer_id) where merged_into is null
        union select p.customer_id, 'sameRegistrationNumber', registration_number from customer_profile p join customer using (customer_id)
          where merged_into is null and registration_number <> ''),
      shared as (select reason, value from facts where value <> all(${shared}::text[])
        group by reason, value having count(distinct customer_id) between 2 and 20),
      pairs as (
        select a.customer_id as first_id, b.customer_id as second_id,
          json_agg(distinct jsonb_build_object('reason', reason, 'value', value)) as reasons
        from shared join facts a using (reason, value) join facts b using (reason, value)
        where a.customer_id < b.customer_id
          and not exists (select from customer_apart where customer_apart.first_id = a.customer_id and customer_apart.second_id = b.customer_id)
        group by 1, 2)
      select first_id, second_id, reasons, to_jsonb(one) as first, to_jsonb(two) as second
      from pairs join customer one on one.customer_id = first_id join customer two on two.customer_id = second_id
      order by one.name_key, first_id, second_id limit ${most}`.execute(tx);
    return rows.map(toCandidate);
  });

const sideOf = (row: Record<string, unknown>): Side => ({
  customerId: String(row['customer_id']),
  name: String(row['name']),
  tenantId: String(row['tenant_id']),
  cloud: String(row['cloud']),
  domain: String(row['domain']),
  isGone: row['retired_at'] !== null,
  subscriptions: Number(row['subscriptions']),
});

function toCandidate(row: Row): DuplicateCandidate {
  const first = sideOf(row.first);
  const second = sideOf(row.second);
  return { first, second, reasons: row.reasons, mergeable: mergeableOf(first, second) };
}

function mergeableOf(first: Side, second: Side): DuplicateCandidate['mergeable'] {
  if (first.cloud !== second.cloud) return null;
  if (second.isGone) return { survivorId: first.customerId, goneId: second.customerId };
  return first.isGone ? { survivorId: second.customerId, goneId: first.customerId } : null;
}

/** Two that look like one and are not: nobody is asked again. */
export const keepApart = (context: Context, one: string, other: string, reason: string): Promise<boolean> =>
  inScope(context.db, context.scope, async (tx) => {
    const [first = '', second = ''] = [one, other].sort();
    const found = await tx.selectFrom('customer').select('customer_id').where('customer_id', 'in', [first, second]).execute();
    if (found.length < 2) return false;
    await tx
      .insertInto('customer_apart')
      .values({
        first_id: first,
        second_id: second,
        reseller_id: ownReseller,
        reason,
        decided_by: context.actor.name,
        decided_at: context.clock.now(),
      })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    await record(tx, context, {
      action: 'customer.keptApart',
      object: publicId('customer', first),
      resellerId: ownReseller,
      after: { other: publicId('customer', second) },
      reason,
    });
    return true;
  });
