import type { Table } from './table.ts';
import { accountsTables } from './tables/accounts.ts';
import { catalogueTables } from './tables/catalogue.ts';
import { customersTables } from './tables/customers.ts';
import { distributorsTables } from './tables/distributors.ts';
import { distributors2Tables } from './tables/distributors2.ts';
import { healthTables } from './tables/health.ts';
import { moneyTables } from './tables/money.ts';
import { ordersTables } from './tables/orders.ts';
import { peopleTables } from './tables/people.ts';
import { psaTables } from './tables/psa.ts';
import { psa2Tables } from './tables/psa2.ts';
import { scenariosTables } from './tables/scenarios.ts';
import { settingsTables } from './tables/settings.ts';
import { subscriptionsTables } from './tables/subscriptions.ts';
import { usageTables } from './tables/usage.ts';
import { watchingTables } from './tables/watching.ts';

/** All rows of the world. The names here are the names in events. Keys: `id` of the row as text. */
export const emptyTables = () => ({
  ...accountsTables(),
  ...customersTables(),
  ...catalogueTables(),
  ...subscriptionsTables(),
  ...watchingTables(),
  ...healthTables(),
  ...distributorsTables(),
  ...distributors2Tables(),
  ...peopleTables(),
  ...psaTables(),
  ...psa2Tables(),
  ...settingsTables(),
  ...scenariosTables(),
  ...moneyTables(),
  ...ordersTables(),
  ...usageTables(),
});

export type Tables = ReturnType<typeof emptyTables>;
export type TableName = keyof Tables;
export type RowOf<Name extends TableName> = Tables[Name] extends Table<infer Row> ? Row : never;

/** One row put or removed. Made by `put` and `removeRow`, which keep table and row in step. */
export type Change = { readonly table: TableName; readonly key: string; readonly row: unknown };

export const put = <Name extends TableName>(table: Name, row: RowOf<Name> & { readonly id: string | number }): Change => ({
  table,
  key: String(row.id),
  row,
});
export const removeRow = (table: TableName, key: string | number): Change => ({ table, key: String(key), row: null });
