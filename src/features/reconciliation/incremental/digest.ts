import { hash } from 'node:crypto';
import type { BookDigests } from './book-digests.ts';

export type MappedAccount = { readonly customerId: string; readonly accountId: string };

/**
 * One hash for each customer of everything that a comparison of it looks at: what is the same for all, its own books, those of its accounts,
 * and what others bought who share an account with it. Equal hashes mean equal differences.
 */
export function digestsOfCustomers(
  customerIds: readonly string[],
  basis: string,
  books: BookDigests,
  mapped: readonly MappedAccount[],
): ReadonlyMap<string, string> {
  const accountsOf = Map.groupBy(mapped, ({ customerId }) => customerId);
  const sharersOf = Map.groupBy(mapped, ({ accountId }) => accountId);
  const ofAccount = (customerId: string, accountId: string): string[] => [
    accountId,
    ...books.ofAccount.map((book) => book.get(accountId) ?? ''),
    ...(sharersOf.get(accountId) ?? [])
      .filter((sharer) => sharer.customerId !== customerId)
      .map((sharer) => `${sharer.customerId} ${books.bought.get(sharer.customerId) ?? ''}`)
      .sort(),
  ];
  return new Map(
    customerIds.map((customerId) => {
      const accountIds = [...new Set((accountsOf.get(customerId) ?? []).map(({ accountId }) => accountId))].sort();
      const parts = [basis, ...books.ofCustomer.map((book) => book.get(customerId) ?? '')];
      return [customerId, hash('sha256', [...parts, ...accountIds.flatMap((id) => ofAccount(customerId, id))].join('\n'), 'base64')];
    }),
  );
}
