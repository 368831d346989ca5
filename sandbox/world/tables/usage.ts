import { Table } from '../table.ts';
import type * as t from '../types.ts';

/** Exports of billing data. Metered usage has no rows: it follows from the plan and the day. */
export const usageTables = () => ({
  billingExports: new Table<t.BillingExport>({ accountId: (row) => row.accountId, directory: (row) => row.directory }),
});
