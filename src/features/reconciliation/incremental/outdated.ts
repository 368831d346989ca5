import { sql } from 'kysely';
import type { Db, Tx } from '../../../platform/db/connect.ts';
import type { Setting } from '../read-books.ts';
import type { Customer } from '../store.ts';
import { readBasis } from './basis.ts';
import { readBookDigests } from './book-digests.ts';
import { digestsOfCustomers } from './digest.ts';

/** The present digest of each customer; undefined for those whom time or others' decisions may change: they are compared each time. */
export type Present = ReadonlyMap<string, string | undefined>;

/** How every customer's books stand now, in the order of ids. Read before they are compared, so that what comes meanwhile is seen next time. */
export async function readPresent(tx: Tx, setting: Setting): Promise<Present> {
  const { rows } = await sql<{ customer_id: string }>`select customer_id from customer order by customer_id`.execute(tx);
  const mapped = await sql<{ customerId: string; accountId: string }>`
    select customer_id as "customerId", account_id as "accountId" from account_mapping where state = 'mapped' and account_id is not null`.execute(
    tx,
  );
  const ids = rows.map((row) => row.customer_id);
  const digests = digestsOfCustomers(ids, await readBasis(tx, setting), await readBookDigests(tx), mapped.rows);
  const restless = await readRestless(tx, setting);
  return new Map(ids.map((id) => [id, restless.has(id) ? undefined : digests.get(id)]));
}

/** Those whose books are not what was compared last. */
export async function outdatedOf(tx: Tx, present: Present): Promise<string[]> {
  const { rows } = await sql<{ customer_id: string; digest: string }>`select customer_id, digest from compared_books`.execute(tx);
  const compared = new Map(rows.map((row) => [row.customer_id, row.digest]));
  return [...present].flatMap(([id, digest]) => (digest === undefined || compared.get(id) !== digest ? [id] : []));
}

/**
 * Customers about whom equal books say nothing: a move that still settles, a plan that waits for approval and may expire, a subscription that
 * two partner accounts show (the later reading counts), and, where acceptance rules stand, differences that one of them may take.
 */
async function readRestless(db: Db, { now, policy }: Setting): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ customer_id: string }>`
    select customer_id from subscription_change where at > ${now.subtract({ minutes: policy.settlingMinutes })}
    union select customer_id from customer_connection where retired_at is null group by customer_id having count(*) > 1
    union select customer_id from difference where state = 'waitingForApproval'
    union select customer_id from difference
      where state = 'open' and decided_by is null and exists (select from acceptance_rule where is_active)`.execute(db);
  return new Set(rows.map((row) => row.customer_id));
}

/** In the transaction that compared them. */
export async function keepCompared(tx: Tx, customers: readonly Customer[], present: Present): Promise<void> {
  const rows = customers.map(({ customerId, resellerId }) => ({
    customer_id: customerId,
    reseller_id: resellerId,
    digest: present.get(customerId) ?? '',
  }));
  if (rows.length === 0) return;
  await tx
    .insertInto('compared_books')
    .values(rows)
    .onConflict((conflict) =>
      conflict
        .column('customer_id')
        .doUpdateSet((given) => ({ digest: given.ref('excluded.digest'), reseller_id: given.ref('excluded.reseller_id') })),
    )
    .execute();
}

/** The next comparison looks at these again, whatever their books say. */
export const forgetCompared = (tx: Tx, customerIds: readonly string[]): Promise<unknown> =>
  tx
    .deleteFrom('compared_books')
    .where('customer_id', 'in', [...customerIds])
    .execute();
