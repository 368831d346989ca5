import { Table } from '../table.ts';
import type * as t from '../types.ts';

/** Customers, who sells to them, delegated access. Keys: `id` of the row as text. */
export const customersTables = () => ({
  customers: new Table<t.Customer>({ name: (row) => row.name }),
  relationships: new Table<t.CustomerRelationship>({ accountId: (row) => row.accountId, customerId: (row) => row.customerId }),
  gdap: new Table<t.GdapRelationship>({ accountId: (row) => row.accountId, customerId: (row) => row.customerId }),
});
