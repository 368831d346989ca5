import { Table } from '../table.ts';
import type * as t from '../types.ts';

/** What the ledger cannot derive: closed months with their rules, corrections made by hand. Keys: `id` of the row as text. */
export const moneyTables = () => ({
  ledgerAdjustments: new Table<t.LedgerAdjustment>({ accountId: (row) => row.accountId }),
  closedMonths: new Table<t.ClosedMonth>({ accountId: (row) => row.accountId, invoiceId: (row) => row.invoiceId }),
});
