import { Table } from '../table.ts';
import type * as t from '../types.ts';

/** Partner accounts and tokens. Keys: `id` of the row as text. */
export const accountsTables = () => ({
  partnerAccounts: new Table<t.PartnerAccount>({ tenantId: (row) => row.tenantId }),
  tokens: new Table<t.Token>({ family: (row) => row.family, accountId: (row) => row.accountId }),
});
