import { Table } from '../table.ts';
import type * as t from '../types.ts';

/** Carts, orders, upgrades of a whole product family. Keys: `id` of the row as text. */
export const ordersTables = () => ({
  carts: new Table<t.Cart>(),
  orders: new Table<t.Order>({ relationship: (row) => `${row.accountId}:${row.customerId}` }),
  productUpgrades: new Table<t.ProductUpgrade>({ relationship: (row) => `${row.accountId}:${row.customerId}` }),
});
