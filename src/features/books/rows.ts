import { sql } from 'kysely';
import type { Quarantined } from '../../connectors/ports.ts';
import type { Tx } from '../../platform/db/connect.ts';
import type { KeptRows } from '../../platform/db/keep-rows.ts';
import type { Kept, Reading } from '../reading.ts';

/** Accounts by the remote's id, with our id and whose they are. */
export type AccountOf = ReadonlyMap<string, { readonly accountId: string; readonly resellerId: string | null }>;

export const keptOf = ({ created, updated, unchanged }: KeptRows, refused: readonly Quarantined[] = []): Kept => ({
  created,
  updated,
  unchanged,
  refused,
});

type Book = 'account' | 'distributor_subscription' | 'distributor_product' | 'psa_agreement' | 'psa_line' | 'psa_service';

/** Marks a connection's rows that a complete reading begun at `since` did not see. */
export async function retireWhere(tx: Tx, table: Book, { connectionId, seenAt }: Reading, since: Temporal.Instant): Promise<number> {
  const { numAffectedRows } = await sql`
    update ${sql.table(table)} set retired_at = ${seenAt}, changed_at = ${seenAt}
    where connection_id = ${connectionId}::uuid and retired_at is null and seen_at < ${since}`.execute(tx);
  return Number(numAffectedRows ?? 0n);
}

/** Splits records into those whose account we hold, with it, and those that are set apart because nobody is known to own them. */
export function withAccount<Item extends { readonly remoteId: string; readonly accountRemoteId: string }>(
  items: readonly Item[],
  accounts: AccountOf,
): {
  readonly owned: readonly (readonly [Item, { readonly account_id: string; readonly reseller_id: string | null }])[];
  readonly refused: readonly Quarantined[];
} {
  const owned: [Item, { account_id: string; reseller_id: string | null }][] = [];
  const refused: Quarantined[] = [];
  for (const item of items) {
    const account = accounts.get(item.accountRemoteId);
    if (account !== undefined) owned.push([item, { account_id: account.accountId, reseller_id: account.resellerId }]);
    else
      refused.push({
        remoteId: item.remoteId,
        reason: `belongs to company ${item.accountRemoteId}, which was not read`,
        raw: JSON.stringify(item),
      });
  }
  return { owned, refused };
}
