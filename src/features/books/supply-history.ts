import { Decimal, printDecimal } from '../../lib/decimal.ts';
import { changedFields } from '../../lib/diff.ts';
import type { DistributorSubscription } from '../../model/subscription.ts';
import type { Tx } from '../../platform/db/connect.ts';
import type { Reading } from '../reading.ts';

/** What an invoice of an earlier month is held against; names and our own states of provisioning are not. */
const fields = ['microsoft_id', 'product_remote_id', 'term', 'frequency', 'seats', 'status', 'unit_cost', 'currency', 'ends_on'] as const;

export type StoredSupply = Awaited<ReturnType<typeof storedSupplies>>;

export const storedSupplies = (tx: Tx, connectionId: string, given: readonly DistributorSubscription[]) =>
  tx
    .selectFrom('distributor_subscription')
    .select(['account_id', 'remote_id', 'reseller_id', ...fields])
    .where('connection_id', '=', connectionId)
    .where('remote_id', 'in', ['', ...given.map(({ remoteId }) => remoteId)])
    .execute();

/** Every change of a value, from what to what, as seen when: distributors tell only what is (distributors reference 2.9, no change feed). */
export async function keepSupplyChanges(
  tx: Tx,
  { connectionId, ids, seenAt }: Reading,
  before: StoredSupply,
  given: readonly DistributorSubscription[],
): Promise<void> {
  const was = new Map(before.map((row) => [keyOf(row), row]));
  const changes = (await storedSupplies(tx, connectionId, given)).flatMap((row) => {
    const old = was.get(keyOf(row));
    const changed = old === undefined ? {} : changedFields(visible(old), visible(row));
    if (Object.keys(changed).length === 0) return [];
    return [
      {
        account_id: row.account_id,
        change_id: ids(),
        connection_id: connectionId,
        remote_id: row.remote_id,
        reseller_id: row.reseller_id,
        changes: JSON.stringify(changed),
        at: seenAt,
      },
    ];
  });
  if (changes.length > 0) await tx.insertInto('distributor_subscription_change').values(changes).execute();
}

type Row = StoredSupply[number];
const keyOf = ({ account_id, remote_id }: Row): string => `${account_id} ${remote_id}`;

/** The same amount with other digits has not changed. */
const visible = ({ account_id: _a, remote_id: _r, reseller_id: _s, unit_cost, ...row }: Row) => ({
  ...row,
  unit_cost: unit_cost === null ? null : printDecimal(new Decimal(unit_cost)),
});
