import type { World } from '../../world/world.ts';
import { customersOf, type KnownCustomer } from './find.ts';

/** Page order is not documented: by name, then id. */
export const orderKey = ({ customer }: KnownCustomer): string => `${customer.name.toLowerCase()}\u0000${customer.id}`;

type Sorted = { events: number; rows: readonly KnownCustomer[] };
const kept = new WeakMap<World, Map<string, Sorted>>();

/** An account's customers in the order of the list. Sorted again only after a customer or relationship changed. */
export function sortedCustomers(world: World, accountId: string): readonly KnownCustomer[] {
  const lists = kept.get(world) ?? new Map<string, Sorted>();
  kept.set(world, lists);
  const before = lists.get(accountId);
  if (before !== undefined && !isStale(world, before)) return before.rows;
  const keyed = customersOf(world, accountId).map((row) => ({ row, key: orderKey(row) }));
  const rows = keyed.toSorted((left, right) => (left.key < right.key ? -1 : 1)).map(({ row }) => row);
  lists.set(accountId, { events: world.events.length, rows });
  return rows;
}

function isStale(world: World, list: Sorted): boolean {
  for (; list.events < world.events.length; list.events += 1) {
    const changes = world.events[list.events]?.changes ?? [];
    if (changes.some(({ table }) => table === 'customers' || table === 'relationships')) return true;
  }
  return false;
}
